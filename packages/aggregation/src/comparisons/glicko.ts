import { checkBetween, checkModerate, checkPositive, fail } from '../checks.ts'
import { roundSignificant } from '../round-significant.ts'

/** What is known of a player: the rating, how unsure it is, and how fast the strength changes. */
export interface GlickoRating {
  readonly rating: number
  readonly deviation: number
  readonly volatility: number
}

/** A game: who was met, as they were before it, and 1 for a win, ½ for a tie, 0 for a loss. */
export interface GlickoGame {
  readonly opponent: { readonly rating: number; readonly deviation: number }
  readonly score: number
}

/** Where a new player starts. */
export const GLICKO_START: GlickoRating = { rating: 1500, deviation: 350, volatility: 0.06 }

/**
 * Glicko-2: what is a player's rating after the games of a period, in a table that lives on?
 *
 * Each period costs only its own games, and who does not play grows less sure. The result depends on how
 * games are cut into periods: prefer `bradleyTerry` when all comparisons count alike and none is outdated.
 *
 * Ties: a tie is a score of ½. Gaps: a period without games widens the deviation. The order of the games has
 * no influence beyond the last digits, which are rounded off. Cost: the number of games.
 *
 * Throws `RangeError` for deviations or volatilities not above 0, scores outside 0 … 1, a constant that is
 * not above 0.
 *
 * Source: M. E. Glickman, "Example of the Glicko-2 system", 2022, whose example this is; "Dynamic paired
 * comparison models with stochastic variances", Journal of Applied Statistics 28 (2001), 673–689.
 *
 * @param systemConstant how much volatility may change: 0.3 to 1.2; 0.5 unless given
 * @example
 * Math.round(glicko({ rating: 1500, deviation: 200, volatility: 0.06 }, [
 *   { opponent: { rating: 1400, deviation: 30 }, score: 1 },
 *   { opponent: { rating: 1550, deviation: 100 }, score: 0 },
 *   { opponent: { rating: 1700, deviation: 300 }, score: 0 }
 * ]).rating)
 * // → 1464
 */
export function glicko(
  before: GlickoRating,
  games: readonly GlickoGame[],
  systemConstant = 0.5
): GlickoRating {
  const rule = 'glicko'
  for (const key of ['rating', 'deviation', 'volatility'] as const) checkModerate(rule, key, before[key])
  checkPositive(rule, 'deviation', before.deviation)
  checkPositive(rule, 'volatility', before.volatility)
  checkPositive(rule, 'systemConstant', systemConstant)
  for (const { opponent, score } of games) {
    checkModerate(rule, "an opponent's rating", opponent.rating)
    checkModerate(rule, "an opponent's deviation", opponent.deviation)
    checkPositive(rule, "an opponent's deviation", opponent.deviation)
    checkBetween(rule, 'a score', score, 0, 1)
  }
  const spread = before.deviation / SCALE
  if (games.length === 0) {
    const deviation = SCALE * Math.hypot(spread, before.volatility)
    return { ...before, deviation: roundSignificant(deviation) }
  }
  let precision = 0
  let surprise = 0
  for (const { opponent, score } of games) {
    const weight = 1 / Math.sqrt(1 + (3 * (opponent.deviation / SCALE) ** 2) / Math.PI ** 2)
    const expected = 1 / (1 + Math.exp((-weight * (before.rating - opponent.rating)) / SCALE))
    precision += weight ** 2 * expected * (1 - expected)
    surprise += weight * (score - expected)
  }
  if (!(precision > 1e-12)) fail(rule, 'opponents must be near enough for a game to tell anything')
  const variance = 1 / precision
  const volatility = nextVolatility(spread, before.volatility, variance, variance * surprise, systemConstant)
  const deviation = 1 / Math.sqrt(1 / (spread ** 2 + volatility ** 2) + precision)
  return {
    rating: roundSignificant(before.rating + SCALE * deviation ** 2 * surprise),
    deviation: roundSignificant(SCALE * deviation),
    volatility: roundSignificant(volatility)
  }
}

/** Points of the published scale to one of the inner scale. */
const SCALE = 173.7178

/** Step 5 of the source: the root of its f by the Illinois method. */
function nextVolatility(
  spread: number,
  volatility: number,
  variance: number,
  improvement: number,
  systemConstant: number
): number {
  const start = Math.log(volatility ** 2)
  const f = (x: number): number => {
    const grown = spread ** 2 + variance + Math.exp(x)
    return (Math.exp(x) * (improvement ** 2 - grown)) / (2 * grown ** 2) - (x - start) / systemConstant ** 2
  }
  let a = start
  let b: number
  if (improvement ** 2 > spread ** 2 + variance) b = Math.log(improvement ** 2 - spread ** 2 - variance)
  else {
    let k = 1
    // f grows without bound to the left, where its second part rules: a thousand steps are far beyond that.
    while (f(start - k * systemConstant) < 0 && k < 1000) k++
    b = start - k * systemConstant
  }
  let [fa, fb] = [f(a), f(b)]
  for (let round = 0; round < 200 && Math.abs(b - a) > 1e-12; round++) {
    const c = a + ((a - b) * fa) / (fb - fa)
    const fc = f(c)
    if (fc * fb <= 0) [a, fa] = [b, fb]
    else fa /= 2
    ;[b, fb] = [c, fc]
  }
  return Math.exp(a / 2)
}
