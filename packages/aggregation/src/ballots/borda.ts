import { type RankedGroup, rankByScore } from '../rankings/ranking.ts'
import type { Pairwise } from './pairwise.ts'
import { type SingleWinner, singleWinner } from './single-winner.ts'
import { type TieSettings } from '../tie-rule.ts'

/** Winners, and all options by their points. */
export interface BordaResult extends SingleWinner {
  readonly groups: readonly RankedGroup[]
}

/**
 * Borda count: which option stands highest on average?
 *
 * A ballot gives an option a point for each option it puts below and half a point for each it leaves level,
 * so a full ranking of n gives n − 1 … 0. It rewards broad liking, but burying a rival and nominating clones
 * pay: prefer `schulze` where people may vote tactically. Ties: equal points share the place. Gaps: options
 * left out share the mean of the last places. Cost: n².
 *
 * Source: J.-C. de Borda, "Mémoire sur les élections au scrutin", 1784; half points for level options: D.
 * Black, "Partial justification of the Borda count", Public Choice 28 (1976), 1–15.
 *
 * @example
 * borda(pairwise(rankedProfile(['a', 'b', 'c'], [{ ranking: ['a', 'b', 'c'] }, { ranking: ['b'] }]))).groups
 * // → [{ rank: 1, score: 3, ids: ['b'] }, { rank: 2, score: 2.5, ids: ['a'] }, { rank: 3, score: 0.5, ids: ['c'] }]
 */
export function borda(pairs: Pairwise, settings: TieSettings = {}): BordaResult {
  const { options, prefer, voters } = pairs
  const n = options.length
  const scored = options.map((id, a) => {
    let score = 0
    for (let b = 0; b < n; b++) {
      // voters − above − below leave the pair level: half a point from each.
      if (b !== a) score += (voters + prefer[a * n + b]! - prefer[b * n + a]!) / 2
    }
    return { id, score }
  })
  const { groups } = rankByScore('borda', scored)
  return { ...singleWinner('borda', pairs, groups[0]!.ids, settings), groups }
}
