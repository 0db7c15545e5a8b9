import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type LogOddsMean, logOddsMean } from './log-odds-mean.ts'

const estimate = (...input: Parameters<typeof logOddsMean>) => logOddsMean(...input) as LogOddsMean

describe('logOddsMean', () => {
  it('refuses what is no probability and settings out of range', () => {
    expect(() => logOddsMean([1.1])).toThrow('logOddsMean: a probability must lie between 0 and 1, got 1.1')
    expect(() => logOddsMean([NaN])).toThrow(RangeError)
    expect(() => logOddsMean([0.5], { bound: 0.5 })).toThrow('bound')
    expect(() => logOddsMean([0.5], { bound: 0 })).toThrow('bound')
    expect(() => logOddsMean([0.5], { extremising: 0 })).toThrow('extremising')
    expect(logOddsMean([])).toEqual({ kind: 'too-few', have: 0, need: 1 })
  })

  it('is the geometric mean of the odds', () => {
    // Odds 9 and 1/4: √(9/4) = 3/2, probability 3/5.
    expect(estimate([0.9, 0.2]).value).toBe(0.6)
    expect(estimate([0.9, 0.2], { extremising: 2 }).value).toBeCloseTo(9 / 4 / (1 + 9 / 4), 11)
  })

  it('brings sure forecasts within the bound and counts them', () => {
    expect(estimate([0, 1, 0.5], { bound: 0.05 })).toMatchObject({ value: 0.5, bounded: 2 })
    expect(estimate([1, 1]).value).toBe(0.99)
  })

  it('is symmetric, between the least and the greatest, and further from ½ when extremised', () => {
    const probabilities = fc.array(fc.double({ min: 0.02, max: 0.98, noNaN: true }), { minLength: 1 })
    fc.assert(
      fc.property(probabilities, fc.double({ min: 1, max: 3, noNaN: true }), (list, extremising) => {
        const { value, interval } = estimate(list)
        expect(estimate(list.map(own => 1 - own)).value).toBeCloseTo(1 - value, 9)
        expect(value >= Math.min(...list) - 1e-9 && value <= Math.max(...list) + 1e-9).toBe(true)
        const further = estimate(list, { extremising }).value
        expect(Math.abs(further - 0.5)).toBeGreaterThanOrEqual(Math.abs(value - 0.5) - 1e-9)
        if (interval) expect(interval[0] <= value && value <= interval[1]).toBe(true)
        expect(logOddsMean(list.toReversed())).toEqual(logOddsMean(list))
      })
    )
  })
})
