import { checkPositive, checkWhole, fail } from '../checks.ts'
import type { Ranking } from '../rankings/ranking.ts'
import { snap } from '../snap.ts'
import { roundPublished } from '../round-published.ts'
import { compareIds, type TooFew, tooFew } from '../ties.ts'
import { report, type Watch } from '../watch.ts'
import { rankRated, type RatedItem } from './bradley-terry.ts'
import { type PairComparison, comparisonProfile, type ComparisonProfile } from './comparison-profile.ts'
import { fitRatings } from './fit-ratings.ts'

/** A comparison, and who made it. */
export interface JudgedComparison extends PairComparison {
  readonly judge: string
}

/** How ratings and reliabilities are fitted. */
export interface CrowdSettings extends Watch {
  /** On the sum of squared ratings; 0.5 unless given. */
  readonly penalty?: number
  /**
   * What is believed of a judge beforehand, as if so many comparisons had been seen; 4 right and 1 wrong
   * unless given.
   */
  readonly prior?: { readonly right: number; readonly wrong: number }
  /** Steps at most; 2,000 unless given. `converged` tells whether they sufficed. */
  readonly mostSteps?: number
}

/** A judge, with the chance that the comparison they give is the one they should have given. */
export interface JudgeReliability {
  readonly id: string
  readonly reliability: number
  readonly comparisons: number
}

/** Ratings with mean 0, best first, and the judges by id. Standard errors are not computed. */
export interface CrowdBradleyTerry extends Ranking<RatedItem> {
  readonly kind: 'rated'
  readonly judges: readonly JudgeReliability[]
  readonly comparisons: number
  readonly tiedComparisons: number
  readonly components: number
  readonly penalty: number
  readonly steps: number
  readonly converged: boolean
}

/**
 * Crowd-BT: how good are the items, when some of those who compare them are careless, or turn answers round?
 *
 * Every judge has a reliability: the chance to say what Bradley–Terry foresees rather than its opposite.
 * Ratings and reliabilities are fitted together, so who contradicts the rest counts less, and who always does
 * counts the other way. Prefer `bradleyTerry` when each judge makes only a few comparisons, for then
 * reliabilities are guesses, and where taste differs, for then a minority is not wrong.
 *
 * Ties: a tie is half a win for either; ratings equal to 9 decimals share a rank. Gaps: no comparisons are
 * `too-few`; an item never compared is unranked. A local optimum, found from the belief about judges. Cost:
 * judged pairs per step, tens to hundreds of steps.
 *
 * Throws `RangeError` as `comparisonProfile` does, for a penalty or prior that is not above 0.
 *
 * Source: X. Chen, P. N. Bennett, K. Collins-Thompson, E. Horvitz, "Pairwise ranking aggregation in a
 * crowdsourced setting", WSDM 2013, § 3.
 *
 * @example
 * crowdBradleyTerry(['a', 'b'], [
 *   { judge: 'x', left: 'a', right: 'b', preferred: 'left', count: 5 },
 *   { judge: 'y', left: 'a', right: 'b', preferred: 'left', count: 5 },
 *   { judge: 'z', left: 'a', right: 'b', preferred: 'right', count: 5 }
 * ]).judges.map(judge => judge.reliability > 0.5)
 * // → [true, true, false]
 */
