import { fail } from '../checks.ts'
import type { TimedItem } from './decayed-ranking.ts'
import { checkDecay, type Decay, sumDecayed } from './decayed-sum.ts'
import type { Ranking } from './ranking.ts'
import { rankByLowerBound, type WilsonExplanation, type WilsonSettings } from './wilson-ranking.ts'

/**
 * Ranking by the lower Wilson bound of fading responses: which items are we most sure that people favour
 * these days?
 *
 * Values are 1 (favourable) or 0 (seen or answered, not favoured); both fade alike, and the faded sums stand
 * for the counts. An item people stopped answering sinks, for the interval around its share widens. Prefer
 * `wilsonRanking` for a decision at the end of a call.
 *
 * Ties and gaps as in `wilsonRanking`; `need` is compared with the faded total. The result does not depend on
 * the order of items or responses. Cost: r log r for r responses.
 *
 * Throws `RangeError` for a value other than 0 and 1, a time after `now`, a half-life not above 0, an id
 * twice.
 *
 * Source: E. B. Wilson, JASA 22 (1927), 209–212, on decayed counts of G. Cormode et al., ICDE 2009.
 * NOTE: the faded total stands for a number of independent people, which makes the interval a heuristic.
 *
 * @example
 * decayedWilsonRanking([
 *   { id: 'once', responses: [{ value: 1, at: 0 }, { value: 1, at: 0 }, { value: 1, at: 0 }] },
 *   { id: 'now', responses: [{ value: 1, at: 30 }, { value: 1, at: 30 }] }
 * ], { now: 30, halfLife: 10, need: 0.1 }).groups.map(group => group.ids)
 * // → [['now'], ['once']]
 */
export function decayedWilsonRanking(
  items: readonly TimedItem[],
  settings: Decay & WilsonSettings
): Ranking<WilsonExplanation> {
  const rule = 'decayedWilsonRanking'
  checkDecay(rule, settings)
  const faded = items.map(({ id, responses }) => {
    for (const { value } of responses) {
      if (value !== 0 && value !== 1) fail(rule, `a value must be 0 or 1, got ${value} for "${id}"`)
    }
    // Values are 1 or 0, so their sum counts the favourable ones.
    const positive = sumDecayed(rule, responses, settings)
    const rest = responses.filter(response => response.value === 0).map(({ at }) => ({ value: 1, at }))
    return { id, positive, total: positive + sumDecayed(rule, rest, settings) }
  })
  return rankByLowerBound(rule, faded, settings)
}
