import { fail } from '../checks.ts'
import type { ApprovalBallot } from './approval-profile.ts'
import type { RankedBallot } from './ranked-profile.ts'
import type { ScoreBallot } from './score-profile.ts'

/** Ballots of one form with the options of the table's head. */
export interface BallotTable<Ballot> {
  readonly options: readonly string[]
  readonly ballots: readonly Ballot[]
}

/**
 * Reads ranked ballots from CSV (RFC 4180): the head names the options, with an optional column `count`; a
 * cell holds the rank, 1 for the best; equal ranks share a level; an empty cell leaves the option out. Throws
 * `RangeError` that names the line.
 *
 * @example
 * readRankedCsv('count,a,b,c\n3,1,2,2\n,,1,\n').ballots
 * // → [{ ranking: ['a', ['b', 'c']], count: 3 }, { ranking: ['b'], count: 1 }]
 */
export function readRankedCsv(text: string): BallotTable<RankedBallot> {
  return readTable('readRankedCsv', text, (cells, where) => {
    const ranked = cells
      .filter(({ cell }) => cell !== '')
      .map(({ id, cell }) => ({ id, rank: whole('readRankedCsv', cell, 1, where(id)) }))
    const levels = Map.groupBy(ranked, ({ rank }) => rank)
    const ranking = [...levels.entries()]
      .sort(([a], [b]) => a - b)
      .map(([, level]) => (level.length === 1 ? level[0]!.id : level.map(({ id }) => id)))
    return { ranking }
  })
}

/**
 * Writes ranked ballots as CSV that `readRankedCsv` reads back.
 *
 * @example
 * writeRankedCsv({ options: ['a', 'b', 'c'], ballots: [{ ranking: ['a', ['b', 'c']], count: 3 }] }) // → 'count,a,b,c\n3,1,2,2\n'
 */
export function writeRankedCsv({ options, ballots }: BallotTable<RankedBallot>): string {
  return writeTable('writeRankedCsv', options, ballots, ({ ranking }) => {
    const ranks = ranking.flatMap((level, i) =>
      (typeof level === 'string' ? [level] : level).map((id): [string, number] => [id, i + 1])
    )
    return new Map(ranks)
  })
}

/**
 * Reads approval ballots from CSV (RFC 4180): the head names the options, with an optional column `count`; a
 * cell holds 1 for approved, 0 or nothing for not. Throws `RangeError` that names the line.
 *
 * @example
 * readApprovalCsv('a,b\n1,0\n,1\n').ballots // → [{ approved: ['a'], count: 1 }, { approved: ['b'], count: 1 }]
 */
export function readApprovalCsv(text: string): BallotTable<ApprovalBallot> {
  return readTable('readApprovalCsv', text, (cells, where) => ({
    approved: cells
      .filter(({ id, cell }) => {
        if (!['', '0', '1'].includes(cell))
          fail('readApprovalCsv', `${where(id)} must be 1, 0 or empty, got ${cell}`)
        return cell === '1'
      })
      .map(({ id }) => id)
  }))
}

/**
 * Writes approval ballots as CSV that `readApprovalCsv` reads back.
 *
 * @example
 * writeApprovalCsv({ options: ['a', 'b'], ballots: [{ approved: ['b'] }] }) // → 'count,a,b\n1,,1\n'
 */
export function writeApprovalCsv({ options, ballots }: BallotTable<ApprovalBallot>): string {
  return writeTable(
    'writeApprovalCsv',
    options,
    ballots,
    ({ approved }) => new Map(approved.map(id => [id, 1]))
  )
}

/**
 * Reads score ballots from CSV (RFC 4180): the head names the options, with an optional column `count`; a
 * cell holds the score, a whole number; an empty cell leaves the option out. Throws `RangeError` that names
 * the line.
 *
 * @example
 * readScoreCsv('a,"b, c"\n5,-1\n,3\n').ballots // → [{ scores: { a: 5, 'b, c': -1 }, count: 1 }, { scores: { 'b, c': 3 }, count: 1 }]
 */
