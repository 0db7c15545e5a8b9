import { checkBetween, checkFinite } from '../checks.ts'
import { roundSignificant } from '../round-significant.ts'
import { sumSorted } from '../sum-sorted.ts'
import { type TooFew, tooFew } from '../ties.ts'

/** The mean of the estimates between the cut ends. */
export interface TrimmedMean {
  readonly kind: 'estimate'
  readonly value: number
  readonly count: number
  /** How many estimates were left out at each end, and the least and the greatest of those kept. */
  readonly cut: number
  readonly kept: readonly [number, number]
  /** Standard error of the value; `null` below two kept estimates. */
  readonly standardError: number | null
}

/**
 * Trimmed mean: what does the crowd say on average, without its extremes?
 *
 * Nearly as precise as the mean for well-behaved estimates, and safe against a share of wild ones at either
 * end. Prefer `median` when more than a quarter could be wild. Share 0 is the mean; ½ is refused, for nothing
 * would be left.
 *
 * Ties: none arise. Gaps: no estimates are `too-few`. The same to 12 digits in every order of the estimates.
 * Cost: n log n.
 *
 * @param share of the estimates to leave out at each end, at least 0 and below ½; rounded down to whole
 * estimates
 *
 * Throws `RangeError` for an estimate that is not finite and a share out of range.
 *
 * Source: J. W. Tukey, D. H. McLaughlin, "Less vulnerable confidence and significance procedures for
 * location", Sankhyā A 25 (1963), 331–352.
 *
 * @example
 * trimmedMean([10, 11, 12, 13, 1000], 0.2).value // → 12
 */
export function trimmedMean(values: readonly number[], share: number): TrimmedMean | TooFew {
  for (const value of values) checkFinite('trimmedMean', 'an estimate', value)
  checkBetween('trimmedMean', 'share', share, 0, 0.4999999)
  const n = values.length
  if (n === 0) return tooFew(0, 1)
  const sorted = Float64Array.from(values).sort()
  const cut = Math.floor(share * n)
  const kept = sorted.subarray(cut, n - cut)
  const [least, greatest] = [kept[0]!, kept.at(-1)!]
  const value = kept.reduce((sum, own) => sum + own / kept.length, 0)
  // Winsorised: what was cut counts as the nearest estimate kept.
  const winsorised = sorted.map(own => Math.min(greatest, Math.max(least, own)))
  const centre = winsorised.reduce((sum, own) => sum + own / n, 0)
  const squares = sumSorted(winsorised.map(own => (own - centre) ** 2))
  const error = Math.sqrt(squares / (n - 1)) / ((1 - (2 * cut) / n) * Math.sqrt(n))
  return {
    kind: 'estimate',
    value: roundSignificant(value),
    count: n,
    cut,
    kept: [least, greatest],
    standardError: kept.length < 2 ? null : roundSignificant(error)
  }
}
