import { checkFinite } from '../checks.ts'
import { type TooFew, tooFew } from '../ties.ts'

/** The middle of the estimates, and how sure it is. */
export interface Median {
  readonly kind: 'estimate'
  readonly value: number
  readonly count: number
  /** The two middle estimates, the same for an odd number: any value between them is a median. */
  readonly middle: readonly [number, number]
  readonly quartiles: readonly [number, number]
  /** Median absolute deviation from the value. */
  readonly deviation: number
  /**
   * An interval that covers the median of the crowd the estimates come from in at least 95 % of cases; `null`
   * below 6 estimates.
   */
  readonly interval: readonly [number, number] | null
}

/**
 * Median: what does the middle of the crowd say?
 *
 * Half of the estimates lie on either side, so no single one can pull it away. Prefer `trimmedMean` when
 * estimates scatter evenly and a finer value is wanted, `logOddsMean` for probabilities.
 *
 * Ties: for an even number the value is the midpoint of the two middle estimates, and both are given. Gaps:
 * no estimates are `too-few`. Quartiles are the medians of the lower and the upper half (the middle belongs
 * to both). Cost: n log n.
 *
 * Throws `RangeError` for an estimate that is not finite.
 *
 * Source: F. Galton, "Vox populi", Nature 75 (1907), 450–451; the interval from order statistics: H. A.
 * David, H. N. Nagaraja, "Order statistics", 3rd ed. 2003, § 7.1.
 *
 * @example
 * median([1207, 1198, 1150, 1300]).value // → 1202.5
 */
export function median(values: readonly number[]): Median | TooFew {
  for (const value of values) checkFinite('median', 'an estimate', value)
  if (values.length === 0) return tooFew(0, 1)
  const sorted = Float64Array.from(values).sort()
  const n = sorted.length
  const middle = middleOf(sorted)
  const value = between(middle)
  const half = (n + 1) >> 1
  const deviations = sorted.map(own => Math.abs(own - value)).sort()
  return {
    kind: 'estimate',
    value,
    count: n,
    middle,
    quartiles: [between(middleOf(sorted.subarray(0, half))), between(middleOf(sorted.subarray(n - half)))],
    deviation: between(middleOf(deviations)),
    interval: intervalOf(sorted)
  }
}

function middleOf(sorted: Float64Array): [number, number] {
  return [sorted[(sorted.length - 1) >> 1]! + 0, sorted[sorted.length >> 1]! + 0]
}

function between([low, high]: readonly [number, number]): number {
  // Halved apart, so that large values do not overflow.
  return low === high ? low : low / 2 + high / 2
}

/**
 * The k-th estimates from both ends, where at most 2.5 % of samples have fewer than k below the crowd's
 * median.
 */
function intervalOf(sorted: Float64Array): readonly [number, number] | null {
  const n = sorted.length
  if (n > 200) {
    const k = Math.floor((n - 1.959963984540054 * Math.sqrt(n)) / 2)
    return [sorted[k - 1]!, sorted[n - k]!]
  }
  let tail = 0
  let term = 0.5 ** n
  let k = 0
  while (tail + term <= 0.025) {
    tail += term
    term = (term * (n - k)) / (k + 1)
    k++
  }
  return k === 0 ? null : [sorted[k - 1]!, sorted[n - k]!]
}
