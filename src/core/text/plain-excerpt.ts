/**
 * The beginning of a text without the marks of its formatting, on one line, for lists and previews. What it makes of odd
 * marks is readable rather than exact: nothing here ends up as HTML.
 *
 * @param most In UTF-16 units; a longer text is cut between words and ends with an ellipsis.
 */
export function plainExcerpt(text: string, most: number): string {
  const beginning = text.slice(0, most * 2)
  // Most texts have no marks at all, and a list has many texts.
  const plain = mark.test(beginning) || itemMark.test(beginning) ? withoutMarks(beginning) : beginning.trim()
  if (plain.length <= most && beginning.length === text.length) return plain
  const cut = plain.slice(0, most)
  const lastSpace = cut.lastIndexOf(' ')
  return `${(lastSpace > most / 2 ? cut.slice(0, lastSpace) : cut.replace(/[\ud800-\udbff]$/, '')).trimEnd()}…`
}

const mark = /[*_`~[#>\n\t]/
const itemMark = /^\s*(?:[-+]|\d{1,9}[.)])\s/

const withoutMarks = (text: string): string =>
  text
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/^\s{0,3}(?:#{1,6}\s+|>\s?|[-*+]\s+|\d{1,9}[.)]\s+|(?:[-*_]\s*){3,}$)/gm, '')
    .replace(/(\*\*|__|~~|`+)(?=\S)(.+?)(?<=\S)\1/g, '$2')
    .replace(/(?<![\p{L}\p{N}])([*_])(?=\S)(.+?)(?<=\S)\1(?![\p{L}\p{N}])/gu, '$2')
    .replace(/\s+/g, ' ')
    .trim()
