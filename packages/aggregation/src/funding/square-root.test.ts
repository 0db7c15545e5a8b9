import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ROOT_UNIT, squareRoot } from './square-root.ts'

it('squareRoot is the root cut to 30 decimals', () => {
  expect(squareRoot(0n)).toBe(0n)
  expect(squareRoot(144n)).toBe(12n * ROOT_UNIT)
  expect(String(squareRoot(2n))).toBe('1414213562373095048801688724209')
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 30n }), value => {
      const root = squareRoot(value)
      const target = value * ROOT_UNIT * ROOT_UNIT
      expect(root * root <= target && (root + 1n) * (root + 1n) > target).toBe(true)
    })
  )
})
