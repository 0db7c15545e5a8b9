import { checkFinite, checkPositive, checkWhole, fail } from '../checks.ts'
import { type Ranking, rankByScore } from '../rankings/ranking.ts'
import { roundPublished } from '../round-published.ts'
import { type TooFew, tooFew } from '../ties.ts'
import { report, type Watch } from '../watch.ts'
import { type ComparisonProfile, countsOfItems } from './comparison-profile.ts'
import { joinedComponents, winningComponents } from './components.ts'
import { inverseFactor, variances } from './covariance.ts'
import { type Fit, fitRatings, penalisedLoss } from './fit-ratings.ts'
import { fitByMinorisation, fitByWalk } from './fit-ratings-slowly.ts'

/** How ratings are fitted. Every method ends at the same ratings. */
export interface BradleyTerrySettings extends Watch {
  /** On the sum of squared ratings; 0.01 unless given. With 0 there may be no finite answer. */
  readonly penalty?: number
  /**
   * `'newton'` unless given; `'minorise'` (MM) and `'walk'` (I-LSR, only without a penalty) are other ways to
   * the same.
   */
  readonly method?: 'newton' | 'minorise' | 'walk'
  /** Whether to compute standard errors, which costs n³; unless given, up to 2,000 items. */
  readonly standardErrors?: boolean
  /** Steps at most; 10,000 unless given. `converged` tells whether they sufficed. */
  readonly mostSteps?: number
  /** Ratings to start from, such as those before the last comparisons came in; 0 where left out. */
  readonly start?: Readonly<Record<string, number>>
}

/**
 * What an item's rating rests on. `component` numbers the part of the items that comparisons join it with.
 */
export interface RatedItem {
  readonly id: string
  /** The rating: a difference of d means that the better one wins with chance 1 ∕ (1 + e⁻ᵈ). */
  readonly score: number
  /** Of the difference from the mean of all ratings; `null` when not computed. */
  readonly standardError: number | null
  /** The rating ∓ 1.96 standard errors. */
  readonly interval: readonly [number, number] | null
  readonly compared: number
  readonly won: number
  readonly component: number
}

/**
 * Ratings with mean 0, best first. Between components (`components` of them) the order rests on the penalty
 * alone.
 */
export interface BradleyTerry extends Ranking<RatedItem> {
  readonly kind: 'rated'
  readonly comparisons: number
  readonly tiedComparisons: number
  readonly components: number
  readonly method: 'newton' | 'minorise' | 'walk'
  readonly penalty: number
  readonly steps: number
  readonly converged: boolean
  readonly logLikelihood: number
}

/**
 * Without a penalty the likelihood has no greatest value: between these groups of items, wins go one way
 * only, or there are none.
 */
export interface NoFiniteRatings {
  readonly kind: 'no-finite-answer'
  readonly groups: readonly (readonly string[])[]
}

/**
 * Bradley–Terry: how good are the items, when people compare two at a time?
 *
 * Finds the ratings under which the comparisons are most probable, so an item gains more by beating a strong
 * one. A small penalty keeps every answer finite. Prefer `crowdBradleyTerry` when judges differ in care,
 * `glicko` for tables that change with every match, a ballot rule such as `schulze` for a decision that
 * must not rest on a model.
 *
 * Ties: a tie is half a win for either; ratings equal to 9 decimals share a rank. Gaps: an item never
 * compared is unranked; no comparisons at all are `too-few`; without a penalty the answer can be
 * `no-finite-answer`. Cost: pairs per step, about ten steps; n³ for standard errors.
 *
 * Throws `RangeError` for a penalty below 0, a walk with a penalty, starting ratings of unknown items.
 *
 * Source: R. A. Bradley, M. E. Terry, "Rank analysis of incomplete block designs", Biometrika 39 (1952),
 * 324–345; minorisation: D. R. Hunter, Annals of Statistics 32 (2004), 384–406; walk: L. Maystre, M.
 * Grossglauser, "Fast and accurate inference of Plackett–Luce models", NIPS 2015.
 *
 * @example
 * bradleyTerry(comparisonProfile(['a', 'b', 'c'], [
 *   { left: 'a', right: 'b', preferred: 'left', count: 3 }, { left: 'b', right: 'a', preferred: 'left' },
 *   { left: 'c', right: 'b', preferred: 'right', count: 2 }
 * ])).groups.map(group => group.ids)
 * // → [['a'], ['b'], ['c']]
 */
