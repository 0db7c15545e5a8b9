import { roundSignificant } from '../round-significant.ts'
import { checkBetween, checkFinite, checkPositive, fail } from '../checks.ts'
import { tooFew } from '../ties.ts'
import { type Ranking, rankByScore, type Unranked } from './ranking.ts'
import { wilsonBound, Z95 } from './wilson-bound.ts'

/**
 * An item with its favourable responses and all of its responses (for instance: supported, of those who saw
 * it).
 */
export interface SharedItem {
  readonly id: string
  readonly positive: number
  readonly total: number
}

/** How careful the ranking is. */
export interface WilsonSettings {
  /** Standard normal quantile; 1.96 (95 %) unless given. A larger one asks for more responses. */
  readonly z?: number
  /** Responses below which an item is not ranked but reported as having too few; 1 unless given. */
  readonly need?: number
}

/** What the rank of an item was made of; `score` is the lower bound, rounded to 12 digits. */
export interface WilsonExplanation {
  readonly id: string
  readonly score: number
  readonly positive: number
  readonly total: number
  readonly share: number
  readonly lower: number
  readonly upper: number
}

/**
 * Ranking by the lower Wilson bound: which items are we most sure that people favour?
 *
 * Prefer it to the plain share, which puts 1 of 1 above 99 of 100, and to the plain count where items were
 * not shown to equally many people. Prefer `decayedWilsonRanking` when taste moves with time.
 *
 * Ties: bounds that agree to 12 significant digits share a rank. Gaps: an item with fewer than `need`
 * responses is in `unranked`, with what it has and what it needs. Cost: n log n for n items.
 *
 * Throws `RangeError` where positive lies outside 0 … total, an id occurs twice, or a setting is out of
 * range.
 *
 * Source: E. B. Wilson, JASA 22 (1927), 209–212; as a ranking: E. Miller, "How not to sort by average rating"
 * (2009).
 *
 * @example
 * wilsonRanking([{ id: 'new', positive: 1, total: 1 }, { id: 'known', positive: 90, total: 100 }]).groups.map(g => g.ids)
 * // → [['known'], ['new']]
 */
export function wilsonRanking(
  items: readonly SharedItem[],
  settings: WilsonSettings = {}
): Ranking<WilsonExplanation> {
  return rankByLowerBound('wilsonRanking', items, settings)
}

/** The ranking by lower bound under the name of the rule that asks for it. */
export function rankByLowerBound<Item extends SharedItem>(
  rule: string,
  items: readonly Item[],
  settings: WilsonSettings
): Ranking<Item & WilsonExplanation> {
  const { z = Z95, need = 1 } = settings
  checkBetween(rule, 'z', z, 0, 40)
  checkPositive(rule, 'need', need)
  const scored: (Item & WilsonExplanation)[] = []
  const unranked: Unranked[] = []
  for (const item of items) {
    checkItem(rule, item)
    const { id, positive, total } = item
    if (total < need) {
      unranked.push({ id, ...tooFew(total, need) })
      continue
    }
    const { lower, upper } = wilsonBound(positive, total, z)
    scored.push({ ...item, score: roundSignificant(lower), share: positive / total, lower, upper })
  }
  return rankByScore(rule, scored, unranked)
}

function checkItem(rule: string, { id, positive, total }: SharedItem): void {
  checkFinite(rule, `positive of "${id}"`, positive)
  checkFinite(rule, `total of "${id}"`, total)
  if (positive < 0 || positive > total) {
    fail(rule, `positive must lie between 0 and total, got ${positive} of ${total} for "${id}"`)
  }
}
