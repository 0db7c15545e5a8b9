import { expect, it } from 'vitest'
import { greatestCommonDivisor } from './greatest-common-divisor.ts'

it('greatestCommonDivisor is the greatest number that divides both', () => {
  expect(greatestCommonDivisor(12n, 18n)).toBe(6n)
  expect(greatestCommonDivisor(0n, 7n)).toBe(7n)
  expect(greatestCommonDivisor(7n, 0n)).toBe(7n)
  expect(greatestCommonDivisor(2n ** 100n, 6n ** 50n)).toBe(2n ** 50n)
})
