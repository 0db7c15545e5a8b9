import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PredictionMarket, marketPrices, tradeShares } from './market-maker.ts'

const market = (shares: number[], liquidity = 100): PredictionMarket => ({
  sold: shares.map((own, i) => ({ id: `o${i}`, shares: own })),
  liquidity
})

describe('marketPrices', () => {
  it('refuses markets that are none', () => {
    expect(() => marketPrices(market([1]))).toThrow(
      'marketPrices: there must be at least two outcomes, got 1'
    )
    expect(() => marketPrices(market([1, NaN]))).toThrow('the shares of "o1"')
    expect(() => marketPrices(market([1, 2], 0))).toThrow('liquidity')
    expect(() =>
      marketPrices({
        sold: [
          { id: 'a', shares: 0 },
          { id: 'a', shares: 0 }
        ],
        liquidity: 1
      })
    ).toThrow('twice')
  })

  it('gives the price e^(q∕b) ∕ Σ e^(q∕b), also where exponentials overflow', () => {
    // 100 × ln 3 shares ahead: the odds are 3.
    expect(marketPrices(market([100 * Math.log(3), 0])).prices.map(({ price }) => price)).toEqual([
      0.75, 0.25
    ])
    const huge = marketPrices(market([1e6 + 100 * Math.log(3), 1e6]))
    expect(huge.prices[0]!.price).toBeCloseTo(0.75, 9)
  })

  it('loses at most liquidity × ln outcomes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength: 2, maxLength: 5 }),
        shares => {
          const { paid, worstLoss, prices } = marketPrices(market(shares))
          expect(Math.max(...shares) - paid).toBeLessThanOrEqual(worstLoss + 1e-6)
          expect(prices.reduce((sum, { price }) => sum + price, 0)).toBeCloseTo(1, 9)
        }
      )
    )
  })
})

describe('tradeShares', () => {
  it('refuses unknown outcomes and numbers that are not finite', () => {
    expect(() => tradeShares(market([0, 0]), 'x', 1)).toThrow('tradeShares: "x" is not an outcome')
    expect(() => tradeShares(market([0, 0]), 'o0', Infinity)).toThrow('shares')
  })

  it('costs the same in parts as at once, and nothing for there and back', () => {
    const amount = fc.double({ min: -200, max: 200, noNaN: true })
    fc.assert(
      fc.property(amount, amount, (first, second) => {
        const one = tradeShares(market([5, 7, 9]), 'o1', first)
        const two = tradeShares(one.market, 'o1', second)
        const whole = tradeShares(market([5, 7, 9]), 'o1', first + second)
        expect(one.cost + two.cost).toBeCloseTo(whole.cost, 8)
        expect(one.cost + tradeShares(one.market, 'o1', -first).cost).toBeCloseTo(0, 8)
      })
    )
  })
})
