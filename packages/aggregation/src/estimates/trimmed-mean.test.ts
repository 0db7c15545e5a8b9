import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type TrimmedMean, trimmedMean } from './trimmed-mean.ts'

const estimate = (values: readonly number[], share: number) => trimmedMean(values, share) as TrimmedMean

describe('trimmedMean', () => {
  it('refuses shares that leave nothing and numbers that are not finite', () => {
    expect(() => trimmedMean([1], 0.5)).toThrow('trimmedMean: share must lie between 0')
    expect(() => trimmedMean([1], -0.1)).toThrow(RangeError)
    expect(() => trimmedMean([NaN], 0)).toThrow('an estimate')
    expect(trimmedMean([], 0.1)).toEqual({ kind: 'too-few', have: 0, need: 1 })
  })

  it('is the mean with its standard error for the share 0', () => {
    // Mean 5, variance 32/7, standard error √(32/7/8).
    const { value, standardError } = estimate([2, 4, 4, 4, 5, 5, 7, 9], 0)
    expect(value).toBe(5)
    expect(standardError).toBeCloseTo(Math.sqrt(32 / 7 / 8), 11)
  })

  it('leaves out whole estimates at both ends and names what it kept', () => {
    expect(estimate([1, 5, 6, 7, 900], 0.2)).toMatchObject({ value: 6, cut: 1, kept: [5, 7] })
    expect(estimate([1, 5, 6, 7, 900], 0.19)).toMatchObject({ cut: 0 })
    expect(estimate([3], 0.4)).toMatchObject({ value: 3, standardError: null })
    expect(estimate([1, 2, 3], 0.34).standardError).toBe(null)
  })

  it('does not follow a wild estimate, and does not depend on the order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 5 }), values => {
        expect(Math.abs(estimate([...values, 1e9], 0.2).value)).toBeLessThanOrEqual(10)
        expect(trimmedMean(values.toReversed(), 0.2)).toEqual(trimmedMean(values, 0.2))
      })
    )
  })
})
