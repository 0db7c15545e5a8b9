import { report, type Watch } from '../watch.ts'
import { symmetricEigen } from './symmetric-eigen.ts'

/** Vectors in the basis before it is folded into the best of them. */
const MOST_VECTORS = 48
/** Vectors kept when the basis is folded. */
const KEPT = 12

/** A symmetric positive matrix, given by what it makes of two vectors at once: `out = matrix × vectors`. */
export interface SymmetricOperator {
  readonly size: number
  readonly multiply: (a: Float64Array, b: Float64Array, outA: Float64Array, outB: Float64Array) => void
}

export interface EigenSettings extends Watch {
  /** Two vectors to start from; the nearer to the answer, the fewer steps. */
  readonly start: readonly [Float64Array, Float64Array]
  /** Largest residual, relative to the largest eigenvalue. */
  readonly tolerance: number
  /** Near enough, too, when the vectors err by no more than this: the residual over the gap below them. */
  readonly error?: number
  /** Steps of two products each. */
  readonly mostSteps: number
}

/** The leading eigenpairs; `next` estimates the third eigenvalue from below, `settled` tells whether the tolerance was met. */
export interface LeadingPairs {
  readonly values: readonly [number, number]
  readonly vectors: readonly [Float64Array, Float64Array]
  readonly next: number
  readonly steps: number
  readonly settled: boolean
}

/**
 * The two leading eigenvectors of a symmetric positive matrix, by block Lanczos with full orthogonalisation
 * and thick restarts. Two vectors at once also find an eigenvalue that occurs twice.
 *
 * Source: K. Wu, H. Simon, "Thick-restart Lanczos method for large symmetric eigenvalue problems", SIAM J.
 * Matrix Anal. Appl. 22 (2000), 602–616.
 */
export function leadingEigenvectors(matrix: SymmetricOperator, settings: EigenSettings): LeadingPairs {
  const { size } = matrix
  const basis: Float64Array[] = []
  const products = new Float64Array((MOST_VECTORS + 2) ** 2)
  const width = MOST_VECTORS + 2
  for (const vector of settings.start) pushOrthogonal(basis, vector.slice(), 1e-10)
  fillBasis(basis, 2, size)
  let processed = 0
  let best = answer(basis, ritzPairs(), 0, false)
  for (let step = 1; step <= settings.mostSteps; step++) {
    report(settings, step, settings.mostSteps)
    const fresh = basis.slice(processed, processed + 2)
    if (fresh.length === 0) return { ...best, settled: true }
    extend(fresh)
    const isExhausted = processed === basis.length
    if (!isExhausted && isTooEarly(step) && basis.length < MOST_VECTORS && step < settings.mostSteps) continue
    const pairs = ritzPairs()
    const [first = 0, second = 0, third = second] = pairs.values
    const enough = Math.max(settings.tolerance * first, (settings.error ?? 0) * (second - third), 1e-300)
    const isSettled = isExhausted || pairs.residual <= enough
    best = answer(basis, pairs, step, isSettled)
    if (isSettled) return best
    if (basis.length >= MOST_VECTORS) fold(pairs)
  }
  return best

  /** Multiplies the fresh vectors, notes the products, and adds what is new to the basis. */
  function extend(fresh: readonly Float64Array[]): void {
    const outA = new Float64Array(size)
    const outB = new Float64Array(size)
    matrix.multiply(fresh[0]!, fresh[1] ?? fresh[0]!, outA, outB)
    const outs = fresh.length === 2 ? [outA, outB] : [outA]
    const from = processed
    processed += fresh.length
    const images = outs.map(out => out.slice())
    for (const [i, out] of outs.entries()) {
      const scale = Math.sqrt(dot(images[i]!, images[i]!))
      if (scale > 0) pushOrthogonal(basis, out, 1e-13)
    }
    // A basis that holds nothing new may still miss a part of the space that the start did not touch.
    if (processed === basis.length) fillBasis(basis, Math.min(size, processed + 1), size)
    for (const [i, image] of images.entries()) {
      for (let j = 0; j < basis.length; j++) {
        const product = dot(basis[j]!, image)
        products[j * width + from + i] = product
        products[(from + i) * width + j] = product
      }
    }
  }

  function ritzPairs() {
    const small = new Float64Array(processed * processed)
    for (let i = 0; i < processed; i++) {
      for (let j = 0; j < processed; j++) small[i * processed + j] = products[i * width + j]!
    }
    const { values, vectors } = symmetricEigen(small, processed)
    const couplings = Array.from({ length: Math.min(processed, KEPT) }, (_, pair) =>
      Array.from({ length: basis.length - processed }, (_, u) => {
        let sum = 0
        for (let i = 0; i < processed; i++) sum += products[(processed + u) * width + i]! * vectors[pair]![i]!
        return sum
      })
    )
    const residual = Math.max(0, ...couplings.slice(0, 2).map(row => Math.hypot(...row)))
    return { values, vectors, couplings, residual }
  }

  /** Replaces the basis by its best vectors and those not yet multiplied. */
  function fold({ values, vectors, couplings }: ReturnType<typeof ritzPairs>): void {
    const waiting = basis.slice(processed)
    const kept = vectors.slice(0, KEPT).map(weights => combine(basis, weights, size))
    basis.splice(0, basis.length, ...kept, ...waiting)
    processed = kept.length
    products.fill(0)
    for (let pair = 0; pair < processed; pair++) {
      products[pair * width + pair] = values[pair]!
      couplings[pair]!.forEach((coupling, u) => {
        products[(processed + u) * width + pair] = coupling
        products[pair * width + processed + u] = coupling
      })
    }
  }

  function answer(
    vectors: readonly Float64Array[],
    pairs: ReturnType<typeof ritzPairs>,
    steps: number,
    settled: boolean
  ): LeadingPairs {
    const vectorOf = (pair: number) =>
      pairs.vectors[pair] ? combine(vectors, pairs.vectors[pair], size) : new Float64Array(size)
    const value = (pair: number) => Math.max(0, pairs.values[pair] ?? 0)
    return {
      values: [value(0), value(1)],
      vectors: [vectorOf(0), vectorOf(1)],
      next: value(2),
      steps,
      settled
    }
  }
}

