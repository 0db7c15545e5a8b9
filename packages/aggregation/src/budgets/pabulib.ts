import { fail } from '../checks.ts'
import type { BudgetBallot, BudgetElection } from './budget-profile.ts'
import { type Cell, readSections, writeRow } from './pabulib-rows.ts'
import { pointsByRank } from './points-by-rank.ts'

/** The form of the ballots, as the file names it. */
export type PabulibVoteType = 'approval' | 'ordinal' | 'cumulative' | 'scoring' | 'choose-1'

/** A row of the section PROJECTS; `fields` holds its other columns. */
export interface PabulibProject {
  readonly id: string
  /** In units of the smallest money, see `unit`. */
  readonly cost: number
  readonly fields: Readonly<Record<string, string>>
}

/** A row of the section VOTES; `points` go with `projects` one by one, where the form has them. */
export interface PabulibVote {
  readonly voter: string
  readonly projects: readonly string[]
  readonly points: readonly number[] | null
  readonly fields: Readonly<Record<string, string>>
}

/**
 * A Pabulib file. Money is whole: `unit` of these make one unit of the file's currency (1, or 100 when it has
 * cents).
 */
export interface PabulibElection {
  readonly meta: Readonly<Record<string, string>>
  readonly voteType: PabulibVoteType
  readonly unit: number
  readonly budget: number
  readonly projects: readonly PabulibProject[]
  readonly votes: readonly PabulibVote[]
  /** Rows that were left out or mended, in the tolerant mode; empty in the strict. */
  readonly problems: readonly PabulibProblem[]
}

/** What is wrong on a line, and what was done about it. */
export interface PabulibProblem {
  readonly line: number
  readonly message: string
}

/** `'strict'` throws at the first problem; `'tolerant'` leaves the row out and lists the problem. */
export type PabulibMode = 'strict' | 'tolerant'

const VOTE_TYPES: readonly string[] = ['approval', 'ordinal', 'cumulative', 'scoring', 'choose-1']

/**
 * Reads a participatory budget in Pabulib's format (`.pb`): sections META, PROJECTS and VOTES, cells parted
 * by semicolons, quoted as in CSV.
 *
 * Problems of single rows (unknown project, no whole points, a project or voter that comes twice) end the
 * reading in the strict mode and are listed in the tolerant, which leaves the row or the entry out. A missing
 * section, budget or form of ballot always throws.
 *
 * Throws `RangeError` that names the line.
 *
 * Source: D. Stolicki, S. Szufa, N. Talmon, "Pabulib: a participatory budgeting library", arXiv 2012.06539.
 *
 * @example
 * readPabulib('META\nkey;value\nbudget;9.50\nvote_type;approval\nPROJECTS\nproject_id;cost\np;4\nVOTES\nvoter_id;vote\n1;p\n').budget
 * // → 950
 */
export function readPabulib(text: string, mode: PabulibMode = 'strict'): PabulibElection {
  const { meta: metaRows, projects: projectRows, votes: voteRows } = readSections(text)
  const meta = Object.fromEntries(metaRows.map(({ cells }) => [cells[0]!.trim(), (cells[1] ?? '').trim()]))
  const voteType = meta.vote_type ?? ''
  if (!VOTE_TYPES.includes(voteType))
    fail('readPabulib', `vote_type must be one of ${VOTE_TYPES.join(', ')}, got "${voteType}"`)
  const problems: PabulibProblem[] = []
  const report = (line: number, message: string) => {
    if (mode === 'strict') fail('readPabulib', `line ${line}: ${message}`)
    problems.push({ line, message })
  }
  const unit = unitOf([meta.budget ?? '', ...projectRows.map(row => row.cell('cost') ?? '')])
  const budget = money(meta.budget ?? '', unit)
  if (budget === null)
    fail('readPabulib', `the budget must be a number of at least 0, got "${meta.budget ?? ''}"`)
  const projects = readProjects(projectRows, unit, report)
  const votes = readVotes(
    voteRows,
    voteType as PabulibVoteType,
    new Set(projects.map(({ id }) => id)),
    report
  )
  return { meta, voteType: voteType as PabulibVoteType, unit, budget, projects, votes, problems }
}

type Report = (line: number, message: string) => void

function readProjects(rows: readonly Cell[], unit: number, report: Report): PabulibProject[] {
  const projects = new Map<string, PabulibProject>()
  for (const { line, cell, others } of rows) {
    const id = cell('project_id') ?? ''
    const cost = money(cell('cost') ?? '', unit)
    if (id === '') report(line, 'a project has no project_id and is left out')
    else if (projects.has(id)) report(line, `the project "${id}" comes twice and its second row is left out`)
    else if (cost === null || cost === 0)
      report(line, `the project "${id}" has no cost above 0 and is left out`)
    else projects.set(id, { id, cost, fields: others('project_id', 'cost') })
  }
  return [...projects.values()]
}

