import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Calibration, calibration } from './calibration.ts'

describe('calibration', () => {
  it('refuses bins that are none and what is no probability', () => {
    expect(() => calibration([], 0)).toThrow('calibration: bins')
    expect(() => calibration([], 1001)).toThrow('bins')
    expect(() => calibration([{ probability: NaN, happened: true }])).toThrow('a probability')
    expect(calibration([])).toEqual({ kind: 'too-few', have: 0, need: 1 })
  })

  it('puts 1 into the last bin and leaves empty bins out', () => {
    const { bins } = calibration([
      { probability: 1, happened: true },
      { probability: 0.95, happened: true },
      { probability: 0.05, happened: false }
    ]) as Calibration
    expect(bins.map(({ from, to, count, said, happened }) => [from, to, count, said, happened])).toEqual([
      [0, 0.1, 1, 0.05, 0],
      [0.9, 1, 2, 0.975, 1]
    ])
  })

  it('parts the Brier score into reliability, resolution, uncertainty and the spread within bins', () => {
    const forecasts = fc.array(
      fc.record({ probability: fc.double({ min: 0, max: 1, noNaN: true }), happened: fc.boolean() }),
      { minLength: 1 }
    )
    fc.assert(
      fc.property(forecasts, list => {
        const { brier, reliability, resolution, uncertainty, within, bins } = calibration(list) as Calibration
        expect(reliability - resolution + uncertainty + within).toBeCloseTo(brier, 9)
        for (const { happened, interval } of bins) {
          expect(interval[0] <= happened + 1e-9 && happened <= interval[1] + 1e-9).toBe(true)
        }
        expect(calibration(list.toReversed())).toEqual(calibration(list))
      })
    )
  })

  it('has nothing within the bins when each bin holds one value', () => {
    const list = [0.25, 0.25, 0.75, 0.75].map((probability, i) => ({ probability, happened: i % 2 === 0 }))
    expect(calibration(list)).toMatchObject({
      reliability: 0.0625,
      resolution: 0,
      uncertainty: 0.25,
      within: 0,
      brier: 0.3125
    })
  })
})
