import fc from 'fast-check'
import { expect, it } from 'vitest'
import { snap } from './snap.ts'

it('moves a probability by less than a hundred-millionth of a thousandth, onto a grid', () => {
  expect(snap(0)).toBe(0)
  expect(snap(1)).toBe(1)
  expect(snap(0.5)).toBe(0.5)
  expect(snap(1e-13)).toBe(0)
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, noNaN: true }), own => {
      expect(Math.abs(snap(own) - own)).toBeLessThan(1e-11)
      expect(Number.isInteger(snap(own) * 2 ** 36)).toBe(true)
    })
  )
})

it('makes sums exact in every order', () => {
  const probability = fc.double({ min: 0, max: 1, noNaN: true }).map(snap)
  fc.assert(
    fc.property(fc.array(probability), list => {
      const sum = (values: readonly number[]) => values.reduce((total, own) => total + own, 0)
      expect(sum(list.toReversed())).toBe(sum(list))
    })
  )
})
