/**
 * Cholesky's factor of a symmetric, positive definite matrix: L, lower triangular, with LLᵀ = the matrix, row
 * by row in its place. Only the lower triangle is read; what is above it is left as it was. Cost: n³ ∕ 3.
 */
export function factorise(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    const row = i * n
    for (let j = 0; j <= i; j++) {
      const other = j * n
      let sum = matrix[row + j]!
      for (let k = 0; k < j; k++) sum -= matrix[row + k]! * matrix[other + k]!
      // Rounding can bring what is nearly singular to 0 or below: the least number keeps it finite.
      matrix[row + j] = i === j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / matrix[other + j]!
    }
  }
}

/** Solves LLᵀx = b for a factor L; x takes the place of b. */
export function solveFactorised(lower: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i++) {
    let sum = b[i]!
    for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * b[k]!
    b[i] = sum / lower[i * n + i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    const value = b[i]! / lower[i * n + i]!
    b[i] = value
    for (let k = 0; k < i; k++) b[k]! -= lower[i * n + k]! * value
  }
}

/**
 * The inverse of a lower triangular matrix, row by row. Its squares, summed by column, are the diagonal of
 * the inverse of LLᵀ.
 */
export function invertLower(lower: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    const row = i * n
    for (let k = 0; k < i; k++) {
      const own = lower[row + k]!
      if (own === 0) continue
      for (let j = 0; j <= k; j++) inverse[row + j]! -= own * inverse[k * n + j]!
    }
    inverse[row + i] = 1
    for (let j = 0; j <= i; j++) inverse[row + j]! /= lower[row + i]!
  }
  return inverse
}
