import type { JsonObject } from '../canonical.ts'
import { callRecord, resultRecord } from '../records.ts'
import type { RecordKind } from '../records.ts'
import type { CountedOpening } from '../seal.ts'
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
  return record({
    kind: 'call',
    file: paths.call,
    id: call,
    row,
    counted: callRecord(row.rules),
    personal: {}
  })
}

function recordOfRow(row: ExportRow, kind: RecordKind, file: string): ExportRecord {
  return record({
    kind,
    file,
    id: row.id,
    row,
    step: row.step,
    counted: row.counted,
    personal: row.personal ?? undefined
  })
}

function recordOfResult(row: ResultRow): ExportRecord {
  const counted = resultRecord(row, row.through)
  return record({
    kind: 'result',
    file: paths.result,
    id: row.id,
    row,
    step: row.step,
    counted,
    personal: {}
  })
}

function record(parts: {
  kind: RecordKind
  file: string
  id: string
  row: ExportRecord['row']
  step?: string | undefined
  counted: JsonObject
  personal: JsonObject | undefined
}): ExportRecord {
  const { kind, file, id, row, step, personal } = parts
  const { sequence, event, at } = row
  const about = { event, at, effect: 'put' as const, subject: { kind, id } }
  const counted = { ...about, ...(step === undefined ? {} : { step }), record: parts.counted }
  return { file, kind, id, sequence, step, counted, personal, row }
}
