import { checkDistinctIds, fail } from '../checks.ts'
import { sortedIds } from '../ties.ts'
import { listByVoter } from './list-by-voter.ts'

/** What a person says to a statement. Whoever has not seen it says nothing, and is not asked to be counted. */
export type OpinionVote = 'agree' | 'disagree' | 'pass'

/** One person's vote on one statement. */
export interface CastOpinion {
  readonly voter: string
  readonly statement: string
  readonly vote: OpinionVote
}

/** Votes by columns, for reading millions of them: row `i` is the vote of voter number `voterOf[i]`. */
export interface OpinionColumns {
  readonly voters: readonly string[]
  readonly statements: readonly string[]
  readonly voterOf: ArrayLike<number>
  readonly statementOf: ArrayLike<number>
  /** 0 disagree, 1 pass, 2 agree: places in `VOTES`. */
  readonly votes: ArrayLike<number>
}

/** Statements that moderation took out: their votes stay on file and count for nothing on the map. */
export interface ModerationSettings {
  readonly moderatedOut?: readonly string[]
}

/**
 * Opinions as numbers: only votes that were cast, never a table of voters × statements. Voters are in
 * code-unit order, statements in the order given, which is the order in which they were submitted. Voter `v`
 * cast `codes[starts[v]] … codes[starts[v + 1] − 1]`; a code is 3 × statement + the vote's place in `VOTES`.
 */
export interface OpinionProfile {
  readonly voters: readonly string[]
  readonly statements: readonly string[]
  readonly starts: Uint32Array
  /** Ascending within each voter. */
  readonly codes: Uint32Array
  /** 1 for statements that moderation took out. */
  readonly isOut: Uint8Array
}

/** The votes in the order of their codes. */
export const VOTES: readonly OpinionVote[] = ['disagree', 'pass', 'agree']

/**
 * Reads opinions: the first step to maps, groups and statistics of statements.
 *
 * Statements are listed in the order of their submission, on which `representativeStatements` depends; voters
 * in any order. For millions of votes prefer `opinionProfileOfColumns`. Cost: votes, and n log n for n voters.
 *
 * Throws `RangeError` for a statement listed twice, a vote on an unknown statement, a word that is no vote, two
 * votes of one voter on one statement.
 *
 * @example
 * opinionProfile(['more trees', 'more parking'], [
 *   { voter: 'b', statement: 'more trees', vote: 'agree' },
 *   { voter: 'a', statement: 'more parking', vote: 'pass' }
 * ]).codes
 * // → Uint32Array.of(4, 2)
 */
export function opinionProfile(
  statements: readonly string[],
  votes: readonly CastOpinion[],
  settings: ModerationSettings = {}
): OpinionProfile {
  const rule = 'opinionProfile'
  const numbers = statementNumbers(rule, statements)
  const voters = sortedIds(votes.map(({ voter }) => voter))
  checkDistinctIds(rule, 'voters', voters)
  const voterNumbers = new Map(voters.map((id, v) => [id, v]))
  const voterOf = Uint32Array.from(votes, ({ voter }) => voterNumbers.get(voter)!)
  const codes = Uint32Array.from(votes, cast => codeOf(rule, numbers, cast))
  return profileOf(
    rule,
    voters,
    statements,
    numbers,
    listByVoter(rule, voters, statements, voterOf, codes),
    settings
  )
}

/**
 * Reads opinions from columns, as a database or a file gives them: the fast way to the profile of
 * `opinionProfile`.
 *
 * Voters without votes are kept: they stand in the middle of a map. Cost: votes, and n log n for n voters;
 * memory: 8 bytes a vote while reading, 4 afterwards.
 *
 * Throws `RangeError` as `opinionProfile`, for columns of unequal length and for numbers outside their lists.
 *
 * @example
 * opinionProfileOfColumns({
 *   voters: ['b', 'a'], statements: ['more trees', 'more parking'],
 *   voterOf: [0, 1], statementOf: [0, 1], votes: [2, 1]
 * }).codes
 * // → Uint32Array.of(4, 2)
 */
export function opinionProfileOfColumns(
  columns: OpinionColumns,
  settings: ModerationSettings = {}
): OpinionProfile {
  const rule = 'opinionProfileOfColumns'
  const { statements, voterOf, statementOf, votes } = columns
  const size = votes.length
  if (voterOf.length !== size || statementOf.length !== size) fail(rule, 'columns must be of equal length')
  checkDistinctIds(rule, 'voters', columns.voters)
  const numbers = statementNumbers(rule, statements)
  const voters = sortedIds(columns.voters)
  const places = new Map(voters.map((id, v) => [id, v]))
  const placeOf = Uint32Array.from(columns.voters, id => places.get(id)!)
  const ownVoter = new Uint32Array(size)
  const codes = new Uint32Array(size)
  for (let i = 0; i < size; i++) {
    const [voter, statement, vote] = [voterOf[i]!, statementOf[i]!, votes[i]!]
    const isKnown = placeOf[voter] !== undefined && statements[statement] !== undefined
    if (!isKnown || VOTES[vote] === undefined) {
      fail(rule, `row ${i} must name a voter, a statement and a vote, got ${voter}, ${statement}, ${vote}`)
    }
    ownVoter[i] = placeOf[voter]!
    codes[i] = 3 * statement + vote
  }
  return profileOf(
    rule,
    voters,
    statements,
    numbers,
    listByVoter(rule, voters, statements, ownVoter, codes),
    settings
  )
}

/** The code of a vote. Throws for a statement or a word that is not known. */
export function codeOf(
  rule: string,
  numbers: ReadonlyMap<string, number>,
  { voter, statement, vote }: { voter: string; statement: string; vote: OpinionVote }
): number {
  const number = numbers.get(statement)
  if (number === undefined) fail(rule, `"${voter}" votes on "${statement}", which is not a statement`)
  const place = VOTES.indexOf(vote)
  if (place === -1) fail(rule, `a vote must be one of ${VOTES.join(', ')}, got ${String(vote)}`)
  return 3 * number + place
}

/** The numbers of the statements. Throws when one is listed twice or a code would not fit 32 bits. */
export function statementNumbers(rule: string, statements: readonly string[]): Map<string, number> {
  checkDistinctIds(rule, 'statements', statements)
  if (statements.length > 1_000_000_000) fail(rule, 'there may be at most 1,000,000,000 statements')
  return new Map(statements.map((id, number) => [id, number]))
}

function profileOf(
  rule: string,
  voters: readonly string[],
  statements: readonly string[],
  numbers: ReadonlyMap<string, number>,
  lists: { starts: Uint32Array; codes: Uint32Array },
  { moderatedOut = [] }: ModerationSettings
): OpinionProfile {
  const isOut = new Uint8Array(statements.length)
  for (const id of moderatedOut) {
    const number = numbers.get(id)
    if (number === undefined) fail(rule, `moderation takes out "${id}", which is not a statement`)
    isOut[number] = 1
  }
  return { voters, statements: [...statements], ...lists, isOut }
}
