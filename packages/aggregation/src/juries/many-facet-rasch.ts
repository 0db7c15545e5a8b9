import { checkPositive, checkWhole, fail } from '../checks.ts'
import { factorise, invertLower, solveFactorised } from '../cholesky.ts'
import { type Ranking, rankByScore } from '../rankings/ranking.ts'
import { roundPublished } from '../round-published.ts'
import { type TooFew, type TooLarge, tooFew } from '../ties.ts'
import { report, type Watch } from '../watch.ts'
import { partsOf, type JudgeRating, type RatingTable, ratingTable } from './rating-table.ts'

/** The scale and how the model is fitted. */
export interface RaschSettings extends Watch {
  /** Steps of the scale: ratings are whole, 0 … steps. */
  readonly steps: number
  /**
   * On the sum of squares of all measures; 0.05 unless given. It keeps entries with top ratings only finite.
   */
  readonly penalty?: number
  /**
   * Entries, judges and steps together at most, for the cost grows with their third power; 1,500 unless
   * given.
   */
  readonly most?: number
  /** Rounds at most; 100 unless given. `converged` tells whether they sufficed. */
  readonly mostRounds?: number
}

/**
 * An entry's measure in logits, with its standard error; and the fair average, the rating to be expected from
 * an average judge.
 */
export interface MeasuredEntry {
  readonly id: string
  readonly score: number
  readonly standardError: number
  readonly fairAverage: number
  readonly judges: number
  readonly part: number
}

/** A judge's severity in logits, and the mean square of their standardised residuals: 1 is as expected. */
export interface JudgeSeverity {
  readonly id: string
  readonly ratings: number
  readonly severity: number
  readonly standardError: number
  readonly outfit: number
}

/** Entries by measure, judges by id, and the thresholds between the steps of the scale. */
export interface ManyFacetRasch extends Ranking<MeasuredEntry> {
  readonly kind: 'rated'
  readonly judges: readonly JudgeSeverity[]
  readonly thresholds: readonly number[]
  readonly parts: number
  readonly penalty: number
  readonly rounds: number
  readonly converged: boolean
}

/**
 * Many-facet Rasch model: which entries are best, when judges differ in severity and the scale has few steps
 * of unequal width?
 *
 * The odds of one more step are those of the entry's measure, less the judge's severity, less the step's
 * threshold. Unlike means it knows that from 9 to 10 can be further than from 5 to 6, and its fit statistics
 * show judges who rate at random. Prefer `judgeModel` for fine scales, and where people must follow it.
 *
 * Ties: measures equal to 9 decimals share a rank. Gaps: no ratings are `too-few`; too many judges and
 * entries `too-large`. Cost: ratings × steps + (entries + judges)³ a round, about ten rounds.
 *
 * Throws `RangeError` for ratings that are not whole numbers of the scale, a judge who rates an entry twice,
 * a penalty not above 0.
 *
 * Source: J. M. Linacre, "Many-facet Rasch measurement", 1989; rating scale: D. Andrich, Psychometrika 43
 * (1978), 561–573.
 *
 * @example
 * manyFacetRasch([
 *   { judge: 'mild', entry: 'a', value: 3 }, { judge: 'mild', entry: 'b', value: 2 },
 *   { judge: 'strict', entry: 'b', value: 1 }, { judge: 'strict', entry: 'c', value: 2 }
 * ], { steps: 3 }).judges.map(judge => judge.severity < 0)
 * // → [true, false]
 */
export function manyFacetRasch(
  ratings: readonly JudgeRating[],
  settings: RaschSettings
): ManyFacetRasch | TooFew | TooLarge {
  const rule = 'manyFacetRasch'
  const { steps, penalty = 0.05, most = 1500, mostRounds = 100 } = settings
  checkWhole(rule, 'steps', steps, 1)
  checkPositive(rule, 'penalty', penalty)
  checkWhole(rule, 'most', most, 1)
  checkWhole(rule, 'mostRounds', mostRounds, 1)
  const table = ratingTable(rule, ratings)
  const { judges, entries, values, byJudge, byEntry } = table
  for (const value of values) {
    checkWhole(rule, 'a rating', value)
    if (value > steps) fail(rule, `a rating must not exceed steps, got ${value} of ${steps}`)
  }
  if (values.length === 0) return tooFew(0, 1)
  const size = entries.length + judges.length + steps
  if (size > most) return { kind: 'too-large', have: size, most }
  const model = fit(table, steps, penalty, mostRounds, settings)
  const parts = partsOf(table)
  const { measures, errors } = model
  // Only differences tell on ratings: the average judge and the average threshold are put at 0.
  const severities = centred(measures.subarray(entries.length, entries.length + judges.length))
  const thresholds = centred(measures.subarray(entries.length + judges.length))
  const shift = severities.mean + thresholds.mean
  const scored = entries.map((id, e): MeasuredEntry => ({
    id,
    score: roundPublished(measures[e]! - shift),
    standardError: roundPublished(errors[e]!),
    fairAverage: roundPublished(expectation(measures[e]! - shift, thresholds.values).mean),
    judges: byEntry[e]!,
    part: parts.of[e]!
  }))
  return {
    kind: 'rated',
    ...rankByScore(rule, scored),
    judges: judges.map((id, j) => ({
      id,
      ratings: byJudge[j]!,
      severity: roundPublished(severities.values[j]!),
      standardError: roundPublished(errors[entries.length + j]!),
      outfit: roundPublished(model.outfits[j]!)
    })),
    thresholds: Array.from(thresholds.values, roundPublished),
    parts: parts.count,
    penalty,
    rounds: model.rounds,
    converged: model.converged
  }
}

