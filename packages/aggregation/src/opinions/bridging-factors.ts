import { checkBetween, checkPositive, checkWhole, fail } from '../checks.ts'
import { type TooFew, tooFew } from '../ties.ts'
import type { Watch } from '../watch.ts'
import { type BridgingObjective, bridgingObjective } from './bridging-objective.ts'
import { startsAcross } from './bridging-starts.ts'
import { minimise } from './minimise.ts'
import type { RatingProfile } from './rating-profile.ts'

/** What a rater brings along: how kindly they rate, and where they stand on the scale. */
export interface BridgingRater {
  readonly id: string
  readonly intercept: number
  readonly factor: number
  readonly ratings: number
}

/** What a note is worth beyond the divide, and which side it speaks for. */
export interface BridgingNote extends BridgingRater {
  /** Standard error of the intercept, the raters held as they are. */
  readonly standardError: number
}

/** The factorisation: rating ≈ global + rater + note + rater's factor × note's factor. */
export interface BridgingFactors {
  readonly kind: 'factors'
  readonly rule: 'bridgingFactors'
  readonly globalIntercept: number
  /** In code-unit order of ids. */
  readonly notes: readonly BridgingNote[]
  readonly raters: readonly BridgingRater[]
  /** Mean squared error with the penalties. */
  readonly objective: number
  readonly meanSquaredError: number
  readonly steps: number
  /** False when the steps ran out before the tolerance was met. */
  readonly settled: boolean
}

export interface BridgingSettings extends Watch {
  /** Weight of the mean squared intercepts of raters and of notes, and of the squared global one; 0.15 unless given. */
  readonly interceptPenalty?: number
  /** Weight of the mean squared factors; 0.03 unless given. */
  readonly factorPenalty?: number
  /** Ends when no number would move by more; 1e-10 unless given. */
  readonly tolerance?: number
  /** Evaluations at most, each two passes over the ratings; 1,000 unless given. */
  readonly mostSteps?: number
  /** Directions from which the minimum is sought, of which the best is taken: 1, or 2 unless given. */
  readonly tries?: number
  /** An earlier result, near which the new one is sought: then the only try. */
  readonly start?: Pick<BridgingFactors, 'globalIntercept' | 'notes'>
}

/** Moves below which a start has shown to which minimum it leads. */
const NEAR = 0.01

/**
 * Bridging factorisation, after Community Notes: what do people find helpful who otherwise disagree?
 *
 * Every rating is explained by a scale on which raters and notes stand, and by intercepts; what agreement a
 * note has beyond those who stand near it is its intercept. Rank notes by that. Prefer
 * `groupInformedConsensus` where people fall into groups, and `wilsonRanking` where there is no divide.
 *
 * The penalties are means over raters and notes, as in the code of Community Notes (not sums, as its
 * documentation says), so they do not fade with the number of ratings. Ties: the scale is turned so that more
 * raters stand below 0; where as many stand above, so that its largest note factor is positive. Gaps: a note or
 * rater without ratings gets 0; without ratings the answer is `too-few`. Cost: ratings × 2 a step, some fifty
 * to two hundred steps; the minimum is a local one, the better of two sought from the directions in which the
 * residuals of plain intercepts vary most.
 *
 * Throws `RangeError` for penalties, a tolerance or a start that are not finite, or not above 0.
 *
 * Source: S. Wojcik et al., "Birdwatch: crowd wisdom and bridging algorithms can inform understanding and
 * reduce the spread of misinformation", arXiv 2210.15723, 2022.
 *
 * @example
 * bridgingFactors(ratingProfile(['l1', 'l2', 'r1', 'r2'].flatMap(rater => [
 *   { rater, note: 'for all', value: 1 }, { rater, note: 'left', value: rater < 'm' ? 1 : 0 }, { rater, note: 'right', value: rater < 'm' ? 0 : 1 }
 * ]))).notes.toSorted((a, b) => b.intercept - a.intercept)[0].id
 * // → 'for all'
 */
