import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brierScore, crps, logScore, type Score } from './forecast-scores.ts'

const forecast = (probability: number, happened: boolean) => ({ probability, happened })

describe('brierScore', () => {
  it('refuses what is no probability and has no value without forecasts', () => {
    expect(() => brierScore([forecast(2, true)])).toThrow('brierScore: a probability')
    expect(brierScore([])).toEqual({ kind: 'too-few', have: 0, need: 1 })
  })

  it('is 0 for the sure and right, 1 for the sure and wrong, ¼ for ½', () => {
    expect(brierScore([forecast(1, true), forecast(0, false)])).toMatchObject({ value: 0 })
    expect(brierScore([forecast(0, true), forecast(1, false)])).toMatchObject({ value: 1 })
    expect(brierScore([forecast(0.5, true)])).toMatchObject({ value: 0.25 })
  })
})

describe('logScore', () => {
  it('is the mean of −ln of what was said of what happened', () => {
    expect(logScore([forecast(0.5, true), forecast(0.75, false)])).toEqual({
      kind: 'score',
      value: Number(((Math.log(2) + Math.log(4)) / 2).toPrecision(12)),
      count: 2
    })
    expect(logScore([forecast(1, true)])).toMatchObject({ value: 0 })
  })

  it('has no finite value where the impossible happened, and says how often', () => {
    expect(logScore([forecast(1, false), forecast(0, true), forecast(0.3, true)])).toEqual({
      kind: 'infinite',
      count: 2
    })
    expect(logScore([])).toEqual({ kind: 'too-few', have: 0, need: 1 })
    expect(() => logScore([forecast(-0.1, true)])).toThrow('logScore')
  })
})

it('honest probabilities score best, on average, under both scores', () => {
  const inner = fc.double({ min: 0.01, max: 0.99, noNaN: true })
  fc.assert(
    fc.property(inner, inner, (truth, said) => {
      for (const score of [brierScore, logScore]) {
        const mean = (probability: number) =>
          truth * (score([forecast(probability, true)]) as Score).value +
          (1 - truth) * (score([forecast(probability, false)]) as Score).value
        expect(mean(truth)).toBeLessThanOrEqual(mean(said) + 1e-9)
      }
    })
  )
})

describe('crps', () => {
  it('refuses numbers that are not finite and has no value without estimates', () => {
    expect(() => crps([1], NaN)).toThrow('crps: the truth')
    expect(() => crps([NaN], 1)).toThrow('crps: an estimate')
    expect(crps([], 1)).toEqual({ kind: 'too-few', have: 0, need: 1 })
  })

  it('is the mean distance to the truth less half the mean distance among the estimates', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1 }),
        fc.integer({ min: -50, max: 50 }),
        (list, truth) => {
          const n = list.length
          const toTruth = list.reduce((sum, own) => sum + Math.abs(own - truth), 0) / n
          const among = list.flatMap(a => list.map(b => Math.abs(a - b))).reduce((a, b) => a + b, 0) / n / n
          expect((crps(list, truth) as Score).value).toBeCloseTo(toTruth - among / 2, 5)
        }
      )
    )
    expect(crps([4], 7)).toEqual({ kind: 'score', value: 3, count: 1 })
  })
})
