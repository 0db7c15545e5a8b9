import { checkWhole, fail } from '../checks.ts'
import type { Random } from '../random.ts'
import { report } from '../watch.ts'
import { dotOf } from './feature-index.ts'
import { bandKeys } from './band-keys.ts'
import {
  describe,
  type Duplicates,
  type DuplicateSettings,
  type FoundPair,
  limitsOf,
  mostPairsOf,
  thresholdsOf,
  writings
} from './near-duplicates.ts'
import type { TextVectors } from './text-vectors.ts'

export interface HashSettings extends DuplicateSettings {
  /** Groups of hashes; 50 unless given. More find more and cost more. */
  readonly bands?: number
  /** Hashes that must agree within a group; 4 unless given. More look at less and miss more. */
  readonly rows?: number
  /** Texts at most that share a group of hashes and are compared with each other; 500 unless given. */
  readonly mostShared?: number
}

/** Near-duplicates with what may have been missed. */
export interface HashedDuplicates extends Duplicates {
  readonly seed: string
  /** The chance that a pair was looked at, by the share of features the two have in common (Jaccard). */
  readonly chances: readonly { readonly jaccard: number; readonly found: number }[]
  /** Groups of more texts than `mostShared`, of which only neighbours in the order of writing were compared. */
  readonly crowded: number
}

/** A key of 32 bits and the number of a text fit together into a double. */
const MOST_TEXTS = 2 ** 21

/**
 * Near-duplicates by hashes: which texts were sent in twice, among hundreds of thousands?
 *
 * Each text is reduced to `bands × rows` least hashes of its features, which two texts share as often as they
 * share features; those that agree in a whole band are looked at, and their likeness is computed exactly. What
 * is listed is right; a pair is missed with the chance stated. Prefer `nearDuplicates`, which misses none, up
 * to some 50,000 texts.
 *
 * Ties and gaps as in `nearDuplicates`. Cost: some ten times the features, and the texts × bands; memory: `bands` numbers
 * a text.
 *
 * Throws `RangeError` as `nearDuplicates`, for bands and rows that are not whole or above 0, and above 2²¹ texts.
 *
 * Source: A. Broder, "On the resemblance and containment of documents", SEQUENCES 1997; P. Indyk, R. Motwani,
 * "Approximate nearest neighbors", STOC 1998; the hashes: S. Dahlgaard, M. Knudsen, M. Thorup, "Fast similarity
 * sketching", FOCS 2017.
 *
 * @example
 * nearDuplicatesByHash(textVectors([
 *   { id: 'a', text: 'Plant more trees in the park' }, { id: 'b', text: 'Plant more trees in the parks!' }, { id: 'c', text: 'Buses at night' }
 * ]), seededRandom('hashes')).pairs.map(({ a, b }) => `${a} ${b}`)
 * // → ['a b']
 */
export function nearDuplicatesByHash(
  vectors: TextVectors,
  random: Random,
  settings: HashSettings = {}
): HashedDuplicates {
  const rule = 'nearDuplicatesByHash'
  const { bands = 50, rows = 4, mostShared = 500 } = settings
  checkWhole(rule, 'bands', bands, 1)
  checkWhole(rule, 'rows', rows, 1)
  checkWhole(rule, 'mostShared', mostShared, 2)
  const thresholds = thresholdsOf(rule, settings)
  const mostPairs = mostPairsOf(rule, settings)
  const { firsts, identical } = writings(vectors)
  const worded = firsts.filter(text => vectors.starts[text]! < vectors.starts[text + 1]!)
  if (worded.length > MOST_TEXTS) fail(rule, `there may be at most ${MOST_TEXTS} texts, got ${worded.length}`)
  const keys = bandKeys(vectors, worded, { bands, rows }, random, settings)
  const limits = limitsOf(vectors, thresholds)
  const found: FoundPair[] = []
  let compared = 0
  let complete = true
  let crowded = 0
  const compare = (a: number, b: number) => {
    compared++
    const threshold = Math.max(limits[a]!, limits[b]!)
    const similarity = dotOf(vectors, a, b)
    if (similarity < threshold) return
    if (found.length < mostPairs) found.push({ a, b, similarity, threshold })
    else complete = false
  }
  for (let band = 0; band < bands; band++) {
    report(settings, band, bands)
    for (const group of sharing(keys, band, bands)) {
      if (group.length > mostShared) crowded++
      for (let i = 0; i < group.length; i++) {
        const one = group[i]!
        for (let j = i + 1; j < Math.min(group.length, i + mostShared); j++) {
          const other = group[j]!
          if (!agreesBefore(keys, one * bands, other * bands, band)) compare(worded[one]!, worded[other]!)
        }
      }
    }
  }
  const chances = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map(jaccard => ({
    jaccard,
    found: 1 - (1 - jaccard ** rows) ** bands
  }))
  return {
    ...describe(rule, vectors, { identical, found, complete, compared }),
    seed: random.seed,
    chances,
    crowded
  }
}

/** Texts that share the key of a band, where there are several, each group in the order of writing. */
function* sharing(keys: Uint32Array, band: number, bands: number): Generator<Uint32Array> {
  const size = keys.length / bands
  // Key and text in one number: sorting brings equal keys together, in the order of their texts.
  const sorted = Float64Array.from(
    { length: size },
    (_, text) => keys[text * bands + band]! * MOST_TEXTS + text
  ).sort()
  for (let from = 0; from < size;) {
    const key = Math.floor(sorted[from]! / MOST_TEXTS)
    let to = from + 1
    while (to < size && Math.floor(sorted[to]! / MOST_TEXTS) === key) to++
    if (to > from + 1) yield Uint32Array.from(sorted.subarray(from, to), value => value % MOST_TEXTS)
    from = to
  }
}

/** Whether two texts share the key of an earlier band, where they were compared already. */
function agreesBefore(keys: Uint32Array, a: number, b: number, band: number): boolean {
  for (let earlier = 0; earlier < band; earlier++) if (keys[a + earlier] === keys[b + earlier]) return true
  return false
}
