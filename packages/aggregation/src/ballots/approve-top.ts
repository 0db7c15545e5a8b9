import { checkWhole } from '../checks.ts'
import type { ApprovalProfile } from './approval-profile.ts'
import type { RankedProfile } from './ranked-profile.ts'

/**
 * Reads ranked ballots as approvals: a voter approves of the options on the best levels, as long as these
 * hold `places` at most.
 *
 * A level that does not fit as a whole is not approved of, for nothing says which part of it would be. Cost:
 * the ranked places.
 *
 * Throws `RangeError` for places that are not a whole number above 0.
 *
 * @example
 * approveTop(rankedProfile(['a', 'b', 'c'], [{ ranking: ['c', ['a', 'b']] }]), 2).approved // → Uint32Array.of(2)
 */
export function approveTop(profile: RankedProfile, places: number): ApprovalProfile {
  const { options, voters, counts, order, levels } = profile
  checkWhole('approveTop', 'places', places, 1)
  const starts = new Uint32Array(profile.starts.length)
  const approved: number[] = []
  for (let b = 0; b < counts.length; b++) {
    const start = profile.starts[b]!
    const end = profile.starts[b + 1]!
    let last = Math.min(end, start + places)
    // A level cut in two goes out as a whole.
    if (last < end) while (last > start && levels[last - 1] === levels[last]) last--
    for (let at = start; at < last; at++) approved.push(order[at]!)
    starts[b + 1] = approved.length
  }
  return { options, voters, counts, starts, approved: Uint32Array.from(approved) }
}
