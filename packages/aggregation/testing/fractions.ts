/** Exact fractions, for answers worked out straight from a definition. The denominator is above 0. */
export interface Fraction {
  readonly n: bigint
  readonly d: bigint
}

/** The fraction of two whole numbers. */
export function fraction(n: number | bigint, d: number | bigint = 1): Fraction {
  let [a, b] = [BigInt(n), BigInt(d)]
  if (b < 0n) [a, b] = [-a, -b]
  let [x, y] = [a < 0n ? -a : a, b]
  while (y > 0n) [x, y] = [y, x % y]
  return x === 0n ? { n: 0n, d: 1n } : { n: a / x, d: b / x }
}

export const plus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d + b.n * a.d, a.d * b.d)
export const minus = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d - b.n * a.d, a.d * b.d)
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d)
export const over = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n)
export const compare = (a: Fraction, b: Fraction): number =>
  Number(a.n * b.d > b.n * a.d) - Number(a.n * b.d < b.n * a.d)
export const least = (a: Fraction, b: Fraction): Fraction => (compare(a, b) <= 0 ? a : b)
