import { checkWhole, fail } from '../checks.ts'
import type { Random } from '../random.ts'
import { roundPublished } from '../round-published.ts'
import { type TooLarge, tooFew, type TooFew } from '../ties.ts'
import { startingRatings } from './bradley-terry.ts'
import { type ComparisonProfile, countsOfItems } from './comparison-profile.ts'
import { joinedComponents } from './components.ts'
import { covariances, inverseFactor } from './covariance.ts'
import { fitRatings } from './fit-ratings.ts'

/** Which pairs are asked first. */
export interface NextPairsSettings {
  /** `'least-compared'` unless given; `'information'` asks what the ratings would gain most by. */
  readonly by?: 'least-compared' | 'information'
  /** Picks among equally good pairs; without it they are all returned as a tie. */
  readonly random?: Random
  /** Pairs not to ask, for instance those a person has judged already. */
  readonly exclude?: readonly (readonly [string, string])[]
  /** On squared ratings, as in `bradleyTerry`, for `'information'`; 0.01 unless given. */
  readonly penalty?: number
  /** Pairs to list; 100 unless given. */
  readonly bound?: number
  /** Items at most, for every pair is looked at; 3,000 unless given (500 by information is a second). */
  readonly most?: number
}

/**
 * A pair that may be asked next: how often it was asked, how often its two items were, and what an answer
 * is expected to teach (in nats, for `'information'`).
 */
export interface CandidatePair {
  readonly left: string
  readonly right: string
  readonly asked: number
  readonly itemsCompared: number
  readonly information: number | null
}

/**
 * The pairs that are equally good to ask next: how many they are, the first of them in code-unit order
 * (`bound` at most), and one of all drawn, where a generator was given.
 */
export interface NextPairs {
  readonly kind: 'pairs'
  readonly count: number
  readonly best: readonly CandidatePair[]
  readonly drawn: CandidatePair | null
  readonly seed: string | null
}

/**
 * Next pair: which two items should be compared next?
 *
 * By least compared: a pair asked least often, of these the one whose items were compared least, of these one
 * that joins parts of the items not yet joined. So all items are covered evenly. By information: the pair
 * whose answer is expected to narrow the ratings most (close ratings, little known), which needs fewer
 * answers but follows the model; prefer it once every item has been compared a few times.
 *
 * Ties: the best pairs are counted and listed, and one is drawn where a seeded generator is given. Gaps:
 * fewer than two items, or all pairs excluded, are `too-few`; more than `most` items are `too-large`. Cost:
 * n², by information n³.
 *
 * Throws `RangeError` for an excluded pair of unknown items.
 *
 * Source: F. Wauthier, M. Jordan, N. Jojic, "Efficient ranking from pairwise comparisons", ICML 2013 (even
 * coverage); information: the growth of ln det of the ratings' precision, as D-optimal design in D. V.
 * Lindley, Annals of Mathematical Statistics 27 (1956), 986–1005.
 *
 * @example
 * nextPairs(comparisonProfile(['a', 'b', 'c'], [{ left: 'a', right: 'b', preferred: 'left' }])).best
 *   .map(pair => pair.left + pair.right)
 * // → ['ac', 'bc']
 */
export function nextPairs(
  profile: ComparisonProfile,
  settings: NextPairsSettings = {}
): NextPairs | TooFew | TooLarge {
  const rule = 'nextPairs'
  const { random, exclude = [], bound = 100, most = 3000 } = settings
  checkWhole(rule, 'most', most, 1)
  checkWhole(rule, 'bound', bound, 1)
  const { items } = profile
  const n = items.length
  if (n < 2) return tooFew(n, 2)
  if (n > most) return { kind: 'too-large', have: n, most }
  const excluded = excludedKeys(rule, items, exclude)
  const keyOf = keysOf(rule, profile, settings)
  const best = { key: null as readonly number[] | null, count: 0 }
  eachPair(n, excluded, (i, j) => {
    const key = keyOf(i, j)
    const order = best.key ? compareKeys(key, best.key) : -1
    if (order < 0) Object.assign(best, { key, count: 1 })
    else if (order === 0) best.count++
  })
  const { key, count } = best
  if (key === null) return tooFew(0, 1)
  const lot = random ? random.below(count) : -1
  const listed: CandidatePair[] = []
  let drawn: CandidatePair | null = null
  let place = 0
  const candidate = candidatesOf(profile, settings.by === 'information' ? keyOf : null)
  // A second pass, for when nothing is compared yet all pairs are equal: too many to keep.
  eachPair(n, excluded, (i, j) => {
    if ((place > lot && listed.length === bound) || compareKeys(keyOf(i, j), key) !== 0) return
    if (listed.length < bound) listed.push(candidate(i, j))
    if (place++ === lot) drawn = candidate(i, j)
  })
  return { kind: 'pairs', count, best: listed, drawn, seed: random?.seed ?? null }
}

