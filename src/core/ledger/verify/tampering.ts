import { canonicalJson } from '../canonical.ts'
import { receiptOf, receiptText } from '../receipt.ts'
import type { SealedLine } from '../seal.ts'
import type { SampleLog } from './sample-export.ts'
import { recount, sampleLog } from './sample-export.ts'
import type { Verification, VerifyOptions } from './verify-export.ts'
import { verifyExport } from './verify-export.ts'

/** Ways to tamper with the sample export, for the tests of the verifier. */

export type Files = Map<string, Uint8Array>
export type Row = Record<string, any>

export const honest = sampleLog()

export function verify(files: Files, options: Omit<VerifyOptions, 'recount'> = {}): Verification {
  return verifyExport(files, { ...options, recount })
}

export function codes(files: Files, options: Omit<VerifyOptions, 'recount'> = {}): string[] {
  return verify(files, options).findings.map(finding => finding.code)
}

export function unknownIn({ unknown }: Verification): string[] {
  return unknown.map(({ code }) => code).sort()
}

export function includedReceipt(sample: SampleLog, sequence: number, size?: number): string {
  const line = sample.lines[sequence] as unknown as SealedLine
  return receiptText(receiptOf('call-1', line, { sequence, checkpoint: sample.checkpoint(size) }))
}

export function pendingReceipt(sample: SampleLog, sequence: number): string {
  return receiptText(receiptOf('call-1', sample.lines[sequence] as unknown as SealedLine))
}

/** The first lines of the honest log, before or after its result. */
export function upTo(size: number): SampleLog {
  const sample = honest.copy()
  sample.lines.splice(size)
  return sample
}

/** The export of a changed log with its result counted again, as an operator who covers the change would do. */
export function recounted(changedLog: SampleLog, size?: number): Files {
  const at = changedLog.lines.findIndex(line => line.counted.event === 'step.result')
  const sample = changedLog.copy()
  const tail = sample.lines.splice(at).slice(1)
  sample.publish()
  sample.lines.push(...tail)
  return sample.files(size)
}

export function withText(files: Files, path: string, change: (text: string) => string): Files {
  return files.set(path, Buffer.from(change(String(Buffer.from(files.get(path)!)))))
}

export function withJson(files: Files, path: string, change: (value: any) => void): Files {
  return withText(files, path, text => {
    const value = JSON.parse(text)
    change(value)
    return canonicalJson(value)
  })
}

/** Changes the rows of a JSON Lines file; a companion that would no longer fit may be left out. */
export function withRows(
  files: Files,
  path: string,
  change: (rows: Row[]) => Row[],
  companion?: string
): Files {
  if (companion) files.delete(companion)
  return withText(files, path, text => {
    const rows = text
      .split('\n')
      .filter(Boolean)
      .map(row => JSON.parse(row) as Row)
    return change(rows)
      .map(row => `${canonicalJson(row)}\n`)
      .join('')
  })
}

export function renumber(rows: Row[]): Row[] {
  return rows.map((row, sequence) => ({ ...row, sequence }))
}

export function swapped(rows: Row[], a: number, b: number): Row[] {
  return rows.with(a, rows[b]!).with(b, rows[a]!)
}

export function renumbered(rows: Row[], a: number, b: number): Row[] {
  return rows.with(a, { ...rows[a], sequence: b }).with(b, { ...rows[b], sequence: a })
}

export function changed(rows: Row[], at: number, change: (row: Row) => void): Row[] {
  const row = structuredClone(rows[at]!)
  change(row)
  return rows.with(at, row)
}

export function head({ sequence, commitment }: Row): Row {
  return { sequence, commitment }
}
