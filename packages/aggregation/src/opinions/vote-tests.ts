/** The one-sided 90 % point of the normal distribution, as rounded in Polis. */
export const Z90 = 1.2816

/** z of `count` successes in `seen` against one half, each raised by one. */
export function oneShareTest(count: number, seen: number): number {
  return 2 * Math.sqrt(seen + 1) * ((count + 1) / (seen + 1) - 0.5)
}

/** z of the difference of two shares, all counts raised by one; 0 where everybody is a success. */
export function twoSharesTest(count: number, seen: number, otherCount: number, otherSeen: number): number {
  const pooled = (count + otherCount + 2) / (seen + otherSeen + 2)
  if (pooled === 1) return 0
  const difference = (count + 1) / (seen + 1) - (otherCount + 1) / (otherSeen + 1)
  return difference / Math.sqrt(pooled * (1 - pooled) * (1 / (seen + 1) + 1 / (otherSeen + 1)))
}

/** The share with one success and one failure added. */
export function smoothedShare(count: number, seen: number): number {
  return (count + 1) / (seen + 2)
}
