import { checkWhole } from '../checks.ts'
import type { ApprovalProfile } from './approval-profile.ts'
import type { ScoreProfile } from './score-profile.ts'

/**
 * Reads score ballots as approvals: a voter approves of the options they score at `threshold` or above.
 *
 * The threshold must be part of the rules before the vote, for it decides what a score means. Cost: the
 * number of scores.
 *
 * Throws `RangeError` for a threshold that is not a whole number above the lowest score and within the scale.
 *
 * @example
 * approvalVoting(approveAtLeast(scoreProfile(['a', 'b'], { lowest: 0, highest: 5 }, [{ scores: { a: 3, b: 2 } }]), 3)).winners
 * // → ['a']
 */
export function approveAtLeast(profile: ScoreProfile, threshold: number): ApprovalProfile {
  const { options, voters, counts, scale, scored, scores } = profile
  checkWhole('approveAtLeast', 'threshold', threshold, scale.lowest + 1)
  checkWhole(
    'approveAtLeast',
    'the distance of the threshold from the highest score',
    scale.highest - threshold
  )
  const starts = new Uint32Array(profile.starts.length)
  const approved: number[] = []
  for (let b = 0; b < counts.length; b++) {
    for (let at = profile.starts[b]!; at < profile.starts[b + 1]!; at++) {
      if (scores[at]! + scale.lowest >= threshold) approved.push(scored[at]!)
    }
    starts[b + 1] = approved.length
  }
  return { options, voters, counts, starts, approved: Uint32Array.from(approved) }
}
