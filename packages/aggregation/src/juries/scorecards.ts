import { checkBetween, checkDistinctIds, checkFinite, checkPositive, fail } from '../checks.ts'
import { type Ranking, rankByScore } from '../rankings/ranking.ts'
import { roundSignificant } from '../round-significant.ts'
import { sumSorted } from '../sum-sorted.ts'
import { compareIds } from '../ties.ts'
import type { JudgeRating } from './rating-table.ts'

/** What judges look at: how much it weighs, and the ends of its scale. */
export interface Criterion {
  readonly id: string
  readonly weight: number
  readonly least: number
  readonly most: number
}

/** A judge's card for an entry: a score for each criterion. */
export interface Scorecard {
  readonly judge: string
  readonly entry: string
  readonly scores: Readonly<Record<string, number>>
}

/** A card that was not counted, for these criteria are not scored. */
export interface IncompleteCard {
  readonly judge: string
  readonly entry: string
  readonly missing: readonly string[]
}

/** What an entry's rank was made of: the mean of its cards, and of each criterion, on the scale 0 … 1. */
export interface ScoredEntry {
  readonly id: string
  readonly score: number
  readonly judges: number
  readonly criteria: readonly { readonly id: string; readonly mean: number }[]
}

/** Entries by score, with the total of each card, from 0 to 1, for `judgeModel` and others. */
export interface ScorecardRanking extends Ranking<ScoredEntry> {
  readonly totals: readonly JudgeRating[]
  readonly incomplete: readonly IncompleteCard[]
}

/**
 * Weighted scorecards: which entries do the judges score highest?
 *
 * Every criterion is brought to the scale 0 … 1 and weighed; an entry's score is the mean of its cards. Fair
 * where every judge scores every entry. Where each sees only some, the strict and the mild weigh on whom they
 * happen to see: then pass `totals` to `judgeModel`.
 *
 * Ties: scores that agree to 12 digits share a rank; see `tieBreakChain`. Gaps: a card without a score for
 * some criterion is not counted, and listed; an entry with such cards only is unranked. Cost: cards ×
 * criteria.
 *
 * Throws `RangeError` without criteria, for weights not above 0, scales without length, scores outside them
 * or of unknown criteria, a judge with two cards for an entry.
 *
 * Source: the additive model of R. L. Keeney, H. Raiffa, "Decisions with multiple objectives", 1976, § 3.
 *
 * @example
 * scorecards(
 *   [{ id: 'idea', weight: 2, least: 0, most: 10 }, { id: 'craft', weight: 1, least: 0, most: 10 }],
 *   [{ judge: 'ann', entry: 'bridge', scores: { idea: 9, craft: 3 } }, { judge: 'ann', entry: 'tower', scores: { idea: 4, craft: 10 } }]
 * ).groups.map(group => [group.ids[0], group.score])
 * // → [['bridge', 0.7], ['tower', 0.6]]
 */
export function scorecards(criteria: readonly Criterion[], cards: readonly Scorecard[]): ScorecardRanking {
  const rule = 'scorecards'
  checkCriteria(rule, criteria)
  const weights = sumSorted(criteria.map(({ weight }) => weight))
  const incomplete: IncompleteCard[] = []
  const counted = new Map<string, { judge: string; total: number; shares: number[] }[]>()
  const seen = new Set<string>()
  for (const { judge, entry, scores } of cards) {
    const key = JSON.stringify([judge, entry])
    if (seen.has(key)) fail(rule, `"${judge}" has two cards for "${entry}"`)
    seen.add(key)
    for (const id of Object.keys(scores)) {
      if (!criteria.some(criterion => criterion.id === id))
        fail(rule, `"${id}" is scored, which is not a criterion`)
    }
    const entryCards = counted.get(entry) ?? []
    counted.set(entry, entryCards)
    const missing = criteria.filter(({ id }) => scores[id] === undefined).map(({ id }) => id)
    if (missing.length > 0) {
      incomplete.push({ judge, entry, missing })
      continue
    }
    const shares = criteria.map(({ id, least, most }) => {
      checkBetween(rule, `the score of "${entry}" by "${judge}" for "${id}"`, scores[id]!, least, most)
      return (scores[id]! - least) / (most - least)
    })
    entryCards.push({
      judge,
      total: sumSorted(shares.map((own, k) => own * criteria[k]!.weight)) / weights,
      shares
    })
  }
  const ranked = [...counted].filter(([, cards]) => cards.length > 0)
  const scored = ranked.map(([id, cards]): ScoredEntry => ({
    id,
    score: roundSignificant(sumSorted(cards.map(({ total }) => total)) / cards.length),
    judges: cards.length,
    criteria: criteria.map((criterion, k) => ({
      id: criterion.id,
      mean: roundSignificant(sumSorted(cards.map(({ shares }) => shares[k]!)) / cards.length)
    }))
  }))
  const unranked = [...counted]
    .filter(([, cards]) => cards.length === 0)
    .map(([id]) => ({ id, kind: 'too-few' as const, have: 0, need: 1 }))
  const byEntry = (a: { entry: string; judge: string }, b: { entry: string; judge: string }) =>
    compareIds(a.entry, b.entry) || compareIds(a.judge, b.judge)
  return {
    ...rankByScore(rule, scored, unranked),
    totals: ranked
      .flatMap(([entry, cards]) =>
        cards.map(({ judge, total }) => ({ judge, entry, value: roundSignificant(total) }))
      )
      .sort(byEntry),
    incomplete: incomplete.sort(byEntry)
  }
}

function checkCriteria(rule: string, criteria: readonly Criterion[]): void {
  if (criteria.length === 0) fail(rule, 'there must be at least one criterion')
  checkDistinctIds(
    rule,
    'criteria',
    criteria.map(({ id }) => id)
  )
  for (const { id, weight, least, most } of criteria) {
    checkPositive(rule, `the weight of "${id}"`, weight)
    checkFinite(rule, `least of "${id}"`, least)
    checkFinite(rule, `most of "${id}"`, most)
    if (!(most > least)) fail(rule, `the scale of "${id}" must go up, got ${least} to ${most}`)
  }
}
