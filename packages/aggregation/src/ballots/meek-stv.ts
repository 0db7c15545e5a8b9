import { checkWhole } from '../checks.ts'
import { type Committee, committeeOutcome, follow, noCommittee } from './courses.ts'
import { meekCount, type MeekRound } from './meek-rounds.ts'
import { checkStrict, type RankedProfile } from './ranked-profile.ts'
import { validPapers } from './scottish-stv.ts'
import { declaredOrder, type TieSettings } from '../tie-rule.ts'

/** The committee; `course` holds the rounds with votes, keep factors, quota and surplus. */
export interface MeekResult extends Committee<MeekRound> {
  readonly valid: number
}

/**
 * Meek STV (reference rule of the Proportional Representation Foundation): who takes the seats so that each
 * group of voters gets its share of them, whatever order people are elected in?
 *
 * Every elected option keeps the share of each vote that it needs, and the rest moves on, also to options
 * elected before, until all elected hold the quota. The quota falls as ballots run out. Prefer `scottishStv`
 * where the count must be possible by hand or is laid down by law.
 *
 * All numbers have nine decimals, rounded as the rule says. Ties: options are level for exclusion when they
 * lie within the surplus still to be shared out of the fewest votes; with `'report'` each choice is followed,
 * a declared order decides (its last goes out). With `'report'`, options without a first place among those
 * left go out together when their order changes nothing. Gaps: what no next preference takes is `residual`.
 * Cost: iterations × the distinct beginnings of ballots, times the visited ties (2,000 at most).
 *
 * Throws `RangeError` for ballots with two options on one level, seats that are not a whole number above 0.
 *
 * Source: B. L. Meek, "A new approach to the single transferable vote" (1969); I. D. Hill, B. A. Wichmann, D.
 * R. Woodall, "Algorithm 123", Computer Journal 30 (1987), 277–281; "Reference Meek rule", prfound.org.
 *
 * @example
 * meekStv(rankedProfile(['a', 'b', 'c'], [
 *   { ranking: ['a', 'c'], count: 6 }, { ranking: ['b'], count: 3 }, { ranking: ['c'], count: 2 }
 * ]), 2).outcome
 * // → { kind: 'elected', ids: ['a', 'c'] }
 */
export function meekStv(profile: RankedProfile, seats: number, settings: TieSettings = {}): MeekResult {
  const rule = 'meekStv'
  checkWhole(rule, 'seats', seats, 1)
  checkStrict(rule, profile)
  const preference = declaredOrder(rule, profile.options, settings.ties ?? 'report')
  const valid = validPapers(profile)
  const none = noCommittee<MeekRound>(rule, { options: profile.options, voters: valid }, seats)
  if (none) return { ...none, voters: profile.voters, valid }
  const followed = follow(meekCount(profile, seats, preference === null), preference)
  const outcome = committeeOutcome(followed.committees)
  return { rule, voters: profile.voters, seats, valid, outcome, ...followed }
}
