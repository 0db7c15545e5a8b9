import type { LanguageCode, Random } from '@mozaika/aggregation'

/** How a text is written again, carelessly. */
export const edits = ['dropped', 'swapped', 're-ended', 'mistyped'] as const
export type Edit = (typeof edits)[number]

/** Share of the words that an edit touches, at least one. */
const share = 0.2

/** Endings as words of each language have them in other cases, numbers and persons. */
const endings: Readonly<Partial<Record<LanguageCode, readonly string[]>>> = {
  en: ['s', 'ed', 'ing', 'er', 'ly'],
  uk: ['ами', 'ів', 'ою', 'ити', 'ого', 'ях'],
  pl: ['ami', 'ów', 'ego', 'ować', 'ych', 'em'],
  bg: ['ите', 'ата', 'ове', 'аха', 'ото', 'ния'],
  es: ['es', 'ando', 'aron', 'ido', 'as', 'ción'],
  ru: ['ами', 'ов', 'ого', 'ить', 'ях', 'ыми']
}

/** The text with a fifth of its words dropped, moved, given another ending, or mistyped. */
export function edited(text: string, edit: Edit, language: LanguageCode, random: Random): string {
  const words = text.split(' ')
  const many = Math.max(1, Math.round(share * words.length))
  const touched = new Set<number>()
  // A pair that changes places is two words touched.
  const wanted = edit === 'swapped' ? Math.max(1, Math.round(many / 2)) : many
  while (touched.size < wanted)
    touched.add(random.below(edit === 'swapped' ? words.length - 1 : words.length))
  if (edit === 'dropped') return words.filter((_, n) => !touched.has(n)).join(' ')
  for (const n of touched) {
    if (edit === 'swapped') [words[n], words[n + 1]] = [words[n + 1]!, words[n]!]
    else if (edit === 're-ended') words[n] = endedAnew(words[n]!, endings[language] ?? [''], random)
    else words[n] = mistyped(words[n]!, random)
  }
  return words.join(' ')
}

function endedAnew(word: string, endings: readonly string[], random: Random): string {
  const ending = endings[random.below(endings.length)]!
  const letters = word.replace(/[^\p{L}]+$/u, '')
  const after = word.slice(letters.length)
  const stem = letters.length > 4 ? letters.slice(0, -2) : letters
  return stem + ending + after
}

/** One letter left out, doubled, or exchanged with the next. */
function mistyped(word: string, random: Random): string {
  const letters = [...word]
  const at = random.below(Math.max(1, letters.length - 1))
  const slip = random.below(3)
  if (slip === 0 && letters.length > 1) letters.splice(at, 1)
  else if (slip === 1 || letters.length === 1) letters.splice(at, 0, letters[at]!)
  else [letters[at], letters[at + 1]] = [letters[at + 1]!, letters[at]!]
  return letters.join('')
}
