import { parse } from 'csv-parse/sync'
import { SourceError } from './source-error.ts'

/** A CSV file with a head. */
export interface Table {
  /** Its name, for whoever is told what is wrong with it. */
  readonly file: string
  readonly head: readonly string[]
  /** Rows are numbered as a spreadsheet shows them: the head is 1. Empty ones are left out. */
  readonly rows: readonly { readonly row: number; readonly cells: readonly string[] }[]
}

/**
 * Reads a CSV table (RFC 4180); the delimiter is the one of comma, semicolon and tab that the head has most of.
 *
 * @throws SourceError for what is no table, and for rows that are shorter or longer than the head.
 */
export function readTable(text: string, file: string): Table {
  const records = parseRecords(text, file)
  const [head, ...others] = records
  if (!head) throw new SourceError({ file, code: 'required' })
  const rows = others
    .map((cells, n) => ({ row: n + 2, cells }))
    .filter(({ cells }) => cells.length > 1 || cells[0] !== '')
  const wrong = rows.filter(({ cells }) => cells.length !== head.length).slice(0, 50)
  if (wrong.length > 0)
    throw new SourceError(
      ...wrong.flatMap(({ row, cells }) => wrongLength(file, row, cells.length, head.length).problems)
    )
  return { file, head: head.map(name => name.trim()), rows }
}

/** Where a column stands. @throws SourceError when there is none of that name. */
export function columnOf({ file, head }: Pick<Table, 'file' | 'head'>, name: string): number {
  const at = head.indexOf(name)
  if (at < 0)
    throw new SourceError({
      file,
      row: 1,
      field: name,
      code: 'no-such-column',
      limits: { columns: head.slice(0, 30).join(', ') }
    })
  return at
}

export const wrongLength = (file: string, row: number, has: number, expected: number): SourceError =>
  new SourceError({ file, row, code: 'wrong-length', limits: { has, expected } })

function parseRecords(text: string, file: string): string[][] {
  try {
    return parse(text, { bom: true, delimiter: delimiterOf(text), relax_column_count: true })
  } catch (error) {
    const { message, records } = error as Error & { records?: number }
    const row = records === undefined ? {} : { row: records + 1 }
    throw new SourceError({ file, ...row, code: 'not-csv', limits: { reason: message } })
  }
}

function delimiterOf(text: string): string {
  const head = text.slice(0, 10_000).split('\n', 1)[0]!
  const counts = [',', ';', '\t'].map(sign => ({ sign, count: head.split(sign).length }))
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign
}
