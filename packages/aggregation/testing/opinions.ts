import fc from 'fast-check'
import { existsSync, readFileSync } from 'node:fs'
import type { CastOpinion, OpinionColumns, Random } from '../src/index.ts'

/** Statements with votes of few people on them. */
export interface Opinions {
  readonly statements: readonly string[]
  readonly votes: readonly CastOpinion[]
}

/** Up to six statements and eight people, each voting on some of them. */
export function anyOpinions(): fc.Arbitrary<Opinions> {
  const vote = fc.constantFrom<CastOpinion['vote']>('agree', 'disagree', 'pass')
  return fc
    .record({ statements: fc.integer({ min: 1, max: 6 }), voters: fc.integer({ min: 1, max: 8 }) })
    .chain(({ statements, voters }) => {
      const ids = Array.from({ length: statements }, (_, s) => `s${s}`)
      const cell = fc.option(vote)
      const row = fc.array(cell, { minLength: statements, maxLength: statements })
      return fc.array(row, { minLength: voters, maxLength: voters }).map(rows => ({
        statements: ids,
        votes: rows.flatMap((row, v) =>
          row.flatMap((vote, s) => (vote === null ? [] : [{ voter: `v${v}`, statement: ids[s]!, vote }]))
        )
      }))
    })
}

/** Columns of votes by people around one to three camps, equally far apart, most of them sparse: the shape of a large conversation. */
export function camps(
  random: Random,
  sizes: {
    readonly voters: number
    readonly statements: number
    readonly votes: number
    readonly camps?: number
  }
): OpinionColumns {
  const between = (low: number, high: number) => low + (high - low) * random.next()
  const camp = Array.from({ length: sizes.camps ?? 3 }, (_, c) =>
    [0, 1, 2].map(axis => (axis === c ? 2.2 : 0))
  )
  const meaning = Array.from({ length: sizes.statements }, () =>
    Array.from({ length: 4 }, () => between(-1, 1))
  )
  const voterOf: number[] = []
  const statementOf: number[] = []
  const votes: number[] = []
  for (let voter = 0; voter < sizes.voters; voter++) {
    const own = camp[random.below(camp.length)]!.map(value => value + between(-0.7, 0.7))
    const wanted = Math.round((sizes.votes / sizes.voters) * between(0.2, 1.8))
    const chosen = new Set<number>()
    while (chosen.size < Math.min(wanted, sizes.statements)) chosen.add(random.below(sizes.statements))
    for (const statement of chosen) {
      const [a, b, c, d] = meaning[statement]! as [number, number, number, number]
      const lean = a * own[0]! + b * own[1]! + c * own[2]! + d + between(-0.8, 0.8)
      voterOf.push(voter)
      statementOf.push(statement)
      votes.push(lean > 0.3 ? 2 : lean < -0.3 ? 0 : 1)
    }
  }
  const names = (prefix: string, size: number) =>
    Array.from({ length: size }, (_, i) => `${prefix}${String(i).padStart(6, '0')}`)
  return {
    voters: names('v', sizes.voters),
    statements: names('s', sizes.statements),
    voterOf: Uint32Array.from(voterOf),
    statementOf: Uint32Array.from(statementOf),
    votes: Uint8Array.from(votes)
  }
}

/** The export of a conversation run with Polis: its votes, and what moderation took out. */
export interface PolisExport {
  readonly columns: OpinionColumns
  readonly moderatedOut: readonly string[]
  /** The group in which Polis put each voter, in the order of the columns; `null` for none. */
  readonly groups: readonly (number | null)[]
  /** Texts by statement. */
  readonly texts: ReadonlyMap<string, string>
}

/** Reads an export that lies beside the repository, or says why not. */
export function readPolisExport(name: string): PolisExport | null {
  const folder = new URL(`../../../../shared/data/polis/${name}/`, import.meta.url)
  if (!existsSync(new URL('participants-votes.csv', folder))) {
    console.log(`Skipped: ${name}, for ${folder.pathname} is missing`)
    return null
  }
  const [head, ...rows] = readCsv(readFileSync(new URL('participants-votes.csv', folder), 'utf8'))
  const statements = head!.slice(6)
  const voterOf: number[] = []
  const statementOf: number[] = []
  const votes: number[] = []
  rows.forEach((row, voter) =>
    row.slice(6).forEach((cell, statement) => {
      if (cell === '') return
      voterOf.push(voter)
      statementOf.push(statement)
      votes.push(Number(cell) + 1)
    })
  )
  const [names, ...comments] = readCsv(readFileSync(new URL('comments.csv', folder), 'utf8'))
  const column = (name: string) => names!.indexOf(name)
  return {
    columns: { voters: rows.map(row => row[0]!), statements, voterOf, statementOf, votes },
    moderatedOut: comments
      .filter(row => row[column('moderated')] === '-1')
      .map(row => row[column('comment-id')]!)
      .filter(id => statements.includes(id)),
    groups: rows.map(row => (row[1] === '' ? null : Number(row[1]))),
    texts: new Map(comments.map(row => [row[column('comment-id')]!, row[column('comment-body')]!]))
  }
}

/** Rows of a CSV file with quoted cells. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end !== ',') rows.push([])
  }
  return rows.filter(row => row.length > 1)
}
