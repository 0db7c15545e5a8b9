import { checkWhole, fail } from '../checks.ts'
import { checkTallies } from './check-tallies.ts'
import { type OpinionProfile, type OpinionVote, VOTES } from './opinion-profile.ts'

/** Counts over the statements, in their order: who agreed, disagreed, and voted at all (passes included). */
export interface VoteTallies {
  readonly agree: readonly number[]
  readonly disagree: readonly number[]
  readonly seen: readonly number[]
}

/** Tallies of everybody and of each group. Statements that moderation took out are marked. */
export interface GroupStatistics {
  readonly statements: readonly string[]
  readonly isOut: readonly boolean[]
  readonly everybody: VoteTallies
  readonly groups: readonly VoteTallies[]
}

/**
 * Tallies the votes of each opinion group: the counts from which representative statements, consensus and
 * priorities are made.
 *
 * `groupOf` gives the group of each voter of the profile, in its order, counted from 0; `null` counts among
 * everybody only. `updateGroupStatistics` brings a single vote in. Cost: the votes.
 *
 * Throws `RangeError` for a list of another length and for a group that is not a whole number below
 * `groupCount`.
 *
 * @example
 * groupStatistics(opinionProfile(['trees'], [
 *   { voter: 'a', statement: 'trees', vote: 'agree' }, { voter: 'b', statement: 'trees', vote: 'pass' }
 * ]), [0, null], 1).groups[0]
 * // → { agree: [1], disagree: [0], seen: [1] }
 */
export function groupStatistics(
  profile: OpinionProfile,
  groupOf: readonly (number | null)[],
  groupCount: number
): GroupStatistics {
  const rule = 'groupStatistics'
  const { voters, statements, starts, codes, isOut } = profile
  checkWhole(rule, 'groupCount', groupCount)
  if (groupOf.length !== voters.length) {
    fail(rule, `there must be one group a voter, got ${groupOf.length} for ${voters.length}`)
  }
  // Voters without a group are counted behind the groups.
  const counts = Array.from({ length: groupCount + 1 }, () => new Uint32Array(3 * statements.length))
  for (let voter = 0; voter < voters.length; voter++) {
    const group = groupOf[voter] ?? null
    if (group !== null && !(Number.isInteger(group) && group >= 0 && group < groupCount)) {
      fail(rule, `a group must be a whole number below ${groupCount}, got ${group}`)
    }
    const own = counts[group ?? groupCount]!
    for (let at = starts[voter]!; at < starts[voter + 1]!; at++) own[codes[at]!]!++
  }
  const all = new Uint32Array(3 * statements.length)
  for (const own of counts) own.forEach((count, code) => (all[code]! += count))
  return {
    statements,
    isOut: Array.from(isOut, out => out === 1),
    everybody: talliesOf(all),
    groups: counts.slice(0, groupCount).map(talliesOf)
  }
}

/** One vote that changed: what it was and is (`null` for not cast), and the voter's group. */
export interface VoteChange {
  readonly statement: string
  readonly group: number | null
  readonly before: OpinionVote | null
  readonly after: OpinionVote | null
}

/**
 * Brings one changed vote into the tallies: what `groupStatistics` would count with it.
 *
 * Cost: copying the tallies of one group and of everybody, whatever the number of votes.
 *
 * Throws `RangeError` for an unknown statement or group, a word that is no vote, and for taking back a vote
 * that was not counted.
 *
 * @example
 * updateGroupStatistics({
 *   statements: ['trees'], isOut: [false],
 *   everybody: { agree: [1], disagree: [0], seen: [2] }, groups: [{ agree: [1], disagree: [0], seen: [1] }]
 * }, { statement: 'trees', group: 0, before: 'agree', after: 'disagree' }).groups
 * // → [{ agree: [0], disagree: [1], seen: [1] }]
 */
export function updateGroupStatistics(
  statistics: GroupStatistics,
  { statement, group, before, after }: VoteChange
): GroupStatistics {
  const rule = 'updateGroupStatistics'
  checkTallies(rule, statistics)
  const place = statistics.statements.indexOf(statement)
  if (place === -1) fail(rule, `"${statement}" is not a statement`)
  if (group !== null && statistics.groups[group] === undefined) fail(rule, `there is no group ${group}`)
  for (const vote of [before, after]) {
    if (vote !== null && !VOTES.includes(vote)) {
      fail(rule, `a vote must be one of ${VOTES.join(', ')} or null, got ${String(vote)}`)
    }
  }
  const change = (tallies: VoteTallies): VoteTallies => {
    const step = (counts: readonly number[], isMeant: (vote: OpinionVote | null) => boolean) => {
      const count = counts[place]! + Number(isMeant(after)) - Number(isMeant(before))
      if (count < 0) fail(rule, `no such vote on "${statement}" was counted before`)
      return counts.with(place, count)
    }
    return {
      agree: step(tallies.agree, vote => vote === 'agree'),
      disagree: step(tallies.disagree, vote => vote === 'disagree'),
      seen: step(tallies.seen, vote => vote !== null)
    }
  }
  return {
    ...statistics,
    everybody: change(statistics.everybody),
    groups:
      group === null ? statistics.groups : statistics.groups.with(group, change(statistics.groups[group]!))
  }
}

function talliesOf(counts: Uint32Array): VoteTallies {
  const size = counts.length / 3
  const column = (value: (place: number) => number) => Array.from({ length: size }, (_, s) => value(3 * s))
  return {
    agree: column(place => counts[place + 2]!),
    disagree: column(place => counts[place]!),
    seen: column(place => counts[place]! + counts[place + 1]! + counts[place + 2]!)
  }
}
