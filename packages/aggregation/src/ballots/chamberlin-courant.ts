import { checkWhole } from '../checks.ts'
import type { ApprovalProfile } from './approval-profile.ts'
import { type BestCommittees, searchCommittees, type SearchSettings } from './thiele-search.ts'

/**
 * Chamberlin–Courant by approvals: which committee leaves the fewest voters without any member they approve
 * of?
 *
 * For picking a range that has something for nearly everybody. It cares for nobody's second member, so large
 * groups are not represented by size: prefer `proportionalApproval` for that.
 *
 * Ties: every committee that covers most voters is listed; a declared order takes the one whose first member
 * comes earliest. Gaps: ballots without approvals cannot be covered. Score: voters covered. Cost: up to n
 * over k committees; above `most` the outcome is `too-large`.
 *
 * Throws `RangeError` for seats that are not a whole number above 0.
 *
 * Source: J. R. Chamberlin, P. N. Courant, "Representative deliberations and representative decisions",
 * American Political Science Review 77 (1983), 718–733; by approvals: A. D. Procaccia, J. S. Rosenschein, A.
 * Zohar, SCW 30 (2008), 353–362.
 *
 * @example
 * chamberlinCourant(approvalProfile(['a', 'b', 'c'], [{ approved: ['a', 'b'], count: 3 }, { approved: ['c'], count: 2 }]), 2).score
 * // → 5
 */
export function chamberlinCourant(
  profile: ApprovalProfile,
  seats: number,
  settings: SearchSettings = {}
): BestCommittees {
  checkWhole('chamberlinCourant', 'seats', seats, 1)
  const gains = Array.from({ length: seats }, (_, j) => (j === 0 ? 1 : 0))
  return searchCommittees('chamberlinCourant', profile, gains, 1, settings)
}
