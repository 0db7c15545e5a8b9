import { checkPositive, checkWhole, fail } from '../checks.ts'
import type { Watch } from '../watch.ts'
import { leadingEigenvectors, scatteredVector } from './leading-eigenvectors.ts'
import type { OpinionProfile } from './opinion-profile.ts'
import { centredValues, statementMeans, voteCounts } from './vote-counts.ts'

/** The plane in which opinions differ most. It survives JSON, so a platform can keep it. */
export interface PrincipalAxes {
  readonly statements: readonly string[]
  /** Mean vote, disagree −1, pass 0, agree 1; 0 where moderation took the statement out. */
  readonly means: readonly number[]
  /** Two directions of length 1, or 0 where no variance is left. */
  readonly components: readonly [readonly number[], readonly number[]]
  /** Variance along each direction, with n − 1 below. */
  readonly variances: readonly [number, number]
  /** Variance in all directions together. */
  readonly totalVariance: number
  /** An estimate from below of the variance along the third direction. */
  readonly nextVariance: number
  /** Whether the second direction is hard to tell from the third: less than a hundredth between them. */
  readonly isNearTie: boolean
  readonly voters: number
  readonly steps: number
  /** False when the steps ran out before the tolerance was met. */
  readonly settled: boolean
}

/** How exact, how long, and from where. */
export interface AxesSettings extends Watch {
  /** Axes of an earlier time, near which the new ones are sought: fewer steps to the same axes. */
  readonly start?: Pick<PrincipalAxes, 'statements' | 'components'>
  /**
   * Largest residual relative to the largest variance; 1e-10 unless given. From a `start`, unless given, steps
   * also end when nobody's place is further than 1e-7 from where more of them would lead.
   */
  readonly tolerance?: number
  /** 300 unless given; each is two products with the votes. */
  readonly mostSteps?: number
}

/**
 * Principal axes of opinions: along which two directions do people differ most?
 *
 * Votes not cast count as the mean of their statement, so that after centring they are 0 and only cast votes
 * are ever touched. Prefer `bridgingFactors` where one scale and a common ground are asked for, rather than a
 * picture.
 *
 * Ties: each direction points where the cubes of its entries sum above 0; two directions of nearly equal
 * variance are flagged, for then any two in their plane would do. Gaps: a statement nobody voted on has the
 * mean 0. Cost: 2 × votes a step, some ten to thirty steps; memory: 50 vectors of the length of the statements.
 *
 * Throws `RangeError` for settings that are not above 0.
 *
 * Source: C. Small et al., "Polis: scaling deliberation by mapping high dimensional opinion spaces", Recerca
 * 26(2), 2021; on sparse means as such.
 *
 * @example
 * principalAxes(opinionProfile(['trees', 'parking'], [
 *   { voter: 'a', statement: 'trees', vote: 'agree' }, { voter: 'a', statement: 'parking', vote: 'disagree' },
 *   { voter: 'b', statement: 'trees', vote: 'disagree' }, { voter: 'b', statement: 'parking', vote: 'disagree' }
 * ])).variances.map(Math.round)
 * // → [2, 0]
 */
export function principalAxes(profile: OpinionProfile, settings: AxesSettings = {}): PrincipalAxes {
  const rule = 'principalAxes'
  const { start, tolerance = 1e-10, mostSteps = 300 } = settings
  checkPositive(rule, 'tolerance', tolerance)
  checkWhole(rule, 'mostSteps', mostSteps, 1)
  const { statements, voters, isOut } = profile
  const counts = voteCounts(profile)
  const means = statementMeans(counts, isOut)
  const centred = centredValues(means, isOut)
  const freedom = Math.max(1, voters.length - 1)
  const pairs = leadingEigenvectors(
    { size: statements.length, multiply: covariance(profile, centred, freedom) },
    {
      ...settings,
      start: startVectors(rule, statements, start),
      tolerance,
      error: start && settings.tolerance === undefined ? directionError(statements.length) : 0,
      mostSteps
    }
  )
  const total = counts.reduce((sum, count, code) => sum + count * centred[code]! ** 2, 0) / freedom
  // Rounding leaves a little where nothing is: below this it is no direction.
  const isNothing = pairs.values.map(value => value <= 1e-12 * total)
  const directed = pairs.vectors.map((vector, i) => (isNothing[i] ? vector.fill(0) : pointed(vector, means)))
  const variances = pairs.values.map((value, i) => (isNothing[i] ? 0 : value)) as [number, number]
  return {
    statements,
    means: [...means],
    components: directed.map(vector => [...vector]) as [number[], number[]],
    variances,
    totalVariance: total,
    nextVariance: pairs.next <= 1e-12 * total ? 0 : pairs.next,
    isNearTie: variances[1] > 0 && pairs.next > 0.99 * variances[1],
    voters: voters.length,
    steps: pairs.steps,
    settled: pairs.settled
  }
}

