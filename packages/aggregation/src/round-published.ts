/**
 * A number rounded to 9 decimals, as iterative methods publish it: they are run until their numbers are
 * settled well below that, whatever the order in which sums were taken.
 */
export function roundPublished(value: number): number {
  const rounded = Math.round(value * 1e9) / 1e9
  // 0 + turns −0, which neither people nor JSON know, into 0; large numbers have no nine decimals to round.
  return Math.abs(value) < 1e6 ? 0 + rounded : value
}
