/** The greatest whole number that divides both, for numbers of at least 0 (Euclid). */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b > 0n) [a, b] = [b, a % b]
  return a
}
