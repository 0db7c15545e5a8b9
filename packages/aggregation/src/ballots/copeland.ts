import { type RankedGroup, rankByScore } from '../rankings/ranking.ts'
import type { Pairwise } from './pairwise.ts'
import { type SingleWinner, singleWinner } from './single-winner.ts'
import { type TieSettings } from '../tie-rule.ts'

/** For an option: the pairs it wins, loses and leaves level, and its score, wins − losses. */
export interface CopelandScore {
  readonly id: string
  readonly score: number
  readonly wins: number
  readonly losses: number
  readonly level: number
}

/** Winners, the order of all options, and each option's record. */
export interface CopelandResult extends SingleWinner {
  readonly groups: readonly RankedGroup[]
  readonly records: readonly CopelandScore[]
}

/**
 * Copeland (Llull): which option wins the most direct comparisons, less those it loses?
 *
 * Read like a league table, Condorcet- and Smith-consistent; it ignores how clear a victory is and ties
 * often, and clones can spoil it: prefer `schulze` or `rankedPairs`. Ties: equal scores share the place; a
 * level pair counts for neither side. Gaps: unranked options are last. Cost: n².
 *
 * Source: A. H. Copeland, "A reasonable social welfare function", seminar notes, University of Michigan,
 * 1951.
 *
 * @example
 * copeland(pairwiseOf(['a', 'b', 'c'], [[0, 2, 2], [1, 0, 1], [1, 1, 0]], 3)).groups.map(group => [group.score, group.ids])
 * // → [[2, ['a']], [-1, ['b', 'c']]]
 */
export function copeland(pairs: Pairwise, settings: TieSettings = {}): CopelandResult {
  const { options, prefer } = pairs
  const n = options.length
  const records = options.map((id, a) => {
    let wins = 0
    let losses = 0
    for (let b = 0; b < n; b++) {
      const lead = prefer[a * n + b]! - prefer[b * n + a]!
      if (lead > 0) wins++
      else if (lead < 0) losses++
    }
    return { id, score: wins - losses, wins, losses, level: n - 1 - wins - losses }
  })
  const { groups, explanation } = rankByScore('copeland', records)
  return { ...singleWinner('copeland', pairs, groups[0]!.ids, settings), groups, records: explanation }
}
