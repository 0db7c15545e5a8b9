import { type RankedGroup, rankByScore } from '../rankings/ranking.ts'
import type { ScoreProfile } from './score-profile.ts'
import { type SingleWinner, singleWinner } from './single-winner.ts'
import { type TieSettings } from '../tie-rule.ts'

/** Winners, and all options by the sum of their scores. */
export interface ScoreResult extends SingleWinner {
  readonly groups: readonly RankedGroup[]
}

/**
 * Score voting (range voting): which option gets the highest sum of scores?
 *
 * Prefer `star` where people may exaggerate, `approvalVoting` where a scale asks too much. Ties: equal sums
 * share the place. Gaps: a score left out counts as the lowest. Cost: the number of scores.
 *
 * Source: W. D. Smith, "Range voting", 2000 (Center for Range Voting).
 *
 * @example
 * scoreVoting(scoreProfile(['a', 'b'], { lowest: 1, highest: 5 }, [{ scores: { a: 5, b: 4 } }, { scores: { b: 3 } }])).groups
 * // → [{ rank: 1, score: 7, ids: ['b'] }, { rank: 2, score: 6, ids: ['a'] }]
 */
export function scoreVoting(profile: ScoreProfile, settings: TieSettings = {}): ScoreResult {
  const { options, voters, scale } = profile
  const above = sumScores(profile)
  const scored = options.map((id, i) => ({ id, score: above[i]! + scale.lowest * voters }))
  const { groups } = rankByScore('scoreVoting', scored)
  return { ...singleWinner('scoreVoting', profile, groups[0]!.ids, settings), groups }
}

/** The sum of the scores of each option, as far as they lie above the lowest. */
export function sumScores({ options, counts, starts, scored, scores }: ScoreProfile): Float64Array {
  const sums = new Float64Array(options.length)
  for (let b = 0; b < counts.length; b++) {
    for (let at = starts[b]!; at < starts[b + 1]!; at++) sums[scored[at]!]! += scores[at]! * counts[b]!
  }
  return sums
}