export function bridgingFactors(
  profile: RatingProfile,
  settings: BridgingSettings = {}
): BridgingFactors | TooFew {
  const rule = 'bridgingFactors'
  const {
    interceptPenalty = 0.15,
    factorPenalty = 0.03,
    tolerance = 1e-10,
    mostSteps = 1000,
    tries = 2
  } = settings
  checkBetween(rule, 'tries', tries, 1, 2)
  checkPositive(rule, 'interceptPenalty', interceptPenalty)
  checkPositive(rule, 'factorPenalty', factorPenalty)
  checkPositive(rule, 'tolerance', tolerance)
  checkWhole(rule, 'mostSteps', mostSteps, 1)
  if (profile.values.length === 0) return tooFew(0, 1)
  const objective = bridgingObjective(profile, { intercept: interceptPenalty, factor: factorPenalty })
  const starts = settings.start
    ? [startFrom(rule, profile, objective, settings.start)]
    : startsAcross(profile, objective).slice(0, tries)
  const { point: begin, steps: before } = bestStart(objective, starts, settings, tolerance)
  const found = minimise(objective, begin, { ...settings, tolerance, mostSteps })
  const steps = before + found.steps
  // The raters' part belongs to the point evaluated last, which need not be the best one.
  const value = objective.evaluate(found.point, new Float64Array(objective.size))
  return describe(profile, objective, found.point, { value, steps, settled: found.settled })
}

/** Brings all starts near their minimum; the one that is lower there is worth going on with. */
function bestStart(
  objective: BridgingObjective,
  starts: readonly Float64Array[],
  watch: Watch,
  tolerance: number
): { readonly point: Float64Array; readonly steps: number } {
  if (starts.length === 1) return { point: starts[0]!, steps: 0 }
  const near = starts.map(start =>
    minimise(objective, start, { ...watch, tolerance: Math.max(tolerance, NEAR), mostSteps: 25 })
  )
  const { point } = near.reduce((a, b) => (b.value < a.value ? b : a))
  return { point, steps: near.reduce((sum, { steps }) => sum + steps, 0) }
}

/** The earlier numbers of notes known by then; new ones begin at 0 with a trace of a factor. */
function startFrom(
  rule: string,
  { notes }: RatingProfile,
  { size }: BridgingObjective,
  start: NonNullable<BridgingSettings['start']>
): Float64Array {
  const known = new Map(start.notes.map(note => [note.id, note]))
  const point = new Float64Array(size)
  point[0] = start.globalIntercept
  notes.forEach((id, n) => {
    point[1 + 2 * n] = known.get(id)?.intercept ?? 0
    point[2 + 2 * n] = known.get(id)?.factor ?? 1e-3
  })
  if (!point.every(Number.isFinite)) fail(rule, 'the start must be finite numbers')
  return point
}

function describe(
  { raters, notes, starts, noteOf }: RatingProfile,
  objective: BridgingObjective,
  point: Float64Array,
  { value, steps, settled }: { value: number; steps: number; settled: boolean }
): BridgingFactors {
  const side = sideOf(objective.raters, point)
  const errors = objective.standardErrors()
  const counts = new Uint32Array(notes.length)
  for (const note of noteOf) counts[note]!++
  return {
    kind: 'factors',
    rule: 'bridgingFactors',
    globalIntercept: point[0]!,
    notes: notes.map((id, n) => ({
      id,
      intercept: point[1 + 2 * n]!,
      // Adding 0 turns −0 into 0, so that both print alike.
      factor: side * point[2 + 2 * n]! + 0,
      standardError: errors[n]!,
      ratings: counts[n]!
    })),
    raters: raters.map((id, u) => ({
      id,
      intercept: objective.raters[2 * u]!,
      factor: side * objective.raters[2 * u + 1]! + 0,
      ratings: starts[u + 1]! - starts[u]!
    })),
    objective: value,
    meanSquaredError: objective.meanSquaredError(),
    steps,
    settled
  }
}

/** −1 to turn the scale, 1 to leave it. */
function sideOf(raters: Float64Array, point: Float64Array): number {
  let balance = 0
  for (let u = 1; u < raters.length; u += 2) balance += Math.sign(raters[u]!)
  if (balance !== 0) return balance > 0 ? -1 : 1
  let largest = 0
  for (let n = 2; n < point.length; n += 2) {
    if (Math.abs(point[n]!) > Math.abs(largest) * (1 + 1e-9)) largest = point[n]!
  }
  return largest < 0 ? -1 : 1
}