/** What decides between pairs, the least first. */
function keysOf(
  rule: string,
  profile: ComparisonProfile,
  { by = 'least-compared', penalty = 0.01 }: NextPairsSettings
): (i: number, j: number) => readonly number[] {
  if (!(penalty > 0) || !Number.isFinite(penalty))
    fail(rule, `penalty must be a finite number above 0, got ${penalty}`)
  if (by === 'information') {
    const gain = informationOf(profile, penalty)
    return (i, j) => [-gain(i, j)]
  }
  const asked = timesAsked(profile)
  const { compared } = countsOfItems(profile)
  const component = joinedComponents(profile)
  const n = profile.items.length
  return (i, j) => [
    asked.get(i * n + j) ?? 0,
    compared[i]! + compared[j]!,
    Number(component[i] === component[j])
  ]
}

function candidatesOf(
  profile: ComparisonProfile,
  informationKey: ((i: number, j: number) => readonly number[]) | null
): (i: number, j: number) => CandidatePair {
  const { items } = profile
  const asked = timesAsked(profile)
  const { compared } = countsOfItems(profile)
  return (i, j) => ({
    left: items[i]!,
    right: items[j]!,
    asked: asked.get(i * items.length + j) ?? 0,
    itemsCompared: compared[i]! + compared[j]!,
    information: informationKey ? -informationKey(i, j)[0]! : null
  })
}

function timesAsked({ items, first, second, wins, losses }: ComparisonProfile): Map<number, number> {
  const asked = new Map<number, number>()
  for (let p = 0; p < first.length; p++) {
    asked.set(first[p]! * items.length + second[p]!, wins[p]! + losses[p]!)
  }
  return asked
}

/** Visits every pair that is not excluded, in code-unit order. */
function eachPair(n: number, excluded: ReadonlySet<number>, visit: (i: number, j: number) => void): void {
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) if (!excluded.has(i * n + j)) visit(i, j)
  }
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return a[k]! - b[k]!
  return 0
}

/** By how much an answer on a pair is expected to narrow the ratings, in nats. */
function informationOf(profile: ComparisonProfile, penalty: number): (i: number, j: number) => number {
  const { items } = profile
  const n = items.length
  const { ratings } = fitRatings(profile, penalty, startingRatings('nextPairs', items), 100, () => {})
  const spread = covariances(inverseFactor(profile, penalty, ratings).factor, n)
  return (i, j) => {
    const chance = 1 / (1 + Math.exp(ratings[j]! - ratings[i]!))
    const variance =
      spread[i * n + i]! + spread[j * n + j]! - 2 * spread[Math.max(i, j) * n + Math.min(i, j)]!
    return roundPublished(Math.log1p(chance * (1 - chance) * variance) / 2)
  }
}

function excludedKeys(
  rule: string,
  items: readonly string[],
  exclude: readonly (readonly [string, string])[]
): Set<number> {
  const index = new Map(items.map((id, i) => [id, i]))
  const keys = exclude.map(pair => {
    const [a, b] = pair.map(id => index.get(id) ?? fail(rule, `"${id}" is excluded, which is not an item`))
    return Math.min(a!, b!) * items.length + Math.max(a!, b!)
  })
  return new Set(keys)
}
