import type { JsonObject } from '../canonical.ts'
import type { RecordKind } from '../records.ts'
import type { CountedOpening } from '../seal.ts'
import { recordDigest } from '../sha256.ts'
import { paths } from './export-shape.ts'
import type { ExportRow, ResultRow, RulesVersion } from './export-shape.ts'
import type { Export } from './read-export.ts'

/** A record of the export as the opening of the line it names: each field of a row is part of that opening. */
export interface ExportRecord {
  readonly file: string
  readonly kind: RecordKind
  readonly id: string
  readonly sequence: number
  readonly step: string | undefined
  readonly counted: CountedOpening
  /** `undefined` where it was erased or is kept back. */
  readonly personal: JsonObject | undefined
  /** Whether rules or a result, too long for a line, have the digest that the line holds. */
  readonly fitsDigest: boolean
  readonly row: ExportRow | RulesVersion | ResultRow
}

/** All records of an export, file by file in the order of their rows. The log of a call bears the call's id. */
export function recordsOf({ call, contributions, responses, results }: Export, log: string): ExportRecord[] {
  return [
    ...call.versions.map(version => recordOfRules(version, log)),
    ...contributions.map(row => recordOfRow(row, 'contribution', paths.contributions)),
    ...responses.map(row => recordOfRow(row, 'response', paths.responses)),
    ...results.map(recordOfResult)
  ]
}

function recordOfRules(row: RulesVersion, call: string): ExportRecord {
  const fitsDigest = row.counted.rules === recordDigest(row.rules)
  return { ...recordOf(row, 'call', call), file: paths.call, personal: {}, fitsDigest }
}

function recordOfResult(row: ResultRow): ExportRecord {
  const fitsDigest = row.counted.result === recordDigest(row.result)
  return { ...recordOf(row, 'result', row.id, row.step), file: paths.result, personal: {}, fitsDigest }
}

function recordOfRow(row: ExportRow, kind: RecordKind, file: string): ExportRecord {
  return {
    ...recordOf(row, kind, row.id, row.step),
    file,
    personal: row.personal ?? undefined,
    fitsDigest: true
  }
}

function recordOf(row: ExportRecord['row'], kind: RecordKind, id: string, step?: string) {
  const { sequence, event, at, counted: record } = row
  const about = { event, at, effect: 'put' as const, subject: { kind, id }, record }
  return { kind, id, sequence, step, row, counted: step === undefined ? about : { ...about, step } }
}
