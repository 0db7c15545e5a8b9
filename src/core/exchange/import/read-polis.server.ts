import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { SourceError } from './source-error.ts'
import type { Conversation, Participant, Statement } from './conversation.ts'

/**
 * Reads an export of Polis: `summary.csv`, `comments.csv` and `participants-votes.csv` of a folder, in which 1 is an
 * agreement, −1 a disagreement, 0 a pass, and nothing a statement not seen. A file may be packed: `….csv.gz`.
 *
 * @throws SourceError naming file, row (1 is the head) and field.
 */
export async function readPolis(folder: string): Promise<Conversation> {
  const summary = new Map((await readRows(folder, 'summary.csv')).map(row => [row[0]!, row[1] ?? '']))
  const statements = readStatements(await readRows(folder, 'comments.csv'))
  const people = readVotes(await readText(folder, 'participants-votes.csv'), statements)
  const topic = summary.get('topic')?.trim()
  if (!topic) throw new SourceError('the topic is missing', { file: 'summary.csv', field: 'topic' })
  return { topic, description: summary.get('conversation-description')?.trim() ?? '', statements, people }
}

async function readText(folder: string, file: string): Promise<string> {
  const plain = await readIfThere(join(folder, file))
  if (plain) return plain.toString('utf8')
  const packed = await readIfThere(join(folder, `${file}.gz`))
  if (!packed) throw new SourceError('there is no such file', { file: join(folder, file) })
  try {
    return gunzipSync(packed, { maxOutputLength: mostBytes }).toString('utf8')
  } catch (error) {
    throw new SourceError(`it cannot be unpacked (${(error as Error).message})`, { file: `${file}.gz` })
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

async function readRows(folder: string, file: string): Promise<string[][]> {
  try {
    return parse(await readText(folder, file), {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true
    })
  } catch (error) {
    if (error instanceof SourceError) throw error
    const { lines, message } = error as Error & { lines?: number }
    throw new SourceError(message, { file, ...(lines === undefined ? {} : { row: lines }) })
  }
}

const moderated = { '1': 'accepted', '0': 'unmoderated', '-1': 'rejected' } as const

function readStatements([head = [], ...rows]: string[][]): Statement[] {
  const file = 'comments.csv'
  const seen = new Set<string>()
  return rows.map((cells, n) => {
    const row = n + 2
    const cell = (field: string) => {
      const at = head.indexOf(field)
      if (at < 0) throw new SourceError('this column is missing', { file, row: 1, field })
      return cells[at] ?? ''
    }
    const number = (field: string) => {
      const value = Number(cell(field))
      if (cell(field) === '' || !Number.isSafeInteger(value))
        throw new SourceError(`${JSON.stringify(cell(field))} is no whole number`, { file, row, field })
      return value
    }
    const id = String(number('comment-id'))
    if (seen.has(id))
      throw new SourceError(`statement ${id} stands here twice`, { file, row, field: 'comment-id' })
    seen.add(id)
    const state = moderated[cell('moderated') as keyof typeof moderated]
    if (!state)
      throw new SourceError(`${JSON.stringify(cell('moderated'))} is none of 1, 0, -1`, {
        file,
        row,
        field: 'moderated'
      })
    const text = cell('comment-body').replaceAll(/\s+/g, ' ').trim()
    if (!text) throw new SourceError('the statement is empty', { file, row, field: 'comment-body' })
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
  for (const { name } of columns)
    if (!known.has(name))
      throw new SourceError(`statement ${name} is not in comments.csv`, { file, row: 1, field: name })
  const participant = head.indexOf('participant')
  if (participant < 0) throw new SourceError('this column is missing', { file, row: 1, field: 'participant' })
  return lines.flatMap((line, n) => {
    if (line === '') return []
    const cells = line.split(',')
    const row = n + 2
    if (cells.length !== head.length)
      throw new SourceError(`${cells.length} fields instead of ${head.length}`, { file, row })
    const agreed = columns.filter(({ name, n: at }) => {
      const vote = cells[at]!
      if (vote !== '' && vote !== '0' && vote !== '1' && vote !== '-1')
        throw new SourceError(`${JSON.stringify(vote)} is no vote`, { file, row, field: name })
      return vote === '1'
    })
    return [{ id: cells[participant]!, agreed: agreed.map(({ name }) => name) }]
  })
}
