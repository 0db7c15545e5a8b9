import { fromHex, toHex } from '../bytes.ts'
import type { JsonObject } from '../canonical.ts'
import { isRecordKind } from '../records.ts'
import { reopenLine } from '../seal.ts'
import type { CountedOpening } from '../seal.ts'
import { paths } from './export-shape.ts'
import type { ExportLine } from './export-shape.ts'
import type { FindingCode, Findings } from './findings.ts'
import type { Placement } from './place-lines.ts'
import { recordsOf } from './records-of.ts'
import type { ExportRecord } from './records-of.ts'
import { nameDisorder } from './place-lines.ts'
import type { Export } from './read-export.ts'

/** A line of the log with what is known of it. */
export interface OpenedLine {
  readonly sequence: number
  readonly line: ExportLine
  /** What it says of what counts; `undefined` while hidden, or when its record is missing. */
  readonly counted: CountedOpening | undefined
  /** The record that opens it, for `put` lines of the kinds that have files. */
  readonly record: ExportRecord | undefined
}

/**
 * Opens every line by its own opening or by the record that names it, and names each that does not open: edited,
 * swapped, dropped or added records, edited or swapped openings. Sorted by place.
 */
export function openLines(read: Export, log: string, placement: Placement, findings: Findings): OpenedLine[] {
  const records = recordsOf(read, log)
  for (const file of new Set(records.map(record => record.file))) {
    const order = records.filter(record => record.file === file).map(record => record.sequence)
    nameDisorder(order, 'records', file, findings)
  }
  const recordAt = matchRecords(records, placement, findings)
  nameClosedRecords(recordAt, placement, findings)
  const opened: OpenedLine[] = []
  const unopened: OpenedLine[] = []
  for (const [sequence, line] of [...placement.lineAt].sort(([a], [b]) => a - b)) {
    const record = recordAt.get(sequence)
    const counted = line.counted ?? record?.counted
    const entry = { sequence, line, counted, record }
    opened.push(entry)
    if (line.counted && !opens(line, line.counted, line.personal)) unopened.push(entry)
    if (isRecordLineWithoutRecord(entry)) findings.add('record-dropped', { file: paths.lines, sequence })
  }
  nameUnopened(unopened, findings)
  return opened
}

/** Which record opens which line. A record that opens none is added; two for one line are one too many. */
function matchRecords(
  records: readonly ExportRecord[],
  { lineAt, isMissing }: Placement,
  findings: Findings
): Map<number, ExportRecord> {
  const lineNumbered = new Map([...lineAt].map(([place, line]) => [line.sequence, place]))
  const recordAt = new Map<number, ExportRecord>()
  for (const record of records) {
    const { file, sequence, id } = record
    // Numbers may be shifted in a damaged file: the place it names first, then the line that bears its number.
    const places = [sequence, lineNumbered.get(sequence)].filter(
      place => place !== undefined && takesRecord(lineAt.get(place))
    )
    const place = places.find(found => opensBy(lineAt.get(found!)!, record)) ?? places[0]
    if (place !== undefined && !recordAt.has(place)) recordAt.set(place, record)
    // The record of a dropped line is named with that line.
    else if (!isMissing(sequence)) findings.add('record-added', { file, sequence, id })
  }
  return recordAt
}

function takesRecord(line: ExportLine | undefined): boolean {
  return line !== undefined && !line.hidden && !line.counted
}

function nameClosedRecords(
  recordAt: Map<number, ExportRecord>,
  { lineAt }: Placement,
  findings: Findings
): void {
  const closed = [...recordAt].filter(
    ([place, record]) => !record.fitsDigest || !opensBy(lineAt.get(place)!, record)
  )
  const swapped = new Set<number>()
  if (closed.length === 2) {
    const [[a, first], [b, second]] = closed as [(typeof closed)[0], (typeof closed)[0]]
    if (opensBy(lineAt.get(a)!, second) && opensBy(lineAt.get(b)!, first)) {
      recordAt.set(a, second).set(b, first)
      swapped.add(a).add(b)
      findings.add('records-swapped', { file: first.file, sequence: a, id: first.id }, { sequences: [a, b] })
    }
  }
  for (const [place, record] of closed) {
    if (swapped.has(place)) continue
    const { file, id, step } = record
    const where = { file, sequence: place, id, ...(step === undefined ? {} : { step }) }
    findings.add(editedCode(record), where, editedDetail(record))
  }
}

function editedCode({ kind }: ExportRecord): FindingCode {
  if (kind === 'call') return 'rules-changed'
  return kind === 'result' ? 'result-changed' : 'record-edited'
}

function editedDetail({ kind }: ExportRecord): JsonObject {
  return kind === 'result' ? { against: 'ledger' } : {}
}

/** A line's own opening that does not fit: two that fit each other's place are swapped, others edited. */
function nameUnopened(unopened: readonly OpenedLine[], findings: Findings): void {
  const [a, b] = unopened
  if (a && b && unopened.length === 2 && belongsTo(a.line, b.line) && belongsTo(b.line, a.line)) {
    findings.add(
      'lines-swapped',
      { file: paths.lines, sequence: a.sequence },
      { sequences: [a.sequence, b.sequence] }
    )
    return
  }
  for (const { sequence } of unopened)
    findings.add('line-edited', { file: paths.lines, sequence }, { part: 'opening' })
}

/** Whether what one line says opens the other, with the salts that came along or with those left behind. */
function belongsTo(said: ExportLine, line: ExportLine): boolean {
  const moved = { ...said, commitment: line.commitment }
  return opens(moved, said.counted!, said.personal) || opens(line, said.counted!, said.personal)
}

function isRecordLineWithoutRecord({ line, counted, record }: OpenedLine): boolean {
  if (line.hidden || record) return false
  return counted === undefined || (counted.effect === 'put' && isRecordKind(counted.subject.kind))
}

function opensBy(line: ExportLine, { counted, personal }: ExportRecord): boolean {
  // What is kept back must not be shown in the record either: nothing would vouch for it.
  if ((personal === undefined) !== (line.personalSalt === undefined)) return false
  return opens(line, counted, personal)
}

function opens(line: ExportLine, counted: CountedOpening, personal: JsonObject | undefined): boolean {
  const { countedSalt, personalSalt, personalCommitment } = line
  if (countedSalt === undefined) return false
  const shown = { counted, countedSalt: fromHex(countedSalt)! }
  if (personalSalt !== undefined) {
    return (
      toHex(reopenLine({ ...shown, personal: personal ?? {}, personalSalt: fromHex(personalSalt)! })) ===
      line.commitment
    )
  }
  return (
    toHex(reopenLine({ ...shown, personalCommitment: fromHex(personalCommitment!)! })) === line.commitment
  )
}