function readVotes(
  rows: readonly Cell[],
  voteType: PabulibVoteType,
  known: ReadonlySet<string>,
  report: Report
): PabulibVote[] {
  const votes = new Map<string, PabulibVote>()
  for (const { line, cell, others } of rows) {
    const voter = cell('voter_id') ?? ''
    if (voter === '' || votes.has(voter)) {
      report(
        line,
        `the voter "${voter}" ${voter === '' ? 'has no voter_id' : 'comes twice'} and the row is left out`
      )
      continue
    }
    const named = list(cell('vote') ?? '')
    const given = voteType === 'cumulative' || voteType === 'scoring' ? list(cell('points') ?? '') : null
    if (given && given.length !== named.length) {
      report(
        line,
        `the voter "${voter}" names ${named.length} projects and ${given.length} points and is left out`
      )
      continue
    }
    const projects: string[] = []
    const points: number[] = []
    named.forEach((id, i) => {
      const own = given ? Number(given[i]) : 0
      if (!known.has(id))
        report(line, `the voter "${voter}" names "${id}", which is not a project; it is left out`)
      else if (projects.includes(id)) report(line, `the voter "${voter}" names "${id}" twice; it counts once`)
      else if (!Number.isSafeInteger(own) || own < 0)
        report(line, `the points "${given![i]}" are not a whole number; they are left out`)
      else {
        projects.push(id)
        points.push(own)
      }
    })
    const vote = {
      voter,
      projects,
      points: given ? points : null,
      fields: others('voter_id', 'vote', 'points')
    }
    votes.set(voter, vote)
  }
  return [...votes.values()]
}

/**
 * The election of a Pabulib file as `budgetProfile` takes it: approvals for approval and choose-1, points for
 * cumulative and scoring, points by rank for ordinal (the longest allowed ranking gives the points of the
 * first place).
 *
 * @example
 * pabulibElection(readPabulib('META\nkey;value\nbudget;9\nvote_type;choose-1\nPROJECTS\nproject_id;cost\np;4\nVOTES\nvoter_id;vote\n1;p\n'))
 * // → { budget: 9, projects: [{ id: 'p', cost: 4 }], ballots: [{ approved: ['p'] }] }
 */
export function pabulibElection({
  meta,
  voteType,
  budget,
  projects,
  votes
}: PabulibElection): BudgetElection {
  const longest = votes.reduce((most, vote) => Math.max(most, vote.projects.length), 1)
  const length = Math.max(longest, Number(meta.max_length) || 0)
  const ballots = votes.map(({ projects, points }): BudgetBallot => {
    if (voteType === 'ordinal') return pointsByRank(projects, length)
    if (points) return { points: Object.fromEntries(projects.map((id, i) => [id, points[i]!])) }
    return { approved: projects }
  })
  return { budget, projects: projects.map(({ id, cost }) => ({ id, cost })), ballots }
}

/**
 * Writes a participatory budget in Pabulib's format; `readPabulib` reads it back. Numbers of projects and
 * votes in META are set right.
 *
 * @example
 * writePabulib({ meta: {}, voteType: 'approval', unit: 1, budget: 9, projects: [{ id: 'p', cost: 4, fields: {} }], votes: [], problems: [] })
 * // → 'META\nkey;value\nnum_projects;1\nnum_votes;0\nbudget;9\nvote_type;approval\nPROJECTS\nproject_id;cost\np;4\nVOTES\nvoter_id;vote\n'
 */
export function writePabulib({ meta, voteType, unit, budget, projects, votes }: PabulibElection): string {
  const written = {
    ...meta,
    num_projects: String(projects.length),
    num_votes: String(votes.length),
    budget: decimal(budget, unit),
    vote_type: voteType
  }
  const hasPoints = votes.some(({ points }) => points !== null)
  const projectFields = columnsOf(projects)
  const voteFields = columnsOf(votes)
  const rows = [
    ['META'],
    ['key', 'value'],
    ...Object.entries(written),
    ['PROJECTS'],
    ['project_id', 'cost', ...projectFields],
    ...projects.map(({ id, cost, fields }) => [
      id,
      decimal(cost, unit),
      ...projectFields.map(name => fields[name] ?? '')
    ]),
    ['VOTES'],
    ['voter_id', 'vote', ...(hasPoints ? ['points'] : []), ...voteFields],
    ...votes.map(({ voter, projects, points, fields }) => [
      voter,
      projects.join(),
      ...(hasPoints ? [(points ?? []).join()] : []),
      ...voteFields.map(name => fields[name] ?? '')
    ])
  ]
  return `${rows.map(writeRow).join('\n')}\n`
}

function columnsOf(rows: readonly { readonly fields: Readonly<Record<string, string>> }[]): string[] {
  return [...new Set(rows.flatMap(({ fields }) => Object.keys(fields)))]
}

function list(cell: string): string[] {
  return cell === '' ? [] : cell.split(',').map(id => id.trim())
}

/**
 * How many of the smallest money make one unit, so that every amount is whole: 1, 100, or more for finer
 * amounts.
 */
function unitOf(amounts: readonly string[]): number {
  const decimals = amounts.map(text => /^\d+(?:[.,](\d*?)0*)?$/.exec(text)?.[1]?.length ?? 0)
  const most = Math.max(...decimals)
  return most === 0 ? 1 : 10 ** Math.min(6, Math.max(2, most))
}

/** An amount in units of the smallest money, or `null` when it is none. */
function money(text: string, unit: number): number | null {
  const match = /^(\d+)(?:[.,](\d*))?$/.exec(text)
  if (!match) return null
  const decimals = String(unit).length - 1
  const amount = Number(match[1]! + (match[2] ?? '').slice(0, decimals).padEnd(decimals, '0'))
  return Number.isSafeInteger(amount) ? amount : null
}

function decimal(amount: number, unit: number): string {
  if (unit === 1) return String(amount)
  const decimals = String(unit).length - 1
  const digits = String(amount).padStart(decimals + 1, '0')
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
