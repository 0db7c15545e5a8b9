import { checkWhole } from '../checks.ts'
import { type ApprovalGroups, approvalGroups } from './approval-groups.ts'
import type { ApprovalProfile } from './approval-profile.ts'
import { type Committee, committeeOutcome, type Count, follow, noCommittee, type Step } from './courses.ts'
import { harmonicUnit } from './thiele-search.ts'
import { declaredOrder, type TieSettings } from '../tie-rule.ts'

/** A round: who got the seat, and the gain each option would have brought, the largest first. */
export interface SequentialRound {
  readonly chosen: string
  readonly gains: readonly { readonly id: string; readonly gain: number }[]
}

/**
 * Sequential proportional approval (Thiele's addition method): who takes the next seat, when a voter who
 * already has j members counts 1 ∕ (j + 1)?
 *
 * A quick stand-in for `proportionalApproval` that anyone can follow; its guarantee to groups is weaker.
 * Prefer `sequentialPhragmen` for proportionality with the same ease.
 *
 * Gains are compared exactly. Ties: with `'report'` each choice is followed, and all committees are listed.
 * Gaps: options without approvals tie for seats that nobody else deserves. Cost: seats × approvals, times the
 * visited ties (2,000 at most).
 *
 * Throws `RangeError` for seats that are not a whole number above 0.
 *
 * Source: T. N. Thiele, "Om Flerfoldsvalg" (1895); S. Janson, "Phragmén's and Thiele's election methods",
 * arXiv 1611.08826, § 5.
 *
 * @example
 * sequentialProportionalApproval(approvalProfile(['a', 'b', 'c'], [
 *   { approved: ['a'], count: 2 }, { approved: ['a', 'b'], count: 3 }, { approved: ['c'], count: 2 }
 * ]), 2).course.rounds.map(round => round.chosen)
 * // → ['a', 'c']
 */
export function sequentialProportionalApproval(
  profile: ApprovalProfile,
  seats: number,
  settings: TieSettings = {}
): Committee<SequentialRound> {
  const rule = 'sequentialProportionalApproval'
  checkWhole(rule, 'seats', seats, 1)
  const preference = declaredOrder(rule, profile.options, settings.ties ?? 'report')
  const none = noCommittee<SequentialRound>(rule, profile, seats)
  if (none) return none
  const followed = follow(sequentialCount(approvalGroups(profile), seats), preference)
  return { rule, voters: profile.voters, seats, outcome: committeeOutcome(followed.committees), ...followed }
}

/** Who has a seat, and whom an open tie gave the next. */
interface SequentialState {
  readonly elected: readonly number[]
  readonly chosen: number | null
}

function sequentialCount(groups: ApprovalGroups, seats: number): Count<SequentialState, SequentialRound> {
  const { options } = groups
  const unit = harmonicUnit(seats)
  const advance = ({ elected, chosen }: SequentialState): Step<SequentialState, SequentialRound> => {
    if (elected.length === seats) return { kind: 'done', elected: elected.map(option => options[option]!) }
    const gains = gainsOf(groups, elected, seats, unit)
    const most = gains.reduce((a, b) => (b > a ? b : a))
    const tied = [...options.keys()].filter(option => gains[option] === most && !elected.includes(option))
    const next = chosen ?? tied[0]!
    if (chosen === null && tied.length > 1) {
      const choose = (id: string) => ({ elected, chosen: options.indexOf(id) })
      return { kind: 'tie', choosing: 'in', among: tied.map(option => options[option]!), choose }
    }
    const listed = [...options.keys()]
      .filter(option => !elected.includes(option))
      .sort((a, b) => (gains[b]! > gains[a]! ? 1 : gains[b]! < gains[a]! ? -1 : a - b))
      .map(option => ({ id: options[option]!, gain: Number(gains[option]!) / Number(unit) }))
    return {
      kind: 'round',
      round: { chosen: options[next]!, gains: listed },
      next: { elected: [...elected, next], chosen: null }
    }
  }
  return {
    start: { elected: [], chosen: null },
    advance,
    key: ({ elected }) => [...elected].sort((a, b) => a - b).join()
  }
}

/**
 * What each option would add, in parts of `unit`; −1 for those elected. Voters are first counted by the
 * members they have.
 */
function gainsOf(
  { options, sizes, starts, approved }: ApprovalGroups,
  elected: readonly number[],
  seats: number,
  unit: bigint
): bigint[] {
  const isElected = new Uint8Array(options.length)
  for (const option of elected) isElected[option] = 1
  const voters = new Float64Array(options.length * seats)
  for (let group = 0; group < sizes.length; group++) {
    let members = 0
    for (let at = starts[group]!; at < starts[group + 1]!; at++) members += isElected[approved[at]!]!
    for (let at = starts[group]!; at < starts[group + 1]!; at++) {
      const cell = approved[at]! * seats + members
      if (members < seats) voters[cell]! += sizes[group]!
    }
  }
  return options.map((_, option) => {
    if (isElected[option]) return -1n
    let gain = 0n
    for (let members = 0; members < seats; members++) {
      gain += BigInt(voters[option * seats + members]!) * (unit / BigInt(members + 1))
    }
    return gain
  })
}
