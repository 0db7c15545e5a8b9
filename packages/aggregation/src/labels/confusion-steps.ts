import { rescale } from './expect-by-odds.ts'
import { type LabelProfile, voteShares } from './label-profile.ts'
import type { Steps } from './settle.ts'
import { snap } from '../snap.ts'

/** The least count of a label that a worker has given, so that no chance is 0. */
const LEAST = 1e-10
/** A leap makes no chance smaller than by this factor. */
const SHRINK = 10
/** Classes are taken four at a time, in registers. */
const BLOCK = 4

/** Steps of expectation–maximisation on workers' matrices, and the probabilities of the last one. */
export interface ConfusionSteps extends Steps {
  readonly posteriors: Float64Array
  /** Numbers from one row of the parameters to the next: the classes, filled up to whole blocks. */
  readonly stride: number
  /** The parameters that vote shares lead to. */
  start(): Float64Array
}

/**
 * The steps of Dawid–Skene. Parameters are chances: for each worker and class given a row by true class, then
 * a row of how common each class is. The chance of a label that a worker never gave is 0 without smoothing,
 * and never looked up. Smoothing counts twice for right labels: workers are believed to be better than
 * chance.
 */
export function confusionSteps(profile: LabelProfile, smoothing: number): ConfusionSteps {
  const { items, workers, classes, starts, workerOf, classOf } = profile
  const size = classes.length
  const stride = Math.ceil(size / BLOCK) * BLOCK
  const rows = workerOf.map((worker, l) => (worker * size + classOf[l]!) * stride)
  const priorRow = workers.length * size * stride
  const everGiven = new Uint8Array(workers.length * size)
  for (const row of rows) everGiven[row / stride] = 1
  const posteriors = voteShares(profile)
  const scores = new Float64Array(stride)

  const labelOf = (row: number): number => (row / stride) % size
  /** Every column of every worker's matrix, and the row of priors, brought to the sum 1. */
  const normaliseAll = (numbers: Float64Array): void => {
    for (let w = 0; w < workers.length; w++) {
      for (let truth = 0; truth < size; truth++) {
        normalise(
          numbers,
          w * size * stride + truth,
          stride,
          size,
          label => everGiven[w * size + label] === 1
        )
      }
    }
    normalise(numbers, priorRow, 1, size, () => true)
  }
  /** Counts, of labels by the probabilities of true classes, become chances. */
  const maximise = (counts: Float64Array): void => {
    if (smoothing > 0) {
      for (let row = 0; row < priorRow; row += stride) {
        for (let k = 0; k < size; k++) counts[row + k]! += smoothing
        counts[row + labelOf(row)]! += smoothing
      }
    }
    normaliseAll(counts)
  }
  const logPrior = (chances: Float64Array): number => {
    if (smoothing === 0) return 0
    const product = logProduct()
    for (let row = 0; row < priorRow; row += stride) {
      for (let k = 0; k < size; k++) product.times(chances[row + k]!)
      product.times(chances[row + labelOf(row)]!)
    }
    return smoothing * product.value()
  }

  return {
    posteriors,
    stride,
    start() {
      const to = new Float64Array(priorRow + stride)
      for (let i = 0; i < items.length; i++) {
        for (let k = 0; k < size; k++) scores[k] = posteriors[i * size + k]!
        addCounts(to, rows, starts[i]!, starts[i + 1]!, scores, priorRow)
      }
      maximise(to)
      return to
    },
    step(from, to) {
      to.fill(0)
      const likelihood = logProduct()
      let moved = 0
      for (let i = 0; i < items.length; i++) {
        const begin = starts[i]!
        const end = starts[i + 1]!
        for (let k = 0; k < stride; k++) scores[k] = from[priorRow + k]!
        // Sixteen chances of at least 10⁻¹⁰ cannot take a number out of range.
        for (let at = begin; at < end; at += 16) {
          if (at > begin) likelihood.times(rescale(scores))
          multiplyChances(from, rows, at, Math.min(at + 16, end), scores)
        }
        let total = 0
        for (let k = 0; k < size; k++) total += scores[k]!
        likelihood.times(total)
        for (let k = 0; k < size; k++) {
          const posterior = snap(scores[k]! / total)
          const at = i * size + k
          const change = Math.abs(posterior - posteriors[at]!)
          if (change > moved) moved = change
          scores[k] = posterior
          posteriors[at] = posterior
        }
        addCounts(to, rows, begin, end, scores, priorRow)
      }
      maximise(to)
      return { objective: likelihood.value() + logPrior(from), moved }
    },
    mend(chances, latest) {
      // Chances on their way to 0 get there by and by: cut off, they would stir all others.
      for (let at = 0; at < chances.length; at++) chances[at] = Math.max(chances[at]!, latest[at]! / SHRINK)
      normaliseAll(chances)
    }
  }
}

/** Multiplies the score of each class by the chances of the labels `begin … end − 1`. */
function multiplyChances(
  chances: Float64Array,
  rows: Uint32Array,
  begin: number,
  end: number,
  scores: Float64Array
): void {
  for (let block = 0; block < scores.length; block += BLOCK) {
    let a = scores[block]!
    let b = scores[block + 1]!
    let c = scores[block + 2]!
    let d = scores[block + 3]!
    for (let l = begin; l < end; l++) {
      const row = rows[l]! + block
      a *= chances[row]!
      b *= chances[row + 1]!
      c *= chances[row + 2]!
      d *= chances[row + 3]!
    }
    scores[block] = a
    scores[block + 1] = b
    scores[block + 2] = c
    scores[block + 3] = d
  }
}

/** Counts the labels `begin … end − 1` and their item, by the probabilities of its classes. */
function addCounts(
  counts: Float64Array,
  rows: Uint32Array,
  begin: number,
  end: number,
  probabilities: Float64Array,
  priorRow: number
): void {
  for (let block = 0; block < probabilities.length; block += BLOCK) {
    const a = probabilities[block]!
    const b = probabilities[block + 1]!
    const c = probabilities[block + 2]!
    const d = probabilities[block + 3]!
    for (let l = begin; l <= end; l++) {
      const row = (l < end ? rows[l]! : priorRow) + block
      counts[row]! += a
      counts[row + 1]! += b
      counts[row + 2]! += c
      counts[row + 3]! += d
    }
  }
}

/** Divides numbers, those that count being at least `LEAST`, by their sum. */
function normalise(
  numbers: Float64Array,
  begin: number,
  stride: number,
  size: number,
  counts: (place: number) => boolean
): void {
  let total = 0
  for (let k = 0; k < size; k++) {
    const at = begin + k * stride
    numbers[at] = Math.max(numbers[at]!, counts(k) ? LEAST : 0)
    total += numbers[at]!
  }
  for (let k = 0; k < size; k++) numbers[begin + k * stride]! /= total
}

/** The logarithm of a product of many numbers above 10⁻²⁰⁰, with few logarithms. */
function logProduct() {
  let sum = 0
  let product = 1
  return {
    times(factor: number) {
      product *= factor
      if (product < 1e-100) {
        sum += Math.log(product)
        product = 1
      }
    },
    value: () => sum + Math.log(product)
  }
}
