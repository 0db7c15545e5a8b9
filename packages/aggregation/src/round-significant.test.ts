import { expect, it } from 'vitest'
import { roundSignificant } from './round-significant.ts'

it('roundSignificant keeps 12 digits and knows one zero', () => {
  expect(roundSignificant(0.1 + 0.2)).toBe(0.3)
  expect(roundSignificant(-123456789.0123456)).toBe(-123456789.012)
  expect(Object.is(roundSignificant(-0), 0)).toBe(true)
})
