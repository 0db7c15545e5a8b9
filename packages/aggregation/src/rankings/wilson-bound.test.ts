import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wilsonBound } from './wilson-bound.ts'

describe('wilsonBound', () => {
  it('refuses impossible counts', () => {
    expect(() => wilsonBound(5, 3)).toThrow('wilsonBound: positive must lie between 0 and total, got 5 of 3')
    expect(() => wilsonBound(-1, 3)).toThrow(RangeError)
    expect(() => wilsonBound(0, 0)).toThrow('wilsonBound: total')
    expect(() => wilsonBound(NaN, 3)).toThrow('wilsonBound: positive must be a finite number')
    expect(() => wilsonBound(1, 3, -1)).toThrow('wilsonBound: z')
  })

  it('equals the published intervals of Newcombe (1998), table I, method 3', () => {
    // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17,
    // 857–872.
    const published: [number, number, string, string][] = [
      [81, 263, '0.2553', '0.3662'],
      [15, 148, '0.0624', '0.1605'],
      [0, 20, '0.0000', '0.1611'],
      [1, 29, '0.0061', '0.1718']
    ]
    for (const [positive, total, lower, upper] of published) {
      const interval = wilsonBound(positive, total)
      expect([interval.lower.toFixed(4), interval.upper.toFixed(4)]).toEqual([lower, upper])
    }
  })

  it('solves |share − p| = z·√(p(1−p)/n) at both ends', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.nat(1000),
        fc.constantFrom(1, 1.96, 2.58),
        (total, k, z) => {
          const positive = Math.min(k, total)
          const { lower, upper } = wilsonBound(positive, total, z)
          for (const p of [lower, upper]) {
            expect(Math.abs(positive / total - p)).toBeCloseTo(z * Math.sqrt((p * (1 - p)) / total), 7)
          }
          expect(0 <= lower && lower <= positive / total && positive / total <= upper && upper <= 1).toBe(
            true
          )
        }
      )
    )
  })

  it('is the share itself for z = 0', () => {
    expect(wilsonBound(3, 4, 0)).toEqual({ lower: 0.75, upper: 0.75 })
  })
})
