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

/** The pairs that are equally good to ask next, in code-unit order; one of them drawn, where a generator was given. */
export interface NextPairs {
  readonly kind: 'pairs'
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
 * Ties: all best pairs are returned, and one is drawn where a seeded generator is given. Gaps: fewer than two
 * items, or all pairs excluded, are `too-few`; more than `most` items are `too-large`. Cost: n², by
 * information n³.
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
  { by = 'least-compared', random, exclude = [], penalty = 0.01, most = 3000 }: NextPairsSettings = {}
): NextPairs | TooFew | TooLarge {
  const rule = 'nextPairs'
  checkWhole(rule, 'most', most, 1)
  if (!(penalty > 0) || !Number.isFinite(penalty))
    fail(rule, `penalty must be a finite number above 0, got ${penalty}`)
  const { items } = profile
  const n = items.length
  if (n < 2) return tooFew(n, 2)
  if (n > most) return { kind: 'too-large', have: n, most }
  const excluded = excludedKeys(rule, items, exclude)
  const asked = new Map<number, number>()
  for (let p = 0; p < profile.first.length; p++) {
    asked.set(profile.first[p]! * n + profile.second[p]!, profile.wins[p]! + profile.losses[p]!)
  }
  const { compared } = countsOfItems(profile)
  const component = joinedComponents(profile)
  const gain = by === 'information' ? informationOf(profile, penalty) : null
  const before = (a: readonly number[], b: readonly number[]): number => {
    for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return a[k]! - b[k]!
    return 0
  }
  let bestKey: readonly number[] | null = null
  let best: CandidatePair[] = []
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      if (excluded.has(i * n + j)) continue
      const times = asked.get(i * n + j) ?? 0
      const itemsCompared = compared[i]! + compared[j]!
      const information = gain ? gain(i, j) : null
      const key = gain ? [-information!] : [times, itemsCompared, Number(component[i] === component[j])]
      const order = bestKey ? before(key, bestKey) : -1
      if (order > 0) continue
      if (order < 0) best = []
      bestKey = key
      best.push({ left: items[i]!, right: items[j]!, asked: times, itemsCompared, information })
    }
  }
  if (best.length === 0) return tooFew(0, 1)
  const drawn = random ? best[random.below(best.length)]! : null
  return { kind: 'pairs', best, drawn, seed: random?.seed ?? null }
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
