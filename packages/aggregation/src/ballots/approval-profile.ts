import { fail } from '../checks.ts'
import { optionIndex, voterCounts } from './ranked-profile.ts'

/** The options a voter approves of; `count` people cast the ballot, 1 unless given. */
export interface ApprovalBallot {
  readonly approved: readonly string[]
  readonly count?: number
}

/**
 * Approval ballots as numbers: options in code-unit order stand for their places in `options`. Ballot `b` was
 * cast by `counts[b]` people and approves of `approved[starts[b]] … approved[starts[b + 1] − 1]`.
 */
export interface ApprovalProfile {
  readonly options: readonly string[]
  readonly voters: number
  readonly counts: Float64Array
  readonly starts: Uint32Array
  readonly approved: Uint32Array
}

/**
 * Reads approval ballots: the first step to every rule that starts from approvals.
 *
 * A ballot that approves of nothing counts as a voter. Cost: the number of approvals.
 *
 * Throws `RangeError` without options, for an unknown option, one approved twice in a ballot, a count that is
 * not a whole number above 0, more than 2⁵³ voters.
 *
 * @example
 * approvalProfile(['a', 'b'], [{ approved: ['b'], count: 2 }, { approved: [] }]).voters // → 3
 */
export function approvalProfile(
  options: readonly string[],
  ballots: readonly ApprovalBallot[]
): ApprovalProfile {
  const rule = 'approvalProfile'
  const index = optionIndex(rule, options)
  const starts = new Uint32Array(ballots.length + 1)
  ballots.forEach(({ approved }, b) => (starts[b + 1] = starts[b]! + approved.length))
  const approved = new Uint32Array(starts[ballots.length]!)
  const lastBallot = new Int32Array(options.length).fill(-1)
  let at = 0
  ballots.forEach((ballot, b) => {
    for (const id of ballot.approved) {
      const option = index.get(id)
      if (option === undefined) fail(rule, `ballot ${b} approves of "${id}", which is not an option`)
      if (lastBallot[option] === b) fail(rule, `ballot ${b} approves of "${id}" twice`)
      lastBallot[option] = b
      approved[at++] = option
    }
  })
  return { options: [...index.keys()], ...voterCounts(rule, ballots), starts, approved }
}
