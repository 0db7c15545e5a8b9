import { first, sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import { equalBytes } from './bytes.ts'
import { openCheckpoint } from './checkpoint.ts'
import type { Checkpoint } from './checkpoint.ts'
import { rootOf } from './merkle.ts'
import { commitmentOfReceipt, parseReceipt } from './receipt.ts'
import type { Receipt } from './receipt.ts'
import type { NoteVerifier } from './signed-note.ts'
import { tilePath, tilesForRanges, treeOfTiles } from './tiles.ts'

/**
 * What a log says to a receipt.
 *
 * - `included`: its line stands at its place, and what was signed then is still in the log.
 * - `waiting`: its line is known and has no place yet. `missing`: nobody knows such a line.
 * - `mismatch`: another line stands at its place. `rewritten`: what was signed then is not in the log any more.
 * - `other-key`: what it carries was not signed by the key of this log.
 * - `other-log`: it belongs to another call. `unreadable`: it is no receipt, or not a whole one.
 */
export type ReceiptVerdict =
  'included' | 'waiting' | 'missing' | 'mismatch' | 'rewritten' | 'other-key' | 'other-log' | 'unreadable'

export interface CheckedReceipt {
  readonly verdict: ReceiptVerdict
  /** The log it names; null where it could not be read. */
  readonly log: string | null
  readonly sequence: number | null
  /** What its line says happened, and when; null where it could not be read. */
  readonly event: string | null
  readonly at: string | null
}

interface Log {
  readonly log_id: string
  readonly size: number
}

/** Holds a receipt, as text, against a log. */
export async function checkReceipt(
  db: Db,
  log: Log,
  verifier: NoteVerifier | undefined,
  text: string
): Promise<CheckedReceipt> {
  const receipt = parseReceipt(text)
  if (!receipt) return { verdict: 'unreadable', log: null, sequence: null, event: null, at: null }
  const { event, at } = receipt.counted
  const said = { log: receipt.log, event, at }
  if (receipt.log !== log.log_id) return { ...said, verdict: 'other-log', sequence: receipt.sequence }
  if (receipt.sequence === null) return { ...said, ...(await findPending(db, log, receipt)) }
  return {
    ...said,
    verdict: await checkPlaced(db, log, verifier, receipt, receipt.sequence),
    sequence: receipt.sequence
  }
}

/** A receipt from before its line had a place: the line is looked up by what it is about. */
async function findPending(
  db: Db,
  log: Log,
  receipt: Receipt
): Promise<{ verdict: ReceiptVerdict; sequence: number | null }> {
  const line = await first<{ sequence: number | null }>(
    db,
    sql`select sequence from ledger_lines where log_id = ${log.log_id} and subject_id::text = ${receipt.counted.subject.id}
      and commitment = ${commitmentOfReceipt(receipt)}`
  )
  if (!line) return { verdict: 'missing', sequence: null }
  return { verdict: line.sequence === null ? 'waiting' : 'included', sequence: line.sequence }
}

async function checkPlaced(
  db: Db,
  log: Log,
  verifier: NoteVerifier | undefined,
  receipt: Receipt,
  sequence: number
): Promise<ReceiptVerdict> {
  const then = openCheckpoint(receipt.checkpoint, verifier ? [verifier] : [])
  if (!then.ok) return 'other-key'
  if (sequence >= then.checkpoint.size) return 'mismatch'
  if (!(await contains(db, log, then.checkpoint))) return 'rewritten'
  const line = await first<{ commitment: Uint8Array }>(
    db,
    sql`select commitment from ledger_lines where log_id = ${log.log_id} and sequence = ${sequence}`
  )
  return line && equalBytes(line.commitment, commitmentOfReceipt(receipt)) ? 'included' : 'mismatch'
}

/** Whether the log begins with the tree that was signed then. */
async function contains(db: Db, log: Log, then: Checkpoint): Promise<boolean> {
  if (then.size > log.size || !then.origin.endsWith(log.log_id)) return false
  if (then.size === 0) return true
  const tiles = new Map<string, Uint8Array>()
  for (const place of tilesForRanges([{ start: 0, end: then.size }], log.size)) {
    const row = await first<{ hashes: Uint8Array }>(
      db,
      sql`select hashes from ledger_tiles where log_id = ${log.log_id} and level = ${place.level as number} and number = ${place.index}`
    )
    if (row) tiles.set(tilePath(place), row.hashes)
  }
  const tree = treeOfTiles(log.size, path => tiles.get(path))
  return equalBytes(rootOf(tree, then.size), then.root)
}
