import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decayedSum } from './decayed-sum.ts'

const response = fc.record({
  // Tenths, whose sums depend on the order of adding in their last bits.
  value: fc.integer({ min: -50, max: 50 }).map(tenths => tenths / 10),
  at: fc.integer({ min: 0, max: 100 })
})

describe('decayedSum', () => {
  it('refuses responses from the future and values that are not numbers', () => {
    const decay = { now: 10, halfLife: 5 }
    expect(() => decayedSum([{ value: 1, at: 11 }], decay)).toThrow(
      'decayedSum: a response must not be later than now (10), got one at 11'
    )
    expect(() => decayedSum([{ value: NaN, at: 1 }], decay)).toThrow('value')
    expect(() => decayedSum([{ value: 1, at: -Infinity }], decay)).toThrow('at')
    expect(() => decayedSum([], { now: 10, halfLife: -5 })).toThrow('decayedSum: halfLife')
    expect(() => decayedSum([], { now: NaN, halfLife: 5 })).toThrow('decayedSum: now')
  })

  it('is 0 for no responses and the value itself at its own moment', () => {
    expect(decayedSum([], { now: 10, halfLife: 5 })).toBe(0)
    expect(decayedSum([{ value: 3, at: 10 }], { now: 10, halfLife: 5 })).toBe(3)
  })

  it('is the same to the last bit in every order of the responses', () => {
    const pair = fc
      .array(response, { maxLength: 30 })
      .chain(list => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })))
    fc.assert(
      fc.property(pair, ([list, other]) => {
        const decay = { now: 100, halfLife: 7 }
        expect(decayedSum(other, decay)).toBe(decayedSum(list, decay))
      })
    )
  })

  it('halves when one half-life passes', () => {
    fc.assert(
      fc.property(fc.array(response, { maxLength: 10 }), list => {
        const before = decayedSum(list, { now: 100, halfLife: 8 })
        expect(decayedSum(list, { now: 108, halfLife: 8 })).toBeCloseTo(before / 2, 12)
      })
    )
  })
})
