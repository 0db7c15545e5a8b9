import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decayWeight } from './decay-weight.ts'

describe('decayWeight', () => {
  it('refuses a negative age and a half-life that is not above 0', () => {
    expect(() => decayWeight(-1, 7)).toThrow('decayWeight: age must be at least 0')
    expect(() => decayWeight(1, 0)).toThrow('decayWeight: halfLife')
    expect(() => decayWeight(NaN, 7)).toThrow('decayWeight: age')
  })

  it('is an exact power of two after whole half-lives', () => {
    for (const n of [0, 1, 2, 10, 100, 1000, 1022]) expect(decayWeight(n * 3, 3)).toBe(2 ** -n)
    expect(decayWeight(3 * 1023, 3)).toBe(0)
  })

  it('agrees with Math.pow to the last few bits and never rises with age', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 900, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        (x, dx) => {
          expect(Math.abs(decayWeight(x, 1) / 2 ** -x - 1)).toBeLessThan(1e-15)
          expect(decayWeight(x + dx, 1) <= decayWeight(x, 1) * (1 + 1e-15)).toBe(true)
        }
      )
    )
  })
})
