import { equalBytes, toHex } from '../bytes.ts'
import { openCheckpoint, readCheckpoint } from '../checkpoint.ts'
import type { Checkpoint } from '../checkpoint.ts'
import { rootOf } from '../merkle.ts'
import { commitmentOfReceipt, parseReceipt } from '../receipt.ts'
import type { Receipt } from '../receipt.ts'
import type { NoteVerifier } from '../signed-note.ts'
import type { Manifest, ResultRow } from './export-shape.ts'
import { paths } from './export-shape.ts'
import type { Findings, Unknown } from './findings.ts'
import type { OpenedLine } from './opened-lines.ts'
import type { SignedTree } from './read-tree.ts'

/** What an earlier checkpoint or receipt is held against. */
export interface Present {
  readonly manifest: Manifest
  readonly signed: SignedTree
  readonly verifiers: readonly NoteVerifier[]
  readonly lines: readonly OpenedLine[]
  readonly results: readonly ResultRow[]
}

const since = { file: 'since' }
/** A line is under a checkpoint seconds after its act; a minute leaves no doubt. */
const LATEST_INCLUSION_MS = 60_000

/** Holds the log against what somebody kept from earlier: a checkpoint or a receipt, as text. */
export function checkSince(text: string | undefined, present: Present, findings: Findings): Unknown[] {
  if (text === undefined) return [{ code: 'earlier-state-not-compared', detail: {} }]
  const receipt = parseReceipt(text)
  if (receipt) return checkReceipt(receipt, present, findings)
  const then = openThen(text, present, findings)
  return then ? report(compare(then, present.signed), then, present.signed, findings) : []
}

/** The earlier checkpoint, if it is one of this log and by its key; otherwise a finding, and nobody is held to it. */
function openThen(note: string, { signed, verifiers }: Present, findings: Findings): Checkpoint | undefined {
  const claimed = readCheckpoint(note)
  if (!claimed) {
    findings.add('since-unreadable', since)
    return undefined
  }
  if (claimed.origin !== signed.checkpoint.origin) {
    findings.add('other-log', since, { origin: claimed.origin })
    return undefined
  }
  const opened = openCheckpoint(note, verifiers)
  if (opened.ok) return opened.checkpoint
  findings.add(opened.code === 'unsigned' ? 'wrong-key' : 'bad-signature', since)
  return undefined
}

type Comparison = 'contained' | 'rolled-back' | 'forked' | 'not-compared'

/** Whether the log contains the tree that it signed then. */
function compare(then: Checkpoint, { checkpoint, contents }: SignedTree): Comparison {
  if (then.size > checkpoint.size) return 'rolled-back'
  if (then.size === checkpoint.size) return equalBytes(then.root, checkpoint.root) ? 'contained' : 'forked'
  if (!contents) return 'not-compared'
  return equalBytes(rootOf(contents.tree, then.size), then.root) ? 'contained' : 'forked'
}

function report(
  comparison: Comparison,
  then: Checkpoint,
  { checkpoint }: SignedTree,
  findings: Findings
): Unknown[] {
  const sizes = { then: then.size, now: checkpoint.size }
  if (comparison === 'not-compared') return [{ code: 'earlier-state-not-compared', detail: sizes }]
  if (comparison !== 'contained') findings.add(comparison, since, sizes)
  return []
}

/** The line of the receipt must be at its place and, once its step is counted, open. */
function checkReceipt(receipt: Receipt, present: Present, findings: Findings): Unknown[] {
  const { manifest, signed } = present
  if (receipt.log !== manifest.log) {
    findings.add('other-log', since, { log: receipt.log })
    return []
  }
  const commitment = toHex(commitmentOfReceipt(receipt))
  const { sequence, checkpoint } = receipt
  if (sequence === null) return checkPending(receipt, commitment, present, findings)
  const then = openThen(checkpoint, present, findings)
  if (!then) return []
  const comparison = compare(then, signed)
  const isThere = !signed.contents || signed.contents.commitments[sequence] === commitment
  // A log that is shorter and lacks the line as well was not only cut.
  const isRewritten = comparison === 'rolled-back' && sequence < signed.checkpoint.size && !isThere
  const unknown = report(isRewritten ? 'forked' : comparison, then, signed, findings)
  if (comparison !== 'contained') return unknown
  if (isThere) return [...unknown, ...checkStanding(receipt, sequence, present, findings)]
  findings.add('receipt-mismatch', since, { sequence })
  return unknown
}

/** A pending receipt carries no signature: a line that never came is named, and whom to believe is left open. */
function checkPending(receipt: Receipt, commitment: string, present: Present, findings: Findings): Unknown[] {
  const { signed, manifest } = present
  const sequence = signed.contents?.commitments.indexOf(commitment) ?? -1
  if (sequence >= 0) return checkStanding(receipt, sequence, present, findings)
  const waitedMs = Date.parse(manifest.exportedAt) - Date.parse(receipt.counted.at)
  if (signed.contents && waitedMs > LATEST_INCLUSION_MS)
    findings.add('receipt-missing', since, { at: receipt.counted.at })
  else return [{ code: 'receipt-pending', detail: { at: receipt.counted.at } }]
  return []
}

/** The line is in the log. It must be open once its step is counted; whether its owner replaced it, only they know. */
function checkStanding(receipt: Receipt, sequence: number, present: Present, findings: Findings): Unknown[] {
  const { lines, results } = present
  const { subject, step } = receipt.counted
  const line = lines.find(opened => opened.sequence === sequence)
  const result = results.find(({ step: counted, sequence: made }) => counted === step && made > sequence)
  if (line?.line.hidden && result) {
    findings.add(
      'line-withheld',
      { file: paths.lines, sequence, step: result.step },
      { result: result.sequence }
    )
  }
  const later = lines.filter(({ sequence: place, counted }) => {
    const isSame = counted?.subject.kind === subject.kind && counted.subject.id === subject.id
    return isSame && place > sequence && (counted.effect === 'put' || counted.effect === 'remove')
  })
  return later.slice(0, 1).map(({ sequence: by, counted }) => ({
    code: 'receipt-superseded',
    detail: { sequence: by, event: counted!.event }
  }))
}
