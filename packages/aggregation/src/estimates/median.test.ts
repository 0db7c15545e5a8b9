import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Median, median } from './median.ts'

const estimate = (values: readonly number[]) => median(values) as Median

describe('median', () => {
  it('refuses numbers that are not finite, and has no answer without estimates', () => {
    expect(() => median([1, NaN])).toThrow('median: an estimate must be a finite number, got NaN')
    expect(() => median([Infinity])).toThrow(RangeError)
    expect(median([])).toEqual({ kind: 'too-few', have: 0, need: 1 })
  })

  it('gives the middle, both middles, quartiles and deviation', () => {
    expect(median([7, 1, 3, 100])).toEqual({
      kind: 'estimate',
      value: 5,
      count: 4,
      middle: [3, 7],
      quartiles: [2, 53.5],
      deviation: 3,
      interval: null
    })
    expect(estimate([2, 9, 4])).toMatchObject({ value: 4, middle: [4, 4], quartiles: [3, 6.5] })
    expect(estimate([Number.MAX_VALUE, Number.MAX_VALUE]).value).toBe(Number.MAX_VALUE)
    expect(Object.is(estimate([-0]).value, 0)).toBe(true)
  })

  it('takes the interval from the order of the estimates: ends for 6, second from the ends for 9', () => {
    // P(no estimate below the median) is 1/64 for 6; 10/512 for at most one of 9.
    expect(estimate([1, 2, 3, 4, 5, 6]).interval).toEqual([1, 6])
    expect(estimate([1, 2, 3, 4, 5, 6, 7, 8, 9]).interval).toEqual([2, 8])
    expect(estimate([1, 2, 3, 4, 5]).interval).toBe(null)
    const hundred = Array.from({ length: 100 }, (_, i) => i + 1)
    expect(estimate(hundred).interval).toEqual([40, 61])
    const many = Array.from({ length: 400 }, (_, i) => i + 1)
    expect(estimate(many).interval).toEqual([180, 221])
  })

  it('has at most half of the estimates on either side, in every order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1 }), values => {
        const { value } = estimate(values)
        expect(values.filter(own => own < value).length * 2).toBeLessThanOrEqual(values.length)
        expect(values.filter(own => own > value).length * 2).toBeLessThanOrEqual(values.length)
        expect(median(values.toReversed())).toEqual(median(values))
      })
    )
  })
})
