import { checkWhole } from '../checks.ts'
import type { ApprovalProfile } from './approval-profile.ts'
import { type BestCommittees, harmonicUnit, searchCommittees, type SearchSettings } from './thiele-search.ts'

/**
 * Proportional approval voting (PAV, Thiele): which committee satisfies the voters most when a voter's second
 * approved member counts half, the third a third, and so on?
 *
 * It represents every group in proportion (extended justified representation). All committees are compared,
 * so the number of committees is limited: prefer `sequentialProportionalApproval` or `sequentialPhragmen` for
 * many options, `equalShares` where options have costs.
 *
 * Ties: every committee of the greatest score is listed; a declared order takes the one whose first member in
 * the order comes earliest, then the second. Gaps: options without approvals may fill seats that nobody else
 * deserves. Score: summed satisfaction. Cost: up to n over k committees for n options, k seats; above `most`
 * the outcome is `too-large`.
 *
 * Throws `RangeError` for seats that are not a whole number above 0, and where scores leave the exact range
 * of numbers.
 *
 * Source: T. N. Thiele, "Om Flerfoldsvalg" (1895); H. Aziz et al., "Justified representation in
 * approval-based committee voting", Social Choice and Welfare 48 (2017), 461–485.
 *
 * @example
 * proportionalApproval(approvalProfile(['a', 'b', 'c'], [{ approved: ['a', 'b'], count: 3 }, { approved: ['c'], count: 2 }]), 2).committees
 * // → [['a', 'c'], ['b', 'c']]
 */
export function proportionalApproval(
  profile: ApprovalProfile,
  seats: number,
  settings: SearchSettings = {}
): BestCommittees {
  checkWhole('proportionalApproval', 'seats', seats, 1)
  const unit = Number(harmonicUnit(seats))
  const gains = Array.from({ length: seats }, (_, j) => unit / (j + 1))
  return searchCommittees('proportionalApproval', profile, gains, unit, settings)
}
