import type { RatingProfile } from './rating-profile.ts'

/** The weights of the penalties on intercepts and on factors. */
export interface Penalties {
  readonly intercept: number
  readonly factor: number
}

/** The objective with the raters' best answer to the notes, and what an optimiser needs to know of it. */
export interface BridgingObjective {
  /** Numbers in a point: the global intercept, then intercept and factor of each note. */
  readonly size: number
  /** The objective at a point; writes the gradient into `gradient`. */
  readonly evaluate: (point: Float64Array, gradient: Float64Array) => number
  /** Divides a vector by the curvature in each note's own plane, as last evaluated. */
  readonly precondition: (vector: Float64Array) => Float64Array
  /** Intercept and factor of each rater, as last evaluated. */
  readonly raters: Float64Array
  /** Mean squared error, as last evaluated. */
  readonly meanSquaredError: () => number
  /** Standard error of each note's intercept given the raters, as last evaluated. */
  readonly standardErrors: () => Float64Array
}

/**
 * The objective of the bridging factorisation as a function of the notes alone.
 *
 * For given notes each rater's best intercept and factor solve two equations of their own, so raters need no
 * search (variable projection; G. Golub, V. Pereyra, SIAM J. Numer. Anal. 10, 1973), and the gradient is that
 * of the notes with the raters held. Cost of an evaluation: two passes over the ratings.
 */
export function bridgingObjective(profile: RatingProfile, penalties: Penalties): BridgingObjective {
  const { starts, noteOf, values } = profile
  const raterCount = profile.raters.length
  const noteCount = profile.notes.length
  const ratings = values.length
  const raterRidge = [
    (penalties.intercept * ratings) / raterCount,
    (penalties.factor * ratings) / raterCount
  ] as const
  const noteRidge = [
    (penalties.intercept * ratings) / noteCount,
    (penalties.factor * ratings) / noteCount
  ] as const
  const raters = new Float64Array(2 * raterCount)
  // Per note: sums of errors, errors × factor, factors, squared factors.
  const sums = new Float64Array(4 * noteCount)
  const counts = new Float64Array(noteCount)
  for (const note of noteOf) counts[note]!++
  let squares = 0
  return {
    size: 1 + 2 * noteCount,
    evaluate,
    precondition,
    raters,
    meanSquaredError: () => squares / ratings,
    standardErrors: () =>
      Float64Array.from(counts, (_, note) => {
        const { a, b, c } = curvature(note)
        return Math.sqrt((squares / ratings) * (c / (a * c - b * b)))
      })
  }

  function evaluate(point: Float64Array, gradient: Float64Array): number {
    const global = point[0]!
    sums.fill(0)
    squares = 0
    let raterPenalty = 0
    for (let rater = 0; rater < raterCount; rater++) raterPenalty += answerOf(rater, global, point)
    let errors = 0
    let [intercepts, factors] = [0, 0]
    for (let note = 0; note < noteCount; note++) {
      const [intercept, factor] = [point[1 + 2 * note]!, point[2 + 2 * note]!]
      errors += sums[4 * note]!
      intercepts += intercept * intercept
      factors += factor * factor
      gradient[1 + 2 * note] = (2 / ratings) * (noteRidge[0] * intercept - sums[4 * note]!)
      gradient[2 + 2 * note] = (2 / ratings) * (noteRidge[1] * factor - sums[4 * note + 1]!)
    }
    gradient[0] = 2 * penalties.intercept * global - (2 / ratings) * errors
    return (
      (squares + raterPenalty + noteRidge[0] * intercepts + noteRidge[1] * factors) / ratings +
      penalties.intercept * global * global
    )
  }

  /** The rater's best intercept and factor; adds the errors to the sums of the notes, returns the penalty. */
  function answerOf(rater: number, global: number, point: Float64Array): number {
    const from = starts[rater]!
    const to = starts[rater + 1]!
    let [factors, squaredFactors, rest, restFactors] = [0, 0, 0, 0]
    for (let at = from; at < to; at++) {
      const place = 2 * noteOf[at]!
      const factor = point[place + 2]!
      const left = values[at]! - global - point[place + 1]!
      factors += factor
      squaredFactors += factor * factor
      rest += left
      restFactors += left * factor
    }
    const a = to - from + raterRidge[0]
    const c = squaredFactors + raterRidge[1]
    const determinant = a * c - factors * factors
    const intercept = (rest * c - restFactors * factors) / determinant
    const own = (restFactors * a - rest * factors) / determinant
    raters[2 * rater] = intercept
    raters[2 * rater + 1] = own
    const base = global + intercept
    const square = own * own
    for (let at = from; at < to; at++) {
      const note = noteOf[at]!
      const error = values[at]! - base - point[2 * note + 1]! - own * point[2 * note + 2]!
      squares += error * error
      const place = 4 * note
      sums[place]! += error
      sums[place + 1]! += error * own
      sums[place + 2]! += own
      sums[place + 3]! += square
    }
    return raterRidge[0] * intercept * intercept + raterRidge[1] * square
  }

  function curvature(note: number) {
    return {
      a: counts[note]! + noteRidge[0],
      b: sums[4 * note + 2]!,
      c: sums[4 * note + 3]! + noteRidge[1]
    }
  }

  function precondition(vector: Float64Array): Float64Array {
    const result = new Float64Array(vector.length)
    result[0] = vector[0]! / (2 + 2 * penalties.intercept)
    for (let note = 0; note < noteCount; note++) {
      const { a, b, c } = curvature(note)
      const scale = ratings / 2 / (a * c - b * b)
      const [x, y] = [vector[1 + 2 * note]!, vector[2 + 2 * note]!]
      result[1 + 2 * note] = scale * (c * x - b * y)
      result[2 + 2 * note] = scale * (a * y - b * x)
    }
    return result
  }
}
