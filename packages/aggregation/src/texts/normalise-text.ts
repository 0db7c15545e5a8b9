/** What stands for an apostrophe inside a word: typewriter, typographic, modifier letter, prime. */
const APOSTROPHES = /['’ʼ`´′]/g
/** Marks that nobody sees: soft hyphen, zero-width spaces and joiners, direction marks, byte order mark. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g
const BLANKS = /\s+/g

/**
 * Writes a text so that equal texts have equal letters: which texts are the same to a reader?
 *
 * Unicode compatibility form (NFKC: ligatures, full-width letters, composed accents), small letters, one kind of
 * apostrophe, no invisible marks, single blanks. Accents stay, for they tell words apart. Cost: the length.
 *
 * Source: Unicode Standard Annex 15.
 *
 * @example
 * normaliseText('  Об’єднання\tＡＢＣ ﬁn ') // → "об'єднання abc fin"
 */
export function normaliseText(text: string): string {
  return text
    .replaceAll(INVISIBLE, '')
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(APOSTROPHES, "'")
    .replaceAll(BLANKS, ' ')
    .trim()
}
