import { checkFinite } from '../checks.ts'
import { type Ranking, rankByScore } from './ranking.ts'

/** An item with the number (or the sum) of what it received. */
export interface CountedItem {
  readonly id: string
  readonly count: number
}

/** What the rank of an item was made of. */
export interface CountExplanation {
  readonly id: string
  readonly score: number
}

/**
 * Ranking by plain count: which items received most?
 *
 * Prefer `wilsonRanking` when items were shown to different numbers of people and both favour and disfavour
 * are counted; prefer `decayedRanking` when an old item should make room for a new one.
 *
 * Ties: equal counts share a rank (1, 2, 2, 4) and are listed; nothing breaks them. Gaps: an item nobody
 * supported has the count 0 and is ranked. Counts may be negative (sums of scores). Cost: n log n for n
 * items.
 *
 * Throws `RangeError` for a count that is not finite and for an id that occurs twice.
 *
 * Source: standard competition ranking ("1224"); plurality count.
 *
 * @example
 * countRanking([{ id: 'park', count: 3 }, { id: 'pool', count: 5 }, { id: 'tram', count: 3 }]).groups
 * // → [{ rank: 1, score: 5, ids: ['pool'] }, { rank: 2, score: 3, ids: ['park', 'tram'] }]
 */
export function countRanking(items: readonly CountedItem[]): Ranking<CountExplanation> {
  for (const { id, count } of items) checkFinite('countRanking', `the count of "${id}"`, count)
  // Adding 0 turns −0 into 0, so that both print and compare alike.
  const scored = items.map(({ id, count }) => ({ id, score: count + 0 }))
  return rankByScore('countRanking', scored)
}
