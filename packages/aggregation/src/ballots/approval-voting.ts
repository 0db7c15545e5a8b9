import { type RankedGroup, rankByScore } from '../rankings/ranking.ts'
import type { ApprovalProfile } from './approval-profile.ts'
import { type SingleWinner, singleWinner } from './single-winner.ts'
import { type TieSettings } from '../tie-rule.ts'

/** Winners, and all options by approvals; `topCut` takes the first k of them. */
export interface ApprovalResult extends SingleWinner {
  readonly groups: readonly RankedGroup[]
}

/**
 * Approval voting: which option do most people approve of?
 *
 * Prefer `schulze` where people want to rank, `proportionalApproval` where several places should mirror the
 * voters, not the majority alone. Ties: equal counts share the place. Gaps: a ballot that approves of nothing
 * counts for nobody. Cost: the approvals.
 *
 * Source: S. J. Brams, P. C. Fishburn, "Approval voting", American Political Science Review 72 (1978),
 * 831–847.
 *
 * @example
 * approvalVoting(approvalProfile(['a', 'b'], [{ approved: ['a', 'b'] }, { approved: ['b'] }])).groups
 * // → [{ rank: 1, score: 2, ids: ['b'] }, { rank: 2, score: 1, ids: ['a'] }]
 */
export function approvalVoting(profile: ApprovalProfile, settings: TieSettings = {}): ApprovalResult {
  const approvals = countApprovals(profile)
  const { groups } = rankByScore(
    'approvalVoting',
    profile.options.map((id, i) => ({ id, score: approvals[i]! }))
  )
  return { ...singleWinner('approvalVoting', profile, groups[0]!.ids, settings), groups }
}

/** How many people approve of each option. */
export function countApprovals({ options, counts, starts, approved }: ApprovalProfile): Float64Array {
  const approvals = new Float64Array(options.length)
  for (let b = 0; b < counts.length; b++) {
    for (let at = starts[b]!; at < starts[b + 1]!; at++) approvals[approved[at]!]! += counts[b]!
  }
  return approvals
}
