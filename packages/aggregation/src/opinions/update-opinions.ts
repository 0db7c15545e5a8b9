import { compareIds, sortedIds } from '../ties.ts'
import { codeOf, type OpinionProfile, type OpinionVote, statementNumbers } from './opinion-profile.ts'

/** A vote that is new, changed, or taken back (`null`). */
export interface OpinionChange {
  readonly voter: string
  readonly statement: string
  readonly vote: OpinionVote | null
}

/**
 * Brings new, changed and withdrawn votes into a profile: the profile that reading all votes again would give.
 *
 * Later changes of one voter on one statement replace earlier ones. `statements` submitted meanwhile are added
 * behind those known. A voter stays when the last vote is taken back. Cost: copying the votes, which is far
 * less than reading them.
 *
 * Throws `RangeError` for an unknown statement, or one that is known already among the new ones.
 *
 * @example
 * updateOpinions(opinionProfile(['trees'], [{ voter: 'b', statement: 'trees', vote: 'agree' }]), [
 *   { voter: 'a', statement: 'trees', vote: 'disagree' }
 * ]).codes
 * // → Uint32Array.of(0, 2)
 */
export function updateOpinions(
  profile: OpinionProfile,
  changes: readonly OpinionChange[],
  newStatements: readonly string[] = []
): OpinionProfile {
  const rule = 'updateOpinions'
  const statements = [...profile.statements, ...newStatements]
  const numbers = statementNumbers(rule, statements)
  const rows = changedRows(rule, profile, numbers, changes)
  const voters = rows.some(({ isNew }) => isNew)
    ? sortedIds([...profile.voters, ...rows.map(({ voter }) => voter)])
    : profile.voters
  const isOut = new Uint8Array(statements.length)
  isOut.set(profile.isOut)
  return { voters, statements, isOut, ...splice(profile, rows, voters.length) }
}

/** A voter's new votes; `place` is that of the voter in the old profile, or the place to stand before. */
interface ChangedRow {
  readonly voter: string
  readonly place: number
  readonly isNew: boolean
  readonly codes: readonly number[]
}

function changedRows(
  rule: string,
  { voters, starts, codes }: OpinionProfile,
  numbers: ReadonlyMap<string, number>,
  changes: readonly OpinionChange[]
): ChangedRow[] {
  const byVoter = new Map<string, Map<number, number | null>>()
  for (const { voter, statement, vote } of changes) {
    const code = codeOf(rule, numbers, { voter, statement, vote: vote ?? 'pass' })
    let own = byVoter.get(voter)
    if (!own) byVoter.set(voter, (own = new Map()))
    own.set(Math.floor(code / 3), vote === null ? null : code)
  }
  return [...byVoter.keys()].sort(compareIds).map(voter => {
    const place = placeOf(voters, voter)
    const isNew = voters[place] !== voter
    const kept = isNew ? codes.subarray(0, 0) : codes.subarray(starts[place], starts[place + 1])
    return { voter, place, isNew, codes: mergedRow(kept, byVoter.get(voter)!) }
  })
}

/** A voter's codes with the changes brought in, ascending. */
function mergedRow(kept: Uint32Array, changes: ReadonlyMap<number, number | null>): number[] {
  const row: number[] = []
  for (const code of kept) if (!changes.has(Math.floor(code / 3))) row.push(code)
  for (const code of changes.values()) if (code !== null) row.push(code)
  return row.sort((a, b) => a - b)
}

/** Copies the votes, with the changed rows in their places. */
function splice({ voters, starts, codes }: OpinionProfile, rows: readonly ChangedRow[], size: number) {
  let total = codes.length
  for (const { place, isNew, codes: own } of rows) {
    total += own.length - (isNew ? 0 : starts[place + 1]! - starts[place]!)
  }
  const newStarts = new Uint32Array(size + 1)
  const newCodes = new Uint32Array(total)
  let copied = 0
  let voter = 0
  let at = 0
  const copyTo = (end: number) => {
    newCodes.set(codes.subarray(starts[copied], starts[end]), at)
    for (const shift = at - starts[copied]!; copied < end; copied++)
      newStarts[++voter] = starts[copied + 1]! + shift
    at = newStarts[voter]!
  }
  for (const { place, isNew, codes: own } of rows) {
    copyTo(place)
    newCodes.set(own, at)
    newStarts[++voter] = at += own.length
    if (!isNew) copied++
  }
  copyTo(voters.length)
  return { starts: newStarts, codes: newCodes }
}

/** The place of a voter in the sorted list, or the first place behind all smaller ids. */
export function placeOf(voters: readonly string[], voter: string): number {
  let low = 0
  let high = voters.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (voters[middle]! < voter) low = middle + 1
    else high = middle
  }
  return low
}
