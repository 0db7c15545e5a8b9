import { checkFinite, checkPositive, fail } from '../checks.ts'

/**
 * Exponential decay: what is a response worth now that it is `age` old, when its worth halves every
 * `halfLife`?
 *
 * The weight is 2^(−age ∕ halfLife): 1 when new, ½ after one half-life, ¼ after two. It is computed with
 * additions and multiplications only, which every machine rounds alike; `Math.pow` may differ between engines
 * in the last bit.
 *
 * @param age time since the response, in any unit, at least 0
 * @param halfLife in the same unit, above 0
 *
 * Throws `RangeError` for a negative or infinite age and a half-life that is not above 0. Below 2⁻¹⁰²² the
 * weight is 0. Cost: constant. Error at most 4 units in the last place.
 *
 * Source: G. Cormode, V. Shkapenyuk, D. Srivastava, B. Xu, "Forward decay", ICDE 2009, § II.
 *
 * @example
 * [0, 7, 14, 21].map(days => decayWeight(days, 7)) // → [1, 0.5, 0.25, 0.125]
 */
export function decayWeight(age: number, halfLife: number): number {
  checkFinite('decayWeight', 'age', age)
  checkPositive('decayWeight', 'halfLife', halfLife)
  if (age < 0) fail('decayWeight', `age must be at least 0, got ${age}`)
  const halvings = age / halfLife
  const whole = Math.floor(halvings)
  if (whole > 1022) return 0
  return halvedTimes(whole) * twoToMinus(halvings - whole)
}

/** ½ to a whole power, exact: every product is a power of two. */
function halvedTimes(times: number): number {
  let result = 1
  let factor = 0.5
  for (let left = times; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result *= factor
    factor *= factor
  }
  return result
}

/**
 * 2^(−fraction) for a fraction in [0, 1): the series of exp, whose terms fall below 2⁻⁶⁰ after 20 of them.
 */
function twoToMinus(fraction: number): number {
  const exponent = -fraction * 0.6931471805599453
  let sum = 1
  for (let term = 20; term > 0; term--) sum = 1 + (exponent * sum) / term
  return sum
}