/** Two steps know too little of the third eigenvalue; later on, looking costs more than a step. */
function isTooEarly(step: number): boolean {
  return step < 3 || (step > 12 && step % 3 !== 0)
}

/** Adds the part of a vector that is orthogonal to the basis, scaled to length 1; drops it when little is left. */
function pushOrthogonal(basis: Float64Array[], vector: Float64Array, least: number): boolean {
  const before = Math.sqrt(dot(vector, vector))
  if (!(before > 0)) return false
  // Twice is enough: the second pass removes what rounding left of the first.
  for (let pass = 0; pass < 2; pass++) {
    for (const other of basis) {
      const share = dot(other, vector)
      for (let i = 0; i < vector.length; i++) vector[i]! -= share * other[i]!
    }
  }
  const after = Math.sqrt(dot(vector, vector))
  if (after <= least * before) return false
  for (let i = 0; i < vector.length; i++) vector[i]! /= after
  basis.push(vector)
  return true
}

/** Fills the basis up with vectors that favour no direction. */
function fillBasis(basis: Float64Array[], wanted: number, size: number): void {
  for (let turn = 1; basis.length < Math.min(wanted, size) && turn <= 2 * size + 2; turn++) {
    pushOrthogonal(basis, scatteredVector(size, turn + basis.length), 1e-8)
  }
}

/** A fixed vector without structure: multiples of the golden ratio, which are spread evenly over [−½, ½). */
export function scatteredVector(size: number, turn: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => {
    const spread = (i + 1) * 0.6180339887498949 + (i + 1) * turn * 0.4142135623730951 * (1 + 0.1 * turn)
    return spread - Math.floor(spread) - 0.5
  })
}

function combine(basis: readonly Float64Array[], weights: Float64Array, size: number): Float64Array {
  const sum = new Float64Array(size)
  weights.forEach((weight, at) => {
    const vector = basis[at]!
    for (let i = 0; i < size; i++) sum[i]! += weight * vector[i]!
  })
  return sum
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