export function crowdBradleyTerry(
  items: readonly string[],
  comparisons: readonly JudgedComparison[],
  settings: CrowdSettings = {}
): CrowdBradleyTerry | TooFew {
  const rule = 'crowdBradleyTerry'
  const { penalty = 0.5, prior = { right: 4, wrong: 1 }, mostSteps = 2000 } = settings
  checkPositive(rule, 'penalty', penalty)
  checkPositive(rule, 'prior.right', prior.right)
  checkPositive(rule, 'prior.wrong', prior.wrong)
  checkWhole(rule, 'mostSteps', mostSteps, 1)
  const profile = comparisonProfile(items, comparisons)
  if (comparisons.length === 0) return tooFew(0, 1)
  const judges = byJudge(rule, profile.items, comparisons)
  const reliability = new Float64Array(judges.length).fill(prior.right / (prior.right + prior.wrong))
  let ratings: Float64Array = new Float64Array(profile.items.length)
  let steps = 0
  let converged = false
  while (steps < mostSteps && !converged) {
    report(settings, ++steps, mostSteps)
    const weighted = trusted(profile, judges, reliability, ratings, prior)
    // One Newton step is enough to go uphill; the first one starts from nothing and goes to the end.
    const next = fitRatings(weighted, penalty, ratings, steps === 1 ? 100 : 1, () => {}).ratings
    let largest = weighted.change
    for (let i = 0; i < next.length; i++) largest = Math.max(largest, Math.abs(next[i]! - ratings[i]!))
    ratings = next
    converged = largest < 1e-11
  }
  const mean = ratings.reduce((sum, own) => sum + own, 0) / ratings.length
  return {
    kind: 'rated',
    ...rankRated(
      rule,
      profile,
      ratings.map(own => own - mean),
      null
    ),
    judges: judges.map(({ id, comparisons }, k) => ({
      id,
      reliability: roundPublished(reliability[k]!),
      comparisons
    })),
    penalty,
    steps,
    converged
  }
}

interface Judge extends ComparisonProfile {
  readonly id: string
  /** For each pair of the judge, its place in the profile of all. */
  readonly pairs: Uint32Array
}

function byJudge(rule: string, items: readonly string[], comparisons: readonly JudgedComparison[]): Judge[] {
  const own = new Map<string, JudgedComparison[]>()
  for (const comparison of comparisons) {
    const { judge } = comparison
    if (typeof judge !== 'string') fail(rule, `judges must have string ids, got ${String(judge)}`)
    const list = own.get(judge)
    if (list) list.push(comparison)
    else own.set(judge, [comparison])
  }
  const all = comparisonProfile(items, comparisons)
  const places = new Map<number, number>()
  const keyOf = ({ first, second }: ComparisonProfile, p: number) => first[p]! * items.length + second[p]!
  for (let p = 0; p < all.first.length; p++) places.set(keyOf(all, p), p)
  return [...own]
    .sort(([a], [b]) => compareIds(a, b))
    .map(([id, list]) => {
      const profile = comparisonProfile(items, list)
      return { ...profile, id, pairs: profile.first.map((_, p) => places.get(keyOf(profile, p))!) }
    })
}

/**
 * The comparisons as they should have been given, by the present ratings and reliabilities; the
 * reliabilities move to what they then are. `change` is the largest move.
 */
function trusted(
  { first, second }: ComparisonProfile,
  judges: readonly Judge[],
  reliability: Float64Array,
  ratings: Float64Array,
  prior: { readonly right: number; readonly wrong: number }
) {
  const wins = new Float64Array(first.length)
  const losses = new Float64Array(first.length)
  let change = 0
  judges.forEach((judge, k) => {
    const trust = reliability[k]!
    let right = 0
    for (let p = 0; p < judge.first.length; p++) {
      const chance = 1 / (1 + Math.exp(ratings[judge.second[p]!]! - ratings[judge.first[p]!]!))
      const won = judge.wins[p]!
      const lost = judge.losses[p]!
      const wonRightly = won * snap((trust * chance) / (trust * chance + (1 - trust) * (1 - chance)))
      const lostRightly = lost * snap((trust * (1 - chance)) / (trust * (1 - chance) + (1 - trust) * chance))
      right += wonRightly + lostRightly
      const at = judge.pairs[p]!
      wins[at]! += wonRightly + (lost - lostRightly)
      losses[at]! += lostRightly + (won - wonRightly)
    }
    const next = (right + prior.right) / (judge.comparisons + prior.right + prior.wrong)
    change = Math.max(change, Math.abs(next - trust))
    reliability[k] = next
  })
  return { first, second, wins, losses, change }
}
