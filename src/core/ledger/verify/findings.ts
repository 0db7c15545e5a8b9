import type { Json } from '../canonical.ts'

/** What can be wrong with an export. `docs/export-format.md` says of each what it means. */
export type FindingCode =
  // the lines of the log
  | 'line-dropped'
  | 'line-added'
  | 'line-edited'
  | 'lines-swapped'
  | 'lines-reordered'
  | 'line-withheld'
  // the records that people see
  | 'record-dropped'
  | 'record-added'
  | 'record-edited'
  | 'records-swapped'
  | 'records-reordered'
  | 'record-state-changed'
  | 'response-doubled'
  | 'response-uncounted'
  | 'rules-changed'
  | 'result-changed'
  | 'erasure-unrecorded'
  | 'erasure-incomplete'
  // the tree and who signed it
  | 'tree-changed'
  | 'wrong-key'
  | 'bad-signature'
  | 'forked'
  | 'rolled-back'
  | 'other-log'
  | 'receipt-mismatch'
  | 'receipt-missing'
  // the files of the export
  | 'file-missing'
  | 'file-edited'
  | 'file-added'
  | 'malformed'
  | 'not-canonical'
  | 'manifest-changed'
  | 'companion-changed'
  | 'since-unreadable'
  | 'key-unreadable'

export type UnknownCode =
  | 'key-not-confirmed'
  | 'earlier-state-not-compared'
  | 'later-lines'
  | 'real-people'
  | 'times'
  | 'facts-not-recorded'
  | 'lines-hidden'
  | 'lines-sealed'
  | 'result-not-published'
  | 'result-not-confirmed'
  | 'receipt-pending'
  | 'receipt-superseded'
  | 'files-not-covered'

/** The place of a finding: a file of the export, or what was given beside it (`since`, `key`). */
export interface Where {
  readonly file: string
  /** Line of the file, from 1. */
  readonly line?: number
  /** Place in the log, from 0. */
  readonly sequence?: number
  readonly id?: string
  readonly step?: string
}

export type Detail = Readonly<Record<string, Json>>

export interface Finding {
  readonly code: FindingCode
  readonly where: Where
  readonly detail: Detail
}

/** What the verifier cannot know from what it was given. */
export interface Unknown {
  readonly code: UnknownCode
  readonly detail: Detail
}

const MOST_OF_A_KIND = 20

/** Collects findings; of each code the first twenty are kept and the rest counted in the last one's `more`. */
export class Findings {
  readonly #found: Finding[] = []
  readonly #counts = new Map<FindingCode, number>()

  add(code: FindingCode, where: Where, detail: Detail = {}): void {
    const count = (this.#counts.get(code) ?? 0) + 1
    this.#counts.set(code, count)
    if (count <= MOST_OF_A_KIND) this.#found.push({ code, where, detail })
  }

  has(...codes: readonly FindingCode[]): boolean {
    return codes.some(code => this.#counts.has(code))
  }

  names(code: FindingCode, sequence: number): boolean {
    return this.#found.some(finding => finding.code === code && finding.where.sequence === sequence)
  }

  list(): Finding[] {
    return this.#found.map((finding, i) => {
      const more = (this.#counts.get(finding.code) ?? 0) - MOST_OF_A_KIND
      const isLast = this.#found.findLastIndex(other => other.code === finding.code) === i
      return more > 0 && isLast ? { ...finding, detail: { ...finding.detail, more } } : finding
    })
  }
}
