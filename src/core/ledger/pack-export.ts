import { toHex } from './bytes.ts'
import { canonicalJson } from './canonical.ts'
import type { JsonObject } from './canonical.ts'
import { companionCsv } from './companion.ts'
import { encodeEntries } from './entries.ts'
import { leafBytes } from './leaf.ts'
import { isRecordKind } from './records.ts'
import type { PublishedResult } from './records.ts'
import type { CountedOpening } from './seal.ts'
import { entryBundles, tilePath } from './tiles.ts'
import { FORMAT, paths } from './verify/export-shape.ts'
import type { ExportLine, ExportRow, Manifest, ResultRow, RulesVersion } from './verify/export-shape.ts'

/** A line as the core keeps it, with its place. After erasure `personal` and `personalSalt` are `null`. */
export interface KeptLine {
  readonly sequence: number
  readonly commitment: Uint8Array
  readonly counted: CountedOpening
  readonly countedSalt: Uint8Array
  readonly personal: JsonObject | null
  readonly personalSalt: Uint8Array | null
  readonly personalCommitment: Uint8Array
  /** `hidden`: nothing is shown yet. `sealed`: the personal part is kept back. */
  readonly shown: 'open' | 'sealed' | 'hidden'
}

/** What an export is made of. All records but rules and results come out of the lines themselves. */
export interface ExportContents {
  readonly manifest: Omit<Manifest, 'format'>
  /** Public facts of the call, beside its rules: not under the ledger. */
  readonly facts: JsonObject
  /** All lines under the checkpoint, in order. */
  readonly lines: readonly KeptLine[]
  /** The rules whose digest a `call` line holds as `rules`. */
  rulesOf(line: KeptLine): unknown
  /** The result whose digest a `result` line holds as `result`. */
  resultOf(line: KeptLine): PublishedResult
  /** The signed note. */
  readonly checkpoint: string
  /** Files handed in, by `<sha256>.<extension>`. */
  readonly files?: ReadonlyMap<string, Uint8Array>
}

/** The files of an export by path, ready to be zipped, as `docs/export-format.md` describes them. */
export function packExport(contents: ExportContents): Map<string, Uint8Array> {
  const { manifest, lines, facts, checkpoint } = contents
  const rowsOf = (kind: string) => lines.filter(line => isRecordLine(line, kind))
  const standing = standingLines(lines)
  const contributions = rowsOf('contribution').map(line => exportRow(line, standing.has(line)))
  const responses = rowsOf('response').map(line => exportRow(line, standing.has(line)))
  const versions = rowsOf('call').map(line => rulesVersion(line, contents.rulesOf(line)))
  const results = rowsOf('result').map(line => resultRow(line, contents.resultOf(line)))
  const files = new Map<string, Uint8Array>()
  const write = (path: string, text: string) => files.set(path, Buffer.from(text))
  write(paths.manifest, canonicalJson({ ...manifest, format: FORMAT }))
  write(paths.call, canonicalJson({ facts, versions }))
  write(paths.contributions, jsonLines(contributions))
  write(paths.responses, jsonLines(responses))
  write(paths.result, canonicalJson({ results }))
  write('contributions.csv', companionCsv(contributions))
  write('responses.csv', companionCsv(responses))
  write(paths.lines, jsonLines(lines.map(exportLine)))
  write(paths.checkpoint, checkpoint)
  for (const place of entryBundles(lines.length)) {
    const bundle = lines.slice(place.index * 256, place.index * 256 + place.width)
    const leaves = bundle.map(({ sequence, commitment }) =>
      leafBytes({ log: manifest.log, sequence, commitment })
    )
    files.set(paths.ledger + tilePath(place), encodeEntries(leaves))
  }
  for (const [name, bytes] of contents.files ?? []) files.set(paths.files + name, bytes)
  return files
}

/** A line of `ledger/lines.jsonl`. */
export function exportLine(line: KeptLine): ExportLine {
  const start = { sequence: line.sequence, commitment: toHex(line.commitment) }
  if (line.shown === 'hidden') return { ...start, hidden: true }
  const counted =
    isRecordKind(line.counted.subject.kind) && line.counted.effect === 'put' ? {} : { counted: line.counted }
  const open = { ...start, countedSalt: toHex(line.countedSalt), ...counted } as ExportLine
  if (line.personalSalt && line.personal && line.shown === 'open') {
    const personal = 'counted' in counted ? { personal: line.personal } : {}
    return { ...open, personalSalt: toHex(line.personalSalt), ...personal } as ExportLine
  }
  return {
    ...open,
    personalCommitment: toHex(line.personalCommitment),
    ...(line.personalSalt ? { sealed: true } : { erased: true })
  }
}

/** A row of `contributions.jsonl` or `responses.jsonl`. */
export function exportRow({ sequence, counted, personal, shown }: KeptLine, current: boolean): ExportRow {
  const { event, at, step, subject, record } = counted
  return {
    sequence,
    id: subject.id,
    event,
    at,
    ...(step === undefined ? {} : { step }),
    current,
    counted: record as ExportRow['counted'],
    personal: (shown === 'open' ? personal : null) as ExportRow['personal'],
    ...(personal === null ? { erased: true } : shown === 'sealed' ? { sealed: true } : {})
  }
}

/** A version of the rules in `call.json`. */
export function rulesVersion(
  { sequence, counted: { event, at, record } }: KeptLine,
  rules: unknown
): RulesVersion {
  return { sequence, event, at, counted: record, rules } as RulesVersion
}

/** A result in `result.json`. */
export function resultRow(
  { sequence, counted }: KeptLine,
  { method, settings, result }: PublishedResult
): ResultRow {
  const { event, at, subject, step = '', record } = counted
  return { sequence, id: subject.id, event, at, step, counted: record, method, settings, result } as ResultRow
}

function isRecordLine({ counted, shown }: KeptLine, kind: string): boolean {
  return shown !== 'hidden' && counted.effect === 'put' && counted.subject.kind === kind
}

/** The `put` lines that no later line of their subject replaced or removed. Hidden lines decide nothing yet. */
function standingLines(lines: readonly KeptLine[]): Set<KeptLine> {
  const last = new Map<string, KeptLine>()
  for (const line of lines) {
    const { effect, subject } = line.counted
    if (line.shown !== 'hidden' && (effect === 'put' || effect === 'remove'))
      last.set(`${subject.kind}\0${subject.id}`, line)
  }
  return new Set([...last.values()].filter(line => line.counted.effect === 'put'))
}

function jsonLines(rows: readonly unknown[]): string {
  return rows.map(row => `${canonicalJson(row)}\n`).join('')
}