export function readScoreCsv(text: string): BallotTable<ScoreBallot> {
  return readTable('readScoreCsv', text, (cells, where) => ({
    scores: Object.fromEntries(
      cells
        .filter(({ cell }) => cell !== '')
        .map(({ id, cell }) => [id, whole('readScoreCsv', cell, -Number.MAX_SAFE_INTEGER, where(id))])
    )
  }))
}

/**
 * Writes score ballots as CSV that `readScoreCsv` reads back.
 *
 * @example
 * writeScoreCsv({ options: ['a', 'b'], ballots: [{ scores: { a: 5 }, count: 2 }] }) // → 'count,a,b\n2,5,\n'
 */
export function writeScoreCsv({ options, ballots }: BallotTable<ScoreBallot>): string {
  return writeTable('writeScoreCsv', options, ballots, ({ scores }) => new Map(Object.entries(scores)))
}

interface Cell {
  readonly id: string
  readonly cell: string
}

function readTable<Ballot>(
  rule: string,
  text: string,
  read: (cells: readonly Cell[], where: (id: string) => string) => Ballot
): BallotTable<Ballot & { count: number }> {
  const [head, ...rows] = csvRows(rule, text)
  if (!head || head.cells.every(name => name === '')) fail(rule, 'the head must name the options')
  const names = head.cells
  if (new Set(names).size < names.length) fail(rule, 'line 1: two columns have one name')
  const ballots = rows.map(({ cells, line }) => {
    if (cells.length !== names.length) {
      fail(rule, `line ${line} must have ${names.length} cells, got ${cells.length}`)
    }
    const named = names.map((id, i) => ({ id, cell: cells[i]!.trim() }))
    const count = named.find(({ id }) => id === 'count')?.cell ?? ''
    const ballot = read(
      named.filter(({ id }) => id !== 'count'),
      id => `line ${line}: the cell of "${id}"`
    )
    return { ...ballot, count: count === '' ? 1 : whole(rule, count, 1, `line ${line}: the count`) }
  })
  return { options: names.filter(name => name !== 'count'), ballots }
}

function whole(rule: string, cell: string, least: number, where: string): number {
  const number = Number(cell)
  if (!/^-?\d+$/.test(cell) || !Number.isSafeInteger(number) || number < least) {
    fail(rule, `${where} must be a whole number${least > 0 ? ` of at least ${least}` : ''}, got ${cell}`)
  }
  return number
}

/**
 * The rows of a CSV text with the line each begins on; quoted cells may hold commas, line breaks and doubled
 * quotes.
 */
function csvRows(rule: string, text: string): { cells: string[]; line: number }[] {
  const rows: { cells: string[]; line: number }[] = []
  let cells: string[] = []
  let line = 1
  let began = 1
  const pattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy
  const source = text.replace(/^\uFEFF/, '')
  while (pattern.lastIndex < source.length) {
    const match = pattern.exec(source)
    if (!match) fail(rule, `line ${line}: a quotation mark is out of place`)
    const [whole, quoted, plain, end] = match
    cells.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'))
    line += whole.split('\n').length - 1
    if (end === ',' && pattern.lastIndex < source.length) continue
    if (end === ',') cells.push('')
    if (cells.length > 1 || cells[0] !== '') rows.push({ cells, line: began })
    cells = []
    began = line
  }
  return rows
}

function writeTable<Ballot extends { readonly count?: number }>(
  rule: string,
  options: readonly string[],
  ballots: readonly Ballot[],
  cellsOf: (ballot: Ballot) => ReadonlyMap<string, number>
): string {
  if (options.includes('count'))
    fail(rule, 'an option must not be named "count", which is the column of weights')
  const known = new Set(options)
  const rows = ballots.map(ballot => {
    const cells = cellsOf(ballot)
    for (const id of cells.keys())
      if (!known.has(id)) fail(rule, `a ballot names "${id}", which is not an option`)
    return [ballot.count ?? 1, ...options.map(id => cells.get(id) ?? '')].join(',')
  })
  return `${[['count', ...options.map(csvCell)].join(','), ...rows].join('\n')}\n`
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) || text !== text.trim() ? `"${text.replaceAll('"', '""')}"` : text
}
