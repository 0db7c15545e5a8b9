import { byteOrderMark, csvLine } from '../text/csv.ts'
import { canonicalJson } from './canonical.ts'
import type { Json, JsonObject } from './canonical.ts'

/** What a companion table shows of a row: fields of the row first, then those of its counted and personal parts. */
export interface CompanionRow {
  readonly [field: string]: Json | undefined
  readonly counted: JsonObject
  readonly personal: JsonObject | null
}

/**
 * The CSV companion of a JSON Lines file, for spreadsheets (RFC 4180, UTF-8 with a byte order mark). Texts that a
 * spreadsheet would run as a formula get an apostrophe before them; the JSON Lines file is the one that counts.
 */
export function companionCsv(rows: readonly CompanionRow[]): string {
  const columns = companionColumns(rows.flatMap(row => [...flatten(row).keys()]))
  return companionHead(columns) + rows.map(row => companionLine(row, columns)).join('')
}

/** The columns of a table whose rows have these fields (`at`, `counted.kind`, `personal.title`), in any order and number. */
export function companionColumns(fields: Iterable<string>): string[] {
  return [...leading, ...[...new Set(fields)].filter(isTrailing).sort()]
}

/** The first line of a table, for whoever writes one row by row. */
export const companionHead = (columns: readonly string[]): string => byteOrderMark + csvLine(columns)

export function companionLine(row: CompanionRow, columns: readonly string[]): string {
  const flat = flatten(row)
  return csvLine(columns.map(column => cell(flat.get(column))))
}

const leading = ['sequence', 'id', 'event', 'at', 'step', 'current', 'erased', 'sealed']

function isTrailing(column: string): boolean {
  return !leading.includes(column)
}

function flatten({ counted, personal, ...fields }: CompanionRow): Map<string, Json | undefined> {
  return new Map([
    ...Object.entries(fields),
    ...Object.entries(counted).map(([name, value]) => [`counted.${name}`, value] as const),
    ...Object.entries(personal ?? {}).map(([name, value]) => [`personal.${name}`, value] as const)
  ])
}

/** Numbers and texts as they are, the rest as JSON. */
function cell(value: Json | undefined): string | number {
  if (value === undefined || value === null) return ''
  return typeof value === 'string' || typeof value === 'number' ? value : canonicalJson(value)
}
