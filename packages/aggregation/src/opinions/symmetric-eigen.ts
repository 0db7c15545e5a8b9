/** Sweeps at most; eight are usual. */
const MOST_SWEEPS = 40

/**
 * All eigenvalues of a small symmetric matrix, the largest first, and their vectors of length 1, by cyclic
 * Jacobi rotations.
 *
 * Cost: about eight times n³. The matrix (rows one after the other) is used up.
 *
 * Source: G. Golub, C. Van Loan, "Matrix computations", 4th ed., 2013, § 8.5.
 */
export function symmetricEigen(
  matrix: Float64Array,
  size: number
): { values: number[]; vectors: Float64Array[] } {
  // Row i of `vectors` becomes an eigenvector: rotations act on rows, which lie together in memory.
  const vectors = Array.from({ length: size }, (_, i) => {
    const row = new Float64Array(size)
    row[i] = 1
    return row
  })
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let turned = 0
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) {
        const off = matrix[p * size + q]!
        const limit = 1e-17 * Math.sqrt(Math.abs(matrix[p * size + p]! * matrix[q * size + q]!))
        if (Math.abs(off) <= limit || Math.abs(off) < 1e-300) continue
        rotate(matrix, size, p, q, vectors)
        turned++
      }
    }
    if (turned === 0) break
  }
  const order = vectors
    .map((_, i) => i)
    .sort((a, b) => matrix[b * size + b]! - matrix[a * size + a]! || a - b)
  return { values: order.map(i => matrix[i * size + i]!), vectors: order.map(i => vectors[i]!) }
}

/** Turns the plane of p and q so that their off-diagonal entry is 0. */
function rotate(matrix: Float64Array, size: number, p: number, q: number, vectors: Float64Array[]): void {
  const off = matrix[p * size + q]!
  const slope = (matrix[q * size + q]! - matrix[p * size + p]!) / (2 * off)
  const tan = Math.sign(slope || 1) / (Math.abs(slope) + Math.sqrt(slope * slope + 1))
  const cos = 1 / Math.sqrt(tan * tan + 1)
  const sin = tan * cos
  for (let i = 0; i < size; i++) {
    const a = matrix[i * size + p]!
    const b = matrix[i * size + q]!
    matrix[i * size + p] = cos * a - sin * b
    matrix[i * size + q] = sin * a + cos * b
  }
  for (let i = 0; i < size; i++) {
    const a = matrix[p * size + i]!
    const b = matrix[q * size + i]!
    matrix[p * size + i] = cos * a - sin * b
    matrix[q * size + i] = sin * a + cos * b
  }
  matrix[p * size + q] = 0
  matrix[q * size + p] = 0
  const [first, second] = [vectors[p]!, vectors[q]!]
  for (let i = 0; i < size; i++) {
    const a = first[i]!
    const b = second[i]!
    first[i] = cos * a - sin * b
    second[i] = sin * a + cos * b
  }
}
