import { checkWhole, fail } from '../checks.ts'
import { type Committee, committeeOutcome, follow, noCommittee } from './courses.ts'
import { checkStrict, type RankedProfile } from './ranked-profile.ts'
import { type ScottishStage, scottishCount } from './scottish-stages.ts'
import { declaredOrder, type TieSettings } from '../tie-rule.ts'

/** The committee, the quota and the valid papers; `course` holds the stages with all totals. */
export interface ScottishResult extends Committee<ScottishStage> {
  readonly quota: number
  readonly valid: number
}

/**
 * Scottish STV (single transferable vote by the weighted inclusive Gregory method): who takes the seats so
 * that each group of voters gets its share of them?
 *
 * Used for Scottish councils since 2007; exact to five decimals, which are cut, as the rules say. Prefer
 * `meekStv` where a computer counts and a surplus should reach all who deserve it; `proportionalApproval` for
 * approvals; `schulze` for one seat.
 *
 * Ties (for the largest surplus, for the fewest votes) go by the latest earlier stage at which the options
 * differ; those that were level at every stage are an open tie: with `'report'` each choice is followed, a
 * declared order decides (its last goes out, its first surplus is transferred first). With `'report'`,
 * options without a paper go out together, for their order changes nothing. Gaps: a paper without a next
 * preference is not transferable; fewer options than seats are `too-few`. Cost: stages × papers, times the
 * visited ties (2,000 at most).
 *
 * Throws `RangeError` for ballots with two options on one level, seats that are not a whole number above 0,
 * more than 9·10¹⁰ papers.
 *
 * Source: The Scottish Local Government Elections Order 2007 (SSI 2007/42), schedule 1, rules 45 to 52.
 *
 * @example
 * scottishStv(rankedProfile(['a', 'b', 'c'], [
 *   { ranking: ['a', 'c'], count: 6 }, { ranking: ['b'], count: 3 }, { ranking: ['c'], count: 2 }
 * ]), 2).course.rounds.map(stage => stage.votes.map(({ id, votes }) => `${id} ${votes}`))
 * // → [
 *   ['a 6.00000', 'b 3.00000', 'c 2.00000'], ['a 4.00000', 'b 3.00000', 'c 3.99998'],
 *   ['a 4.00000', 'b 0.00000', 'c 3.99998']
 * ]
 */
export function scottishStv(
  profile: RankedProfile,
  seats: number,
  settings: TieSettings = {}
): ScottishResult {
  const rule = 'scottishStv'
  checkWhole(rule, 'seats', seats, 1)
  checkStrict(rule, profile)
  const preference = declaredOrder(rule, profile.options, settings.ties ?? 'report')
  const valid = validPapers(profile)
  if (valid > 9e10) fail(rule, `there must be at most 90000000000 papers, got ${valid}`)
  const quota = Math.floor(valid / (seats + 1)) + 1
  const none = noCommittee<ScottishStage>(rule, { options: profile.options, voters: valid }, seats)
  if (none) return { ...none, voters: profile.voters, quota, valid }
  const followed = follow(
    scottishCount({ profile, seats, valid, quota, together: preference === null }),
    preference
  )
  const outcome = committeeOutcome(followed.committees)
  return { rule, voters: profile.voters, seats, quota, valid, outcome, ...followed }
}

/** The papers that rank at least one option. */
export function validPapers({ counts, starts }: RankedProfile): number {
  let valid = 0
  for (let b = 0; b < counts.length; b++) if (starts[b + 1]! > starts[b]!) valid += counts[b]!
  return valid
}
