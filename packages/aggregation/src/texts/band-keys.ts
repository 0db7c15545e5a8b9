import type { Random } from '../random.ts'
import { report, type Watch } from '../watch.ts'
import type { TextVectors } from './text-vectors.ts'

/**
 * One key a band for each text, from `rows` hashes that two texts share, one by one, as often as they share
 * features (Jaccard): texts with the same key in a band are likely alike. Texts must have features.
 *
 * In each round every feature throws one hash into one place, where the least of the first round that reaches
 * it stays; a handful of rounds fill all places, instead of one pass over the features for each.
 *
 * Source: S. Dahlgaard, M. Knudsen, M. Thorup, "Fast similarity sketching", FOCS 2017, algorithm 1.
 */
export function bandKeys(
  { starts, features }: TextVectors,
  texts: readonly number[],
  { bands, rows }: { readonly bands: number; readonly rows: number },
  random: Random,
  watch: Watch
): Uint32Array {
  const size = bands * rows
  const salts = Uint32Array.from({ length: 2 * size }, () => random.below(2 ** 32))
  const keys = new Uint32Array(texts.length * bands)
  const sketch = new Uint32Array(size)
  const filledIn = new Int32Array(size)
  texts.forEach((text, i) => {
    if (i % 10_000 === 0) report(watch, i, texts.length)
    filledIn.fill(-1)
    let empty = size
    for (let round = 0; empty > 0; round++) {
      for (let at = starts[text]!; at < starts[text + 1]!; at++) {
        const place = round < size ? placeOf(features[at]!, salts[round]!, size) : round - size
        const hash = hashOf(features[at]!, salts[round]!)
        if (filledIn[place] === -1) {
          filledIn[place] = round
          sketch[place] = hash
          empty--
        } else if (filledIn[place] === round && hash < sketch[place]!) sketch[place] = hash
      }
    }
    for (let place = 0; place < size; place++) {
      const band = i * bands + Math.floor(place / rows)
      keys[band] = hashOf(keys[band]!, sketch[place]!)
    }
  })
  return keys
}

function placeOf(feature: number, salt: number, size: number): number {
  return Math.floor((hashOf(feature + 0x632be5ab, salt) / 4294967296) * size)
}

/** The salts of rounds differ, so equal hashes of different rounds are as rare as of different features. */
function hashOf(feature: number, salt: number): number {
  let hash = Math.imul(feature ^ salt, 0x21f0aaad)
  hash = Math.imul(hash ^ (hash >>> 15) ^ salt, 0x735a2d97)
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 16)) >>> 0
}
