import { checkBetween, checkFinite, checkPositive, fail } from '../checks.ts'

/** The two ends of an interval for a share, both within [0, 1]. */
export interface ShareInterval {
  readonly lower: number
  readonly upper: number
}

/** The two-sided 95 % point of the normal distribution. */
export const Z95 = 1.959963984540054

/**
 * Wilson score interval: between which values lies the true share of favourable responses, given the share
 * among those asked so far?
 *
 * Prefer it to share ± z·√(share·(1−share)/n): it never leaves [0, 1] and holds for few responses and extreme
 * shares. The lower end is a careful score for ranking: few responses keep it low.
 *
 * @param positive favourable responses, or the sum of their weights; 0 ≤ positive ≤ total
 * @param total all responses, or the sum of their weights; above 0. "Too few" is for the caller to judge
 * @param z standard normal quantile: 1.96 means that 95 % of such intervals hold the true share
 *
 * Throws `RangeError` outside these bounds. Cost: constant.
 *
 * Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22
 * (1927), 209–212.
 *
 * @example
 * wilsonBound(81, 263, 1.96).lower.toFixed(4) // → '0.2553'
 */
export function wilsonBound(positive: number, total: number, z: number = Z95): ShareInterval {
  checkFinite('wilsonBound', 'positive', positive)
  checkPositive('wilsonBound', 'total', total)
  checkBetween('wilsonBound', 'z', z, 0, 40)
  if (positive < 0 || positive > total) {
    fail('wilsonBound', `positive must lie between 0 and total, got ${positive} of ${total}`)
  }
  const share = positive / total
  const spread = (z * z) / total
  const centre = share + spread / 2
  const half = Math.sqrt(spread * (share * (1 - share) + spread / 4))
  const scale = 1 + spread
  // Rounding must not push an end past the share or out of [0, 1].
  return {
    lower: Math.max(0, Math.min(share, (centre - half) / scale)),
    upper: Math.min(1, Math.max(share, (centre + half) / scale))
  }
}
