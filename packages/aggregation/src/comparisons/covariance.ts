import { factorise, invertLower } from '../cholesky.ts'
import type { WeightedPairs } from './fit-ratings.ts'

/**
 * The factor F (lower triangular, row by row) with FᵀF = the inverse of the second derivative of the
 * penalised likelihood at the ratings, made regular by a constant on the mean of all ratings, which
 * differences do not see.
 */
export function inverseFactor(
  { first, second, wins, losses }: WeightedPairs,
  penalty: number,
  ratings: Float64Array
): { factor: Float64Array; meanVariance: number } {
  const n = ratings.length
  const matrix = new Float64Array(n * n)
  let trace = 0
  for (let p = 0; p < first.length; p++) {
    const a = first[p]!
    const b = second[p]!
    const chance = 1 / (1 + Math.exp(ratings[b]! - ratings[a]!))
    const weight = (wins[p]! + losses[p]!) * chance * (1 - chance)
    matrix[a * n + a]! += weight
    matrix[b * n + b]! += weight
    matrix[b * n + a]! -= weight
    trace += 2 * weight
  }
  const onMean = trace / n + 1
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) matrix[i * n + j]! += onMean / n
    matrix[i * n + i]! += 2 * penalty
  }
  factorise(matrix, n)
  return { factor: invertLower(matrix, n), meanVariance: 1 / ((2 * penalty + onMean) * n) }
}

/** The variance of every rating, measured from the mean of all. */
export function variances(factor: Float64Array, n: number, meanVariance: number): Float64Array {
  const sums = new Float64Array(n).fill(-meanVariance)
  for (let k = 0; k < n; k++) {
    for (let i = 0; i <= k; i++) sums[i]! += factor[k * n + i]! * factor[k * n + i]!
  }
  return sums.map(variance => Math.max(0, variance))
}

/** FᵀF in full, row by row. */
export function covariances(factor: Float64Array, n: number): Float64Array {
  const product = new Float64Array(n * n)
  for (let k = 0; k < n; k++) {
    for (let i = 0; i <= k; i++) {
      const own = factor[k * n + i]!
      for (let j = 0; j <= k; j++) product[i * n + j]! += own * factor[k * n + j]!
    }
  }
  return product
}
