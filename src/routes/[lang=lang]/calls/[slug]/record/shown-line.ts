import type { ResultOf } from '../../../../../core/door/act.ts'
import type { CountedOpening } from '../../../../../core/ledger/seal.ts'
import type { listLines } from '../../../../../core/ledger/views.ts'

type Line = ResultOf<typeof listLines>['items'][number]

/** A line of the record as a table shows it. */
export interface ShownLine {
  readonly sequence: number
  /** The beginning of its sealed mark. */
  readonly mark: string
  /** Null while the line is sealed. */
  readonly event: string | null
  readonly at: string | null
  /** The contribution it is about or answers to, if it is about one. */
  readonly contribution: string | null
  readonly isErased: boolean
}

export function shownLineOf(line: Line): ShownLine {
  const place = { sequence: line.sequence ?? 0, mark: line.commitment.slice(0, 12) }
  if (!('event' in line)) return { ...place, event: null, at: null, contribution: null, isErased: false }
  const { subject, record } = line.counted as CountedOpening
  const target = record['target']
  const contribution =
    subject.kind === 'contribution' ? subject.id : typeof target === 'string' ? target : null
  return { ...place, event: line.event, at: line.at, contribution, isErased: 'erased' in line }
}
