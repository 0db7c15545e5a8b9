import type { LabelProfile } from './label-profile.ts'

/** The least count of a label that a worker has given, so that no chance is 0. */
const LEAST = 1e-10
/** Classes are taken four at a time, in registers. */
export const BLOCK = 4

/**
 * How the numbers of Dawid–Skene lie in one array: for each worker and class given a row by true class, then a
 * row of how common each class is.
 */
export interface ConfusionTable {
  /** Numbers from one row to the next: the classes, filled up to whole blocks. */
  readonly stride: number
  /** Where the row of each label begins. */
  readonly rows: Uint32Array
  readonly priorRow: number
  /** Brings every column of every worker's matrix, and the row of priors, to the sum 1. */
  normalise(numbers: Float64Array): void
  /** Turns counts, of labels by the probabilities of true classes, into chances. */
  maximise(counts: Float64Array): void
  /** What the smoothing adds to the logarithm of the likelihood. */
  logPrior(chances: Float64Array): number
}

/**
 * The table of a profile. The chance of a label that a worker never gave is 0 without smoothing, and never
 * looked up. Smoothing counts twice for right labels: workers are believed to be better than chance.
 */
export function confusionTable(profile: LabelProfile, smoothing: number): ConfusionTable {
  const { workers, classes, workerOf, classOf } = profile
  const size = classes.length
  const stride = Math.ceil(size / BLOCK) * BLOCK
  const rows = workerOf.map((worker, l) => (worker * size + classOf[l]!) * stride)
  const priorRow = workers.length * size * stride
  const everGiven = new Uint8Array(workers.length * size)
  for (const row of rows) everGiven[row / stride] = 1
  const labelOf = (row: number): number => (row / stride) % size

  const normalise = (numbers: Float64Array): void => {
    for (let w = 0; w < workers.length; w++) {
      for (let truth = 0; truth < size; truth++) {
        const column = w * size * stride + truth
        divideBySum(numbers, column, stride, size, label => everGiven[w * size + label] === 1)
      }
    }
    divideBySum(numbers, priorRow, 1, size, () => true)
  }
  const maximise = (counts: Float64Array): void => {
    for (let row = 0; row < priorRow; row += stride) {
      for (let k = 0; k < size; k++) counts[row + k]! += smoothing
      counts[row + labelOf(row)]! += smoothing
    }
    normalise(counts)
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
  return { stride, rows, priorRow, normalise, maximise, logPrior }
}

/** Divides numbers, those that count being at least `LEAST`, by their sum. */
function divideBySum(
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
export function logProduct() {
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
