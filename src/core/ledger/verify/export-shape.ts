import { z } from 'zod'
import { countedShape, hexShape, objectShape, sequenceShape } from '../opening-shape.ts'

/** The files of an export, as `docs/export-format.md` describes them. */

export const FORMAT = 1

export const paths = {
  manifest: 'mozaika.json',
  call: 'call.json',
  contributions: 'contributions.jsonl',
  responses: 'responses.jsonl',
  result: 'result.json',
  /** Names shown beside contributions: not under the log. */
  authors: 'authors.jsonl',
  lines: 'ledger/lines.jsonl',
  checkpoint: 'ledger/checkpoint',
  /** Before `tile/entries/…`, so that the folder is a log as C2SP tlog-tiles serves it. */
  ledger: 'ledger/',
  files: 'files/'
} as const

const filled = z.string().min(1)

export const manifestShape = z.strictObject({
  format: z.literal(FORMAT),
  call: filled,
  log: filled,
  origin: filled,
  vkey: filled,
  exportedAt: z.iso.datetime(),
  size: sequenceShape
})
export type Manifest = z.infer<typeof manifestShape>

const start = { sequence: sequenceShape, commitment: hexShape(32) }
const open = { ...start, countedSalt: hexShape(16), personalSalt: hexShape(16) }
const closed = { ...start, countedSalt: hexShape(16), personalCommitment: hexShape(32) }

/** Nothing is shown before its time. */
const hiddenLine = z.strictObject({ ...start, hidden: z.literal(true) })
/** Opened by the row of a record that names its sequence. */
const recordLine = z.strictObject(open)
const plainLine = z.strictObject({ ...open, counted: countedShape, personal: objectShape })
const erasedLine = z.strictObject({ ...closed, counted: countedShape.optional(), erased: z.literal(true) })
const sealedLine = z.strictObject({ ...closed, counted: countedShape.optional(), sealed: z.literal(true) })

export const lineShape = z.union([recordLine, plainLine, hiddenLine, erasedLine, sealedLine])

/** A line of `ledger/lines.jsonl`, the forms above as one type. */
export interface ExportLine {
  readonly sequence: number
  readonly commitment: string
  readonly countedSalt?: string
  readonly personalSalt?: string
  readonly personalCommitment?: string
  readonly counted?: z.infer<typeof countedShape>
  readonly personal?: z.infer<typeof objectShape>
  readonly hidden?: true
  readonly erased?: true
  readonly sealed?: true
}

/** A row of `contributions.jsonl` and `responses.jsonl`: one version of one record. */
export const rowShape = z.strictObject({
  sequence: sequenceShape,
  id: filled,
  event: filled,
  at: filled,
  step: filled.optional(),
  current: z.boolean(),
  counted: objectShape,
  personal: objectShape.nullable(),
  erased: z.literal(true).optional(),
  sealed: z.literal(true).optional()
})
export type ExportRow = z.infer<typeof rowShape>

/** `counted.rules` is the digest of `rules`. */
const rulesVersion = z.strictObject({
  sequence: sequenceShape,
  event: filled,
  at: filled,
  counted: objectShape,
  rules: z.json()
})
export const callShape = z.strictObject({ facts: objectShape, versions: z.array(rulesVersion) })
export type CallFile = z.infer<typeof callShape>
export type RulesVersion = CallFile['versions'][number]

/** `counted.result` is the digest of `result`; `counted.through` the place before which lines were counted. */
const resultRow = z.strictObject({
  sequence: sequenceShape,
  id: filled,
  event: filled,
  at: filled,
  step: filled,
  counted: objectShape,
  method: filled,
  settings: z.json(),
  result: z.json()
})
export const resultShape = z.strictObject({ results: z.array(resultRow) })
export type ResultRow = z.infer<typeof resultRow>
