import { type RankedGroup, rankByScore } from '../rankings/ranking.ts'
import { checkStrict, type RankedProfile } from './ranked-profile.ts'
import { type SingleWinner, singleWinner } from './single-winner.ts'
import { type TieSettings } from '../tie-rule.ts'

/**
 * Winners, all options by first places, the ballots that rank nothing, and whether the winner has more than
 * half.
 */
export interface PluralityResult extends SingleWinner {
  readonly groups: readonly RankedGroup[]
  readonly blank: number
  readonly majority: boolean
}

/**
 * Plurality (first past the post): which option do most people put first?
 *
 * Simple, but similar options split their votes: prefer `approvalVoting` with the same simplicity,
 * `instantRunoff` or `schulze` with ranked ballots. Ties: equal counts share the place. Gaps: ballots that
 * rank nothing are counted as blank. Cost: the ballots.
 *
 * Throws `RangeError` for ballots with two options on one level.
 *
 * Source: the count of single votes; its weakness: J.-C. de Borda, "Mémoire sur les élections au scrutin",
 * 1784.
 *
 * @example
 * plurality(rankedProfile(['a', 'b'], [{ ranking: ['a'], count: 3 }, { ranking: ['b', 'a'], count: 4 }])).outcome
 * // → { kind: 'winner', id: 'b' }
 */
export function plurality(profile: RankedProfile, settings: TieSettings = {}): PluralityResult {
  const { options, voters, counts, starts, order } = profile
  checkStrict('plurality', profile)
  const first = new Float64Array(options.length)
  let blank = 0
  for (let b = 0; b < counts.length; b++) {
    if (starts[b] === starts[b + 1]) blank += counts[b]!
    else first[order[starts[b]!]!]! += counts[b]!
  }
  const { groups } = rankByScore(
    'plurality',
    options.map((id, i) => ({ id, score: first[i]! }))
  )
  const winner = singleWinner('plurality', profile, groups[0]!.ids, settings)
  return { ...winner, groups, blank, majority: groups[0]!.score > voters / 2 }
}
