import { roundSignificant } from '../round-significant.ts'
import { checkDecay, type Decay, sumDecayed, type TimedValue } from './decayed-sum.ts'
import { type Ranking, rankByScore } from './ranking.ts'

/** An item with the responses it received. */
export interface TimedItem {
  readonly id: string
  readonly responses: readonly TimedValue[]
}

/** What the rank of an item was made of; times in the unit of the input, `null` without responses. */
export interface DecayedExplanation {
  readonly id: string
  readonly score: number
  readonly responses: number
  readonly undecayed: number
  readonly firstAt: number | null
  readonly lastAt: number | null
}

/**
 * Ranking by fading count: which items do people favour these days?
 *
 * Each response counts its value × 2^(−age ∕ halfLife). Prefer `countRanking` for a decision at the end of a
 * call: fading favours late comers. The order between items changes only by new responses, never by waiting,
 * for all fade at one rate.
 *
 * Ties: scores that agree to 12 significant digits share a rank. Gaps: an item without responses has the
 * score 0. The result does not depend on the order of items or responses, to the byte. Cost: r log r for r
 * responses.
 *
 * Throws `RangeError` for a time after `now`, values that are not finite, a half-life not above 0, an id
 * twice.
 *
 * Source: G. Cormode et al., "Forward decay", ICDE 2009.
 *
 * @example
 * decayedRanking([
 *   { id: 'old', responses: [{ value: 1, at: 0 }, { value: 1, at: 0 }] },
 *   { id: 'new', responses: [{ value: 1, at: 20 }] }
 * ], { now: 20, halfLife: 10 }).groups
 * // → [{ rank: 1, score: 1, ids: ['new'] }, { rank: 2, score: 0.5, ids: ['old'] }]
 */
export function decayedRanking(items: readonly TimedItem[], decay: Decay): Ranking<DecayedExplanation> {
  checkDecay('decayedRanking', decay)
  const scored = items.map(({ id, responses }) => {
    const times = responses.map(response => response.at)
    return {
      id,
      score: roundSignificant(sumDecayed('decayedRanking', responses, decay)),
      responses: responses.length,
      undecayed: sumDecayed('decayedRanking', responses, { ...decay, halfLife: Number.MAX_VALUE }),
      firstAt: times.length > 0 ? times.reduce((a, b) => Math.min(a, b)) : null,
      lastAt: times.length > 0 ? times.reduce((a, b) => Math.max(a, b)) : null
    }
  })
  return rankByScore('decayedRanking', scored)
}
