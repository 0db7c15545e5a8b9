import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { glicko, GLICKO_START, type GlickoGame } from './glicko.ts'

const published: GlickoGame[] = [
  { opponent: { rating: 1400, deviation: 30 }, score: 1 },
  { opponent: { rating: 1550, deviation: 100 }, score: 0 },
  { opponent: { rating: 1700, deviation: 300 }, score: 0 }
]

describe('glicko', () => {
  it('gives the numbers of the worked example of its author', () => {
    const after = glicko({ rating: 1500, deviation: 200, volatility: 0.06 }, published)
    // The author rounds on the way: without that the rating is 1464.05.
    expect(after.rating).toBeCloseTo(1464.06, 1)
    expect(after.deviation).toBeCloseTo(151.52, 2)
    expect(after.volatility).toBeCloseTo(0.059996, 6)
  })

  it('grows less sure without games', () => {
    const after = glicko({ rating: 1500, deviation: 50, volatility: 0.06 }, [])
    expect(after.rating).toBe(1500)
    expect(after.deviation).toBeCloseTo(51.0747, 3)
  })

  it('gives the same in every order of the games, and mirrored for mirrored scores', () => {
    const game = fc.record({
      opponent: fc.record({
        rating: fc.integer({ min: 1000, max: 2000 }),
        deviation: fc.integer({ min: 30, max: 350 })
      }),
      score: fc.constantFrom(0, 0.5, 1)
    })
    fc.assert(
      fc.property(fc.array(game, { minLength: 1, maxLength: 8 }), games => {
        const after = glicko(GLICKO_START, games)
        const reversed = glicko(GLICKO_START, games.toReversed())
        const mirrored = glicko(
          GLICKO_START,
          games.map(({ opponent, score }) => ({
            opponent: { ...opponent, rating: 3000 - opponent.rating },
            score: 1 - score
          }))
        )
        expect(reversed.rating).toBeCloseTo(after.rating, 6)
        expect(mirrored.rating).toBeCloseTo(3000 - after.rating, 6)
        expect(after.deviation).toBeLessThan(350)
      })
    )
  })

  it('survives an upset beyond all expectation', () => {
    const upset = glicko({ rating: 1500, deviation: 30, volatility: 0.06 }, [
      { opponent: { rating: 2500, deviation: 30 }, score: 1 }
    ])
    expect(upset.volatility).toBeGreaterThan(0.06)
    expect(Number.isFinite(upset.rating)).toBe(true)
  })

  it('refuses what is no rating and no score', () => {
    expect(() => glicko({ ...GLICKO_START, deviation: 0 }, [])).toThrow('deviation')
    expect(() => glicko(GLICKO_START, [{ ...published[0]!, score: 2 }])).toThrow('a score')
    expect(() => glicko({ ...GLICKO_START, rating: Number.NaN }, [])).toThrow('rating')
    expect(() => glicko(GLICKO_START, [{ opponent: { rating: 1e9, deviation: 30 }, score: 1 }])).toThrow(
      'near enough'
    )
  })
})
