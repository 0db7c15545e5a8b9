import { checkBetween, checkWhole } from '../checks.ts'
import { report, type Watch } from '../watch.ts'
import { indexRarest } from './feature-index.ts'
import type { Script } from './script-of.ts'
import type { TextVectors } from './text-vectors.ts'

/** Likenesses from which two texts count as near-duplicates, by their script. */
export type Thresholds = Readonly<Record<Script, number>>

export interface DuplicateSettings extends Watch {
  /** Overrides some of `NEAR_DUPLICATE`. */
  readonly thresholds?: Partial<Thresholds>
  /** Pairs at most; 1,000,000 unless given. */
  readonly mostPairs?: number
}

/** Two texts that are nearly the same, and how alike they are: the product of their vectors. */
export interface DuplicatePair {
  readonly a: string
  readonly b: string
  readonly similarity: number
  readonly threshold: number
}

/** Texts written the same, and pairs written nearly the same. */
export interface Duplicates {
  readonly rule: string
  /** Ids of texts written the same, where there are several; pairs name the first of them only. */
  readonly identical: readonly (readonly string[])[]
  /** The most alike first. */
  readonly pairs: readonly DuplicatePair[]
  /** False when there were more pairs than allowed, of which those found first are listed. */
  readonly complete: boolean
  /** Pairs of different writing that had to be looked at. */
  readonly compared: number
}

/**
 * Where a near-duplicate begins, by script. Set on two real conversations, in English and in Chinese, and on
 * mistyped titles in the other languages, so that an error of typing, a changed ending or a word put elsewhere
 * stays above. Cyrillic languages inflect more, and Chinese says in a few characters what takes several words
 * elsewhere. Titles of one pattern ('repair the street X') stay below only where the pattern is common among
 * the texts: look at pairs before joining them.
 */
export const NEAR_DUPLICATE: Thresholds = { latin: 0.7, cyrillic: 0.65, han: 0.6, other: 0.7 }

/**
 * Near-duplicates among all pairs: which texts were sent in twice?
 *
 * Every pair whose likeness reaches the threshold is found; of two scripts the higher threshold counts. Only
 * the rarest features of a text are indexed, those without which it could not be that like another, so most
 * pairs are never looked at. Beyond some 50,000 texts prefer `nearDuplicatesByHash`, which may miss some.
 *
 * Ties: pairs of equal likeness come in the order of their writing. Gaps: texts without letters are near no
 * other, unless written the same. Cost: grows with the square of the texts, with a small factor; memory: the
 * vectors again.
 *
 * Throws `RangeError` for a threshold outside 0.05 … 1 and a bound that is not a whole number above 0.
 *
 * Source: R. Bayardo, Y. Ma, R. Srikant, "Scaling up all pairs similarity search", WWW 2007; bound by length:
 * D. Anastasiu, G. Karypis, "L2AP", ICDE 2014.
 *
 * @example
 * nearDuplicates(textVectors([
 *   { id: 'a', text: 'Plant more trees in the park' }, { id: 'b', text: 'Plant more trees in the parks!' }, { id: 'c', text: 'Buses at night' }
 * ])).pairs.map(({ a, b }) => `${a} ${b}`)
 * // → ['a b']
 */
export function nearDuplicates(vectors: TextVectors, settings: DuplicateSettings = {}): Duplicates {
  const rule = 'nearDuplicates'
  const thresholds = thresholdsOf(rule, settings)
  const mostPairs = mostPairsOf(rule, settings)
  const { firsts, identical } = writings(vectors)
  const limits = limitsOf(vectors, thresholds)
  const least = limits.reduce((least, limit) => Math.min(least, limit), 1)
  const index = indexRarest(vectors, firsts, least)
  const found: FoundPair[] = []
  let compared = 0
  let complete = true
  firsts.forEach((text, place) => {
    if (place % 1000 === 0) report(settings, place, firsts.length)
    compared += index.forCandidates(text, limits[text]!, (other, similarity) => {
      const threshold = Math.max(limits[text]!, limits[other]!)
      if (similarity < threshold) return
      if (found.length < mostPairs) found.push({ a: other, b: text, similarity, threshold })
      else complete = false
    })
    index.add(text)
  })
  return describe(rule, vectors, { identical, found, complete, compared })
}

/** A pair as numbers, `a` before `b`. */
export interface FoundPair {
  readonly a: number
  readonly b: number
  readonly similarity: number
  readonly threshold: number
}

/** Names the pairs, the most alike first. */
export function describe(
  rule: string,
  { ids }: TextVectors,
  search: {
    identical: readonly (readonly string[])[]
    found: FoundPair[]
    complete: boolean
    compared: number
  }
): Duplicates {
  const { identical, found, complete, compared } = search
  found.sort((x, y) => y.similarity - x.similarity || x.a - y.a || x.b - y.b)
  return {
    rule,
    identical,
    pairs: found.map(({ a, b, similarity, threshold }) => ({
      a: ids[a]!,
      b: ids[b]!,
      similarity,
      threshold
    })),
    complete,
    compared
  }
}

/** The first text of each writing, and the ids of those written the same. */
export function writings({ ids, writing }: TextVectors) {
  const firsts: number[] = []
  const identical: string[][] = []
  for (let t = 0; t < ids.length;) {
    let end = t + 1
    while (end < ids.length && writing[end] === writing[t]) end++
    firsts.push(t)
    if (end > t + 1) identical.push(ids.slice(t, end))
    t = end
  }
  return { firsts, identical }
}

/** The thresholds of all scripts. Throws for one outside 0.05 … 1. */
export function thresholdsOf(rule: string, { thresholds }: DuplicateSettings): Thresholds {
  const all = { ...NEAR_DUPLICATE, ...thresholds }
  for (const [script, value] of Object.entries(all))
    checkBetween(rule, `the threshold of ${script}`, value, 0.05, 1)
  return all
}

/** The threshold of each text, by its script. */
export function limitsOf({ scripts }: TextVectors, thresholds: Thresholds): Float64Array {
  return Float64Array.from(scripts, script => thresholds[script])
}

/** The bound on pairs. Throws when it is not a whole number above 0. */
export function mostPairsOf(rule: string, { mostPairs = 1_000_000 }: DuplicateSettings): number {
  checkWhole(rule, 'mostPairs', mostPairs, 1)
  return mostPairs
}
