import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { columnOf, readTable, wrongLength } from './read-table.server.ts'
import type { Table } from './read-table.server.ts'
import { SourceError } from './source-error.ts'
import type { Conversation, Participant, Statement } from './conversation.ts'

/**
 * Reads an export of Polis: `summary.csv`, `comments.csv` and `participants-votes.csv` of a folder, in which 1 is an
 * agreement, −1 a disagreement, 0 a pass, and nothing a statement not seen. A file may be packed: `….csv.gz`.
 *
 * @throws SourceError naming file, row (1 is the head) and field.
 */
export async function readPolis(folder: string): Promise<Conversation> {
  const summary = await readSummary(folder)
  const statements = readStatements(await readRows(folder, 'comments.csv'))
  const people = readVotes(await readText(folder, 'participants-votes.csv'), statements)
  const topic = summary.get('topic')?.trim()
  if (!topic) throw new SourceError({ file: 'summary.csv', field: 'topic', code: 'required' })
  return { topic, description: summary.get('conversation-description')?.trim() ?? '', statements, people }
}

/** A table without a head: a name and a value a line. */
async function readSummary(folder: string): Promise<Map<string, string>> {
  const { head, rows } = await readRows(folder, 'summary.csv')
  return new Map([head, ...rows.map(({ cells }) => cells)].map(([name = '', value = '']) => [name, value]))
}

async function readText(folder: string, file: string): Promise<string> {
  const plain = await readIfThere(join(folder, file))
  if (plain) return plain.toString('utf8')
  const packed = await readIfThere(join(folder, `${file}.gz`))
  if (!packed) throw new SourceError({ file: join(folder, file), code: 'no-such-file' })
  try {
    return gunzipSync(packed, { maxOutputLength: mostBytes }).toString('utf8')
  } catch {
    throw new SourceError({ file: `${file}.gz`, code: 'not-unpackable' })
  }
}

/** A hundred times the largest export known. */
const mostBytes = 300_000_000

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw error
  }
}

const readRows = async (folder: string, file: string) => readTable(await readText(folder, file), file)

const moderated = { '1': 'accepted', '0': 'unmoderated', '-1': 'rejected' } as const

function readStatements(table: Table): Statement[] {
  const { file } = table
  const seen = new Set<string>()
  return table.rows.map(({ row, cells }) => {
    const cell = (field: string) => cells[columnOf(table, field)] ?? ''
    const fail = (field: string, code: string) =>
      new SourceError({ file, row, field, code, limits: { value: cell(field).slice(0, 80) } })
    const number = (field: string) => {
      const value = Number(cell(field))
      if (cell(field) === '' || !Number.isSafeInteger(value)) throw fail(field, 'not-a-whole-number')
      return value
    }
    const id = String(number('comment-id'))
    if (seen.has(id)) throw fail('comment-id', 'taken')
    seen.add(id)
    const state = moderated[cell('moderated') as keyof typeof moderated]
    if (!state) throw fail('moderated', 'not-a-choice')
    const text = cell('comment-body').replaceAll(/\s+/g, ' ').trim()
    if (!text) throw fail('comment-body', 'required')
    return {
      id,
      author: String(number('author-id')),
      text,
      at: number('timestamp'),
      moderated: state,
      agrees: number('agrees')
    }
  })
}

/** The votes are numbers alone, so that splitting is all the parsing there is; anything else is refused. */
function readVotes(text: string, statements: readonly Statement[]): Participant[] {
  const file = 'participants-votes.csv'
  const [first = '', ...lines] = text.replace(/^\ufeff/, '').split(/\r?\n/)
  const head = first.split(',')
  const known = new Set(statements.map(({ id }) => id))
  const columns = head.map((name, n) => ({ name, n })).filter(({ name }) => /^\d+$/.test(name))
  for (const { name } of columns) {
    if (!known.has(name)) throw new SourceError({ file, row: 1, field: name, code: 'not-found' })
  }
  const participant = columnOf({ file, head }, 'participant')
  return lines.flatMap((line, n) => {
    if (line === '') return []
    const cells = line.split(',')
    const row = n + 2
    if (cells.length !== head.length) throw wrongLength(file, row, cells.length, head.length)
    const agreed = columns.filter(({ name, n: at }) => {
      const vote = cells[at]!
      if (vote === '' || vote === '0' || vote === '1' || vote === '-1') return vote === '1'
      throw new SourceError({
        file,
        row,
        field: name,
        code: 'not-a-choice',
        limits: { value: vote.slice(0, 80) }
      })
    })
    return [{ id: cells[participant]!, agreed: agreed.map(({ name }) => name) }]
  })
}
