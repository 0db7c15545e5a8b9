import type { OpenedLine } from './opened-lines.ts'
import type { ExportRow } from './export-shape.ts'
import { paths } from './export-shape.ts'
import type { Findings } from './findings.ts'
import type { ExportRecord } from './records-of.ts'
import type { Subjects } from './subjects.ts'

/** Checks what rows say about themselves, that nobody counts twice, and that erasures are complete and on record. */
export function checkRecords(lines: readonly OpenedLine[], subjects: Subjects, findings: Findings): void {
  checkStates(lines, subjects, findings)
  checkDoubles(subjects.standing('response'), findings)
  checkErasures(lines, findings)
}

/** `current`, `erased` and `sealed` repeat for readers what the log says: they must say the same. */
function checkStates(lines: readonly OpenedLine[], subjects: Subjects, findings: Findings): void {
  const standing = new Set([...subjects.standing('contribution'), ...subjects.standing('response')])
  for (const { line, sequence, record } of lines) {
    if (record?.kind !== 'contribution' && record?.kind !== 'response') continue
    const row = record.row as ExportRow
    const is = { current: standing.has(record), erased: line.erased === true, sealed: line.sealed === true }
    const says = { current: row.current, erased: row.erased === true, sealed: row.sealed === true }
    for (const field of ['current', 'erased', 'sealed'] as const) {
      if (is[field] === says[field]) continue
      findings.add(
        'record-state-changed',
        { file: record.file, sequence, id: record.id },
        { field, is: is[field] }
      )
    }
  }
}

/** One person responds once in a kind to a target of a step. */
function checkDoubles(responses: readonly ExportRecord[], findings: Findings): void {
  const seen = new Map<string, ExportRecord>()
  for (const response of responses) {
    const { counted, personal } = response.row as ExportRow
    const { target, kind } = counted
    const responder = counted.responder ?? personal?.responder
    if (typeof responder !== 'string') continue
    const key = JSON.stringify([response.step, target, responder, kind])
    const first = seen.get(key)
    const where = { file: paths.responses, sequence: response.sequence, id: response.id }
    if (first) findings.add('response-doubled', where, { first: first.sequence, responder })
    else seen.set(key, response)
  }
}

/** Every erased line is named by an `erase` line, and every line so named shows no personal part any more. */
function checkErasures(lines: readonly OpenedLine[], findings: Findings): void {
  const named = new Set(
    lines.flatMap(({ counted }) => (counted?.effect === 'erase' ? (counted.erases ?? []) : []))
  )
  for (const { line, sequence } of lines) {
    const where = { file: paths.lines, sequence }
    if (line.erased && !named.has(line.commitment)) findings.add('erasure-unrecorded', where)
    if (line.personalSalt !== undefined && named.has(line.commitment))
      findings.add('erasure-incomplete', where)
  }
}
