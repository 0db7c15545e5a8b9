import { fail } from '../checks.ts'
import { checkTallies } from './check-tallies.ts'
import type { GroupStatistics } from './group-statistics.ts'
import { smoothedShare } from './vote-tests.ts'

/** How far all groups agree, and all groups disagree, with a statement: each between 0 and 1. */
export interface GroupConsensus {
  readonly id: string
  readonly agree: number
  readonly disagree: number
  /** The smoothed share of agreement in each group. */
  readonly shares: readonly number[]
}

/**
 * Group-informed consensus: with which statements do people of every opinion group agree?
 *
 * The product over the groups of (agree + 1) ∕ (seen + 2), and the same of disagreement. `bridgingRanking`
 * ranks items by the same number. Prefer `bridgingFactors` where opinion is a scale rather than groups.
 *
 * Ties: none are broken; statements come in their order. Gaps: a group that has not seen the statement counts
 * one half; with those taken out by moderation nothing special is done. Cost: groups × statements.
 *
 * Throws `RangeError` without groups, for counts that are none.
 *
 * Source: Small et al. 2021, section on group-informed consensus.
 *
 * @example
 * groupInformedConsensus({
 *   statements: ['trees'], isOut: [false], everybody: { agree: [4], disagree: [0], seen: [4] },
 *   groups: [{ agree: [2], disagree: [0], seen: [2] }, { agree: [2], disagree: [0], seen: [2] }]
 * })
 * // → [{ id: 'trees', agree: 0.5625, disagree: 0.0625, shares: [0.75, 0.75] }]
 */
export function groupInformedConsensus(statistics: GroupStatistics): GroupConsensus[] {
  const { statements, groups } = statistics
  checkTallies('groupInformedConsensus', statistics)
  if (groups.length === 0) fail('groupInformedConsensus', 'there must be at least one group')
  return statements.map((id, s) => {
    const shares = groups.map(({ agree, seen }) => smoothedShare(agree[s]!, seen[s]!))
    const against = groups.map(({ disagree, seen }) => smoothedShare(disagree[s]!, seen[s]!))
    return { id, agree: product(shares), disagree: product(against), shares }
  })
}

/** Multiplied by size, so that the order of the groups does not touch the last bit. */
function product(shares: readonly number[]): number {
  return shares.toSorted((a, b) => a - b).reduce((result, share) => result * share, 1)
}
