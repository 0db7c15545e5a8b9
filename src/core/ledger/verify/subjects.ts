import type { RecordKind } from '../records.ts'
import type { OpenedLine } from './opened-lines.ts'
import type { ExportRecord } from './records-of.ts'

/** What the log says of each subject, in time: the latest `put` or `remove` before a place decides. */
export class Subjects {
  readonly #histories = new Map<string, { sequence: number; record: ExportRecord | undefined }[]>()

  constructor(lines: readonly OpenedLine[]) {
    for (const { sequence, counted, record } of lines) {
      if (counted?.effect !== 'put' && counted?.effect !== 'remove') continue
      const key = keyOf(counted.subject.kind, counted.subject.id)
      const history = this.#histories.get(key) ?? []
      history.push({ sequence, record })
      this.#histories.set(key, history)
    }
  }

  /** The records of a kind that stand after all lines before `place`, in the order of their lines. */
  standing(kind: RecordKind, place: number = Infinity): ExportRecord[] {
    const records: ExportRecord[] = []
    for (const [key, history] of this.#histories) {
      if (!key.startsWith(`${kind}\0`)) continue
      const record = history.findLast(entry => entry.sequence < place)?.record
      if (record) records.push(record)
    }
    return records.sort((a, b) => a.sequence - b.sequence)
  }
}

function keyOf(kind: string, id: string): string {
  return `${kind}\0${id}`
}