export function bradleyTerry(
  profile: ComparisonProfile,
  settings: BradleyTerrySettings = {}
): BradleyTerry | NoFiniteRatings | TooFew {
  const rule = 'bradleyTerry'
  const { penalty = 0.01, method = 'newton', mostSteps = 10_000 } = settings
  checkFinite(rule, 'penalty', penalty)
  if (penalty !== 0) checkPositive(rule, 'penalty', penalty)
  if (method === 'walk' && penalty > 0) fail(rule, 'a walk has no penalty, give penalty 0 with it')
  checkWhole(rule, 'mostSteps', mostSteps, 1)
  const { items, comparisons } = profile
  if (comparisons === 0) return tooFew(0, 1)
  if (penalty === 0) {
    const groups = winningComponents(profile)
    if (groups.length > 1) return { kind: 'no-finite-answer', groups }
  }
  const start = startingRatings(rule, items, settings.start)
  const onStep = (steps: number) => report(settings, steps, mostSteps)
  const { ratings, steps, converged } = fit(profile, method, penalty, start, mostSteps, onStep)
  const logLikelihood = roundPublished(-penalisedLoss(profile, 0, ratings))
  const withErrors = settings.standardErrors ?? items.length <= 2000
  return {
    kind: 'rated',
    ...rankRated(rule, profile, ratings, withErrors ? errorsOf(profile, penalty, ratings) : null),
    method,
    penalty,
    steps,
    converged,
    logLikelihood
  }
}

/** Ratings as a ranking, with what each rests on. Items never compared are unranked. */
export function rankRated(
  rule: string,
  profile: ComparisonProfile,
  ratings: Float64Array,
  errors: Float64Array | null
): Ranking<RatedItem> & { comparisons: number; tiedComparisons: number; components: number } {
  const { items, comparisons, ties } = profile
  const { compared, won } = countsOfItems(profile)
  const roots = joinedComponents(profile)
  const numbers = new Map<number, number>()
  roots.forEach((root, i) => {
    if (compared[i]! > 0 && !numbers.has(root)) numbers.set(root, numbers.size)
  })
  const rated = [...items.keys()].filter(i => compared[i]! > 0)
  const scored = rated.map((i): RatedItem => {
    const score = roundPublished(ratings[i]!)
    const standardError = errors ? roundPublished(errors[i]!) : null
    const margin = errors ? 1.959963984540054 * errors[i]! : 0
    return {
      id: items[i]!,
      score,
      standardError,
      interval: errors ? [roundPublished(ratings[i]! - margin), roundPublished(ratings[i]! + margin)] : null,
      compared: compared[i]!,
      won: won[i]!,
      component: numbers.get(roots[i]!)!
    }
  })
  const unranked = items.filter((_, i) => compared[i] === 0).map(id => ({ id, ...tooFew(0, 1) }))
  return {
    ...rankByScore(rule, scored, unranked),
    comparisons,
    tiedComparisons: ties,
    components: numbers.size
  }
}

/** The start of a fit: given ratings, 0 for the rest. */
export function startingRatings(
  rule: string,
  items: readonly string[],
  start: Readonly<Record<string, number>> = {}
): Float64Array {
  const ratings = new Float64Array(items.length)
  for (const [id, rating] of Object.entries(start)) {
    const place = items.indexOf(id)
    if (place < 0) fail(rule, `the start names "${id}", which is not an item`)
    checkFinite(rule, `the start of "${id}"`, rating)
    ratings[place] = rating
  }
  return ratings
}

function fit(
  profile: ComparisonProfile,
  method: 'newton' | 'minorise' | 'walk',
  penalty: number,
  start: Float64Array,
  mostSteps: number,
  onStep: (steps: number) => void
): Fit {
  const found =
    method === 'newton'
      ? fitRatings(profile, penalty, start, mostSteps, onStep)
      : method === 'minorise'
        ? fitByMinorisation(profile, penalty, start, mostSteps, onStep)
        : fitByWalk(profile, start, mostSteps, onStep)
  const mean = found.ratings.reduce((sum, own) => sum + own, 0) / found.ratings.length
  return { ...found, ratings: found.ratings.map(own => own - mean) }
}

function errorsOf(profile: ComparisonProfile, penalty: number, ratings: Float64Array): Float64Array {
  const { factor, meanVariance } = inverseFactor(profile, penalty, ratings)
  return variances(factor, ratings.length, meanVariance).map(Math.sqrt)
}
