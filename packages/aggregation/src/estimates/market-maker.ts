import { checkDistinctIds, checkFinite, checkPositive, fail } from '../checks.ts'
import { roundSignificant } from '../round-significant.ts'
import { sumSorted } from '../sum-sorted.ts'
import { compareIds } from '../ties.ts'

/** How many shares of an outcome have been sold in all. */
export interface SoldShares {
  readonly id: string
  readonly shares: number
}

/** The state of the market: shares sold by outcome, and how slowly prices move. */
export interface PredictionMarket {
  readonly sold: readonly SoldShares[]
  readonly liquidity: number
}

/**
 * Prices (the crowd's probabilities), what has been paid in so far, and the most the market maker can lose.
 */
export interface MarketPrices {
  readonly prices: readonly { readonly id: string; readonly price: number }[]
  readonly paid: number
  readonly worstLoss: number
}

/** What a trade costs (below 0: pays), and the market after it. */
export interface Trade {
  readonly cost: number
  readonly market: PredictionMarket
}

/**
 * Prices of a logarithmic market scoring rule: how probable are the outcomes, by what people have bought?
 *
 * A share pays 1 if its outcome happens. There is always a price, also with one trader, and the loss of the
 * market maker is at most liquidity × ln (outcomes). Prefer `logOddsMean` where people state probabilities
 * once.
 *
 * Ties: equal prices are equal. Gaps: a market without trades has equal prices. Sums of exponentials are
 * taken relative to the largest, so that nothing overflows. Cost: n log n for n outcomes.
 *
 * Throws `RangeError` below two outcomes, for an outcome that comes twice, shares that are not finite, a
 * liquidity that is not above 0.
 *
 * Source: R. Hanson, "Combinatorial information market design", Information Systems Frontiers 5 (2003),
 * 107–119.
 *
 * @example
 * marketPrices({ sold: [{ id: 'yes', shares: 0 }, { id: 'no', shares: 0 }], liquidity: 100 }).prices
 * // → [{ id: 'no', price: 0.5 }, { id: 'yes', price: 0.5 }]
 */
export function marketPrices(market: PredictionMarket): MarketPrices {
  checkMarket('marketPrices', market)
  const { sold, liquidity } = market
  const start = liquidity * Math.log(sold.length)
  const top = Math.max(...sold.map(({ shares }) => shares))
  const weights = sold.map(({ id, shares }) => ({ id, weight: Math.exp((shares - top) / liquidity) }))
  const total = sumSorted(weights.map(({ weight }) => weight))
  const prices = weights
    .map(({ id, weight }) => ({ id, price: roundSignificant(weight / total) }))
    .sort((a, b) => compareIds(a.id, b.id))
  return { prices, paid: roundSignificant(costOf(market) - start), worstLoss: roundSignificant(start) }
}

/**
 * A trade with a logarithmic market scoring rule: what does it cost to buy (below 0: to sell) so many shares
 * of an outcome?
 *
 * The cost is the difference of the market's cost before and after, so trades in parts cost what they cost at
 * once. The state carries on: nothing else need be kept. Cost: n log n for n outcomes.
 *
 * Throws `RangeError` for an unknown outcome, shares that are not finite, and as `marketPrices`.
 *
 * Source: R. Hanson, Information Systems Frontiers 5 (2003), 107–119.
 *
 * @example
 * tradeShares({ sold: [{ id: 'yes', shares: 0 }, { id: 'no', shares: 0 }], liquidity: 100 }, 'yes', 10).cost.toFixed(4) // → '5.1249'
 */
export function tradeShares(market: PredictionMarket, id: string, shares: number): Trade {
  const rule = 'tradeShares'
  checkMarket(rule, market)
  checkFinite(rule, 'shares', shares)
  if (!market.sold.some(outcome => outcome.id === id)) fail(rule, `"${id}" is not an outcome of the market`)
  const sold = market.sold.map(own => (own.id === id ? { id, shares: own.shares + shares } : own))
  const after = { sold, liquidity: market.liquidity }
  return { cost: roundSignificant(costOf(after) - costOf(market)), market: after }
}

/** liquidity × ln Σ exp(shares ∕ liquidity). */
function costOf({ sold, liquidity }: PredictionMarket): number {
  const top = Math.max(...sold.map(({ shares }) => shares))
  return top + liquidity * Math.log(sumSorted(sold.map(({ shares }) => Math.exp((shares - top) / liquidity))))
}

function checkMarket(rule: string, { sold, liquidity }: PredictionMarket): void {
  checkDistinctIds(
    rule,
    'outcomes',
    sold.map(({ id }) => id)
  )
  if (sold.length < 2) fail(rule, `there must be at least two outcomes, got ${sold.length}`)
  for (const { id, shares } of sold) checkFinite(rule, `the shares of "${id}"`, shares)
  checkPositive(rule, 'liquidity', liquidity)
}