/**
 * How far a direction of length 1 may be off: nobody's place moves by more than √statements times that, for it
 * is a sum over √votes at most, stretched by √(statements ∕ votes).
 */
function directionError(statements: number): number {
  return Math.min(1e-8, 1e-7 / Math.sqrt(statements))
}

/** The product of the covariance with two vectors: through the voters' rows and back, over cast votes only. */
function covariance({ starts, codes }: OpinionProfile, centred: Float64Array, freedom: number) {
  const size = centred.length
  const weights = [new Float64Array(size), new Float64Array(size)] as const
  const sums = [new Float64Array(size), new Float64Array(size)] as const
  return (a: Float64Array, b: Float64Array, outA: Float64Array, outB: Float64Array): void => {
    for (let code = 0; code < size; code++) {
      const statement = Math.floor(code / 3)
      weights[0][code] = centred[code]! * a[statement]!
      weights[1][code] = centred[code]! * b[statement]!
    }
    sumRows(starts, codes, ...weights, ...sums)
    outA.fill(0)
    outB.fill(0)
    for (let code = 0; code < size; code++) {
      const statement = Math.floor(code / 3)
      outA[statement]! += (centred[code]! * sums[0][code]!) / freedom
      outB[statement]! += (centred[code]! * sums[1][code]!) / freedom
    }
  }
}

/** For each code the sum of the weights in the rows of all who cast it, for two kinds of weights. */
function sumRows(
  starts: Uint32Array,
  codes: Uint32Array,
  weightsA: Float64Array,
  weightsB: Float64Array,
  sumsA: Float64Array,
  sumsB: Float64Array
): void {
  sumsA.fill(0)
  sumsB.fill(0)
  for (let voter = 0; voter + 1 < starts.length; voter++) {
    const end = starts[voter + 1]!
    let rowA = 0
    let rowB = 0
    for (let at = starts[voter]!; at < end; at++) {
      const code = codes[at]!
      rowA += weightsA[code]!
      rowB += weightsB[code]!
    }
    for (let at = starts[voter]!; at < end; at++) {
      const code = codes[at]!
      sumsA[code]! += rowA
      sumsB[code]! += rowB
    }
  }
}

/** Far above what may be left at the end, or a direction that no vote of the start touched could stay unseen. */
const TRACE = 1e-5

/** Earlier directions, with a trace of others, so that none that grew since is out of reach; or vectors without structure. */
function startVectors(
  rule: string,
  statements: readonly string[],
  start: AxesSettings['start']
): [Float64Array, Float64Array] {
  const scattered = [1, 2].map(turn => scatteredVector(statements.length, turn)) as [
    Float64Array,
    Float64Array
  ]
  if (!start) return scattered
  const known = new Map(start.statements.map((id, s) => [id, s]))
  scattered.forEach((vector, axis) => {
    const earlier = start.components[axis]!
    statements.forEach((id, s) => {
      const value = known.has(id) ? earlier[known.get(id)!]! : 0
      if (!Number.isFinite(value)) fail(rule, `the start must be finite numbers, got ${value} for "${id}"`)
      vector[s] = value + TRACE * vector[s]!
    })
  })
  return scattered
}

/** Turns a direction so that its larger entries are positive; where they balance, so that its mean vote is. */
function pointed(vector: Float64Array, means: Float64Array): Float64Array {
  let cubes = 0
  let size = 0
  let along = 0
  vector.forEach((value, s) => {
    cubes += value ** 3
    size += Math.abs(value) ** 3
    along += value * means[s]!
  })
  const balance = Math.abs(cubes) > 1e-9 * size ? cubes : along
  return balance < 0 ? vector.map(value => -value) : vector
}
