const RUN = /[\p{L}\p{N}\p{M}']+/gu
/** The shortest and the longest grams of a word, in characters. */
export type GramSizes = readonly [shortest: number, longest: number]

export const usualGrams: GramSizes = [3, 5]

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/**
 * Character grams of a normalised text, as 32-bit hashes, in the order of their places: three to five characters (or as
 * told) within each word and its borders; two and three where words are written without blanks.
 *
 * Two different grams share a hash about once in four thousand million pairs.
 *
 * Source: W. Cavnar, J. Trenkle, "N-gram-based text categorization", SDAIR 1994; hash: FNV-1a.
 */
export function characterGrams(text: string, [shortest, longest]: GramSizes = usualGrams): number[] {
  const grams: number[] = []
  for (const [run] of text.matchAll(RUN)) {
    if (UNSPACED.test(run)) {
      if (run.length === 1) grams.push(hashOf(run, 0, 1))
      addGrams(grams, run, 2, 3)
    } else addGrams(grams, ` ${run} `, shortest, longest)
  }
  return grams
}

function addGrams(grams: number[], run: string, shortest: number, longest: number): void {
  for (let from = 0; from < run.length; from++) {
    for (let size = shortest; size <= longest && from + size <= run.length; size++) {
      grams.push(hashOf(run, from, from + size))
    }
  }
}

function hashOf(run: string, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ run.charCodeAt(at), 0x01000193)
  // Stirred, for the last characters alone would hardly touch the high bits.
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad)
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97)
  return (hash ^ (hash >>> 15)) >>> 0
}
