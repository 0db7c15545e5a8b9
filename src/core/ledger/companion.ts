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
  const flat = rows.map(flatten)
  const columns = [...leading, ...new Set(flat.flatMap(row => [...row.keys()].filter(isTrailing)).sort())]
  const lines = [columns, ...flat.map(row => columns.map(column => cell(row.get(column))))]
  return `\ufeff${lines.map(line => line.map(quote).join(',')).join('\r\n')}\r\n`
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

function cell(value: Json | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value !== 'string') return canonicalJson(value)
  return /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
