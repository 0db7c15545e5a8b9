import { ballotsByItem, mergeEqualBallots } from '../merge-equal-ballots.ts'
import type { ApprovalProfile } from './approval-profile.ts'

/**
 * Voters with the same approvals, joined: group `g` has `sizes[g]` voters who approve of `approved[starts[g]]
 * …`; turned round, option `o` is approved of by the groups `groups[groupStarts[o]] …`.
 */
export interface ApprovalGroups {
  readonly options: readonly string[]
  readonly sizes: Float64Array
  readonly starts: Uint32Array
  readonly approved: Uint32Array
  readonly groupStarts: Uint32Array
  readonly groups: Uint32Array
}

/** Joins voters with the same approvals; those without any are left out. Cost: the approvals. */
export function approvalGroups({ options, counts, starts, approved }: ApprovalProfile): ApprovalGroups {
  const merged = mergeEqualBallots({ counts, starts, items: ascending(starts, approved) })
  const { starts: groupStarts, ballots: groups } = ballotsByItem(merged, options.length)
  return { options, sizes: merged.counts, starts: merged.starts, approved: merged.items, groupStarts, groups }
}

/** The approvals in ascending order within each ballot; themselves where they are, as most readers give them. */
function ascending(starts: Uint32Array, approved: Uint32Array): Uint32Array {
  if (isAscending(starts, approved)) return approved
  const sorted = approved.slice()
  for (let b = 0; b + 1 < starts.length; b++) sorted.subarray(starts[b], starts[b + 1]).sort()
  return sorted
}

function isAscending(starts: Uint32Array, approved: Uint32Array): boolean {
  for (let b = 0; b + 1 < starts.length; b++) {
    for (let at = starts[b]! + 1; at < starts[b + 1]!; at++)
      if (approved[at - 1]! >= approved[at]!) return false
  }
  return true
}