function centred(values: Float64Array): { values: Float64Array; mean: number } {
  const mean = values.reduce((sum, own) => sum + own, 0) / values.length
  return { values: values.map(own => own - mean), mean }
}

/** Expected rating and its variance at a lead; with the chance of at least k + 1 steps in `atLeast[k]`. */
function expectation(lead: number, thresholds: Float64Array) {
  const scores = [0]
  for (const threshold of thresholds) scores.push(scores.at(-1)! + lead - threshold)
  const top = Math.max(...scores)
  const weights = scores.map(score => Math.exp(score - top))
  const total = weights.reduce((sum, own) => sum + own, 0)
  let [mean, square] = [0, 0]
  const atLeast = new Float64Array(thresholds.length)
  let above = 0
  for (let k = thresholds.length; k >= 1; k--) {
    const chance = weights[k]! / total
    above += chance
    atLeast[k - 1] = above
    mean += k * chance
    square += k * k * chance
  }
  return { mean, variance: Math.max(0, square - mean * mean), atLeast }
}

/** Newton's method on the penalised likelihood, which has one summit. */
function fit(table: RatingTable, steps: number, penalty: number, mostRounds: number, watch: Watch) {
  const { judges, entries, judgeOf, entryOf, values, byJudge } = table
  const [n, j0, t0] = [entries.length + judges.length + steps, entries.length, entries.length + judges.length]
  let measures = new Float64Array(n)
  let matrix = new Float64Array(n * n)
  let converged = false
  let rounds = 0
  while (rounds < mostRounds && !converged) {
    report(watch, ++rounds, mostRounds)
    const gradient = measures.map(own => -2 * penalty * own)
    matrix = new Float64Array(n * n)
    for (let i = 0; i < n; i++) matrix[i * n + i] = 2 * penalty
    for (let r = 0; r < values.length; r++) {
      const [e, j] = [entryOf[r]!, j0 + judgeOf[r]!]
      const { mean, variance, atLeast } = expectation(measures[e]! - measures[j]!, measures.subarray(t0))
      gradient[e]! += values[r]! - mean
      gradient[j]! -= values[r]! - mean
      matrix[e * n + e]! += variance
      matrix[j * n + j]! += variance
      matrix[j * n + e]! -= variance
      let above = 0
      for (let k = steps - 1; k >= 0; k--) {
        // Σ over s > k of s × chance(s), from which the covariance with the rating follows.
        above += (k + 1) * (atLeast[k]! - (atLeast[k + 1] ?? 0))
        const shared = above - mean * atLeast[k]!
        gradient[t0 + k]! -= Number(values[r]! > k) - atLeast[k]!
        matrix[(t0 + k) * n + e]! -= shared
        matrix[(t0 + k) * n + j]! += shared
        for (let l = 0; l <= k; l++) {
          matrix[(t0 + k) * n + t0 + l]! += atLeast[k]! * (1 - atLeast[l]!)
        }
      }
    }
    factorise(matrix, n)
    solveFactorised(matrix, n, gradient)
    const largest = gradient.reduce((most, own) => Math.max(most, Math.abs(own)), 0)
    // Far from the summit a step is cut to one logit, beyond which the quadratic tells nothing.
    const factor = Math.min(1, 1 / largest)
    measures = measures.map((own, i) => own + factor * gradient[i]!)
    converged = largest < 1e-11
  }
  const errors = errorsOf(invertLower(matrix, n), n, j0, t0)
  const outfits = new Float64Array(judges.length)
  for (let r = 0; r < values.length; r++) {
    const [e, j] = [entryOf[r]!, judgeOf[r]!]
    const { mean, variance } = expectation(measures[e]! - measures[j0 + j]!, measures.subarray(t0))
    outfits[j]! += (values[r]! - mean) ** 2 / Math.max(variance, 1e-12) / byJudge[j]!
  }
  return { measures, errors, outfits, rounds, converged }
}

/** Standard errors of entries from the average judge and threshold, and of judges from the average judge. */
function errorsOf(inverse: Float64Array, n: number, j0: number, t0: number): Float64Array {
  const squares = new Float64Array(t0)
  for (let k = 0; k < n; k++) {
    const row = inverse.subarray(k * n, k * n + n)
    const judge = row.subarray(j0, t0).reduce((sum, own) => sum + own, 0) / (t0 - j0)
    const threshold = row.subarray(t0).reduce((sum, own) => sum + own, 0) / (n - t0)
    for (let i = 0; i < t0; i++) squares[i]! += (row[i]! - judge - (i < j0 ? threshold : 0)) ** 2
  }
  return squares.map(Math.sqrt)
}
