import type { Db } from '../../../db/sql.server.ts'
import { first, sql } from '../../../db/sql.server.ts'
import { equalBytes } from '../../ledger/bytes.ts'
import { openCheckpoint } from '../../ledger/checkpoint.ts'
import { leafBytes } from '../../ledger/leaf.ts'
import { EMPTY_FRONTIER, extendFrontier, hashLeaf, rootOfFrontier } from '../../ledger/merkle.ts'
import { parseVkey } from '../../ledger/signed-note.ts'

export interface LedgerCheck {
  readonly logs: number
  readonly lines: number
  /** What is wrong, a line each; empty when the record is what was signed. */
  readonly problems: readonly string[]
}

/** Computes the tree of every log anew from its lines, and compares it with its root and its signed checkpoint. */
export async function checkLedger(db: Db): Promise<LedgerCheck> {
  const logs = await db.query<{ log_id: string; size: number; root: Buffer; checkpoint: string }>(sql`
    select log_id, size, root, checkpoint from ledger_logs order by log_id limit 1000000`)
  const key = await first<{ vkey: string }>(
    db,
    sql`select value->>'vkey' as vkey from instance_facts where name = 'ledger-key'`
  )
  const verifier = key && parseVkey(key.vkey)
  const problems: string[] = []
  let lines = 0
  for (const { log_id: log, size, root, checkpoint } of logs) {
    const found = await rootOfLines(db, log)
    lines += found.size
    if (found.size !== size)
      problems.push(`log ${log}: it holds ${found.size} lines, and its head says ${size}`)
    else if (!equalBytes(found.root, root)) problems.push(`log ${log}: its lines are not those of its root`)
    if (size === 0 || found.size !== size) continue
    const opened = verifier ? openCheckpoint(checkpoint, [verifier]) : undefined
    if (!opened?.ok) problems.push(`log ${log}: its checkpoint is not signed by the key of this installation`)
    else if (opened.checkpoint.size !== size || !equalBytes(opened.checkpoint.root, root))
      problems.push(`log ${log}: its checkpoint signs another state`)
  }
  return { logs: logs.length, lines, problems }
}

const pageSize = 5_000

async function rootOfLines(db: Db, log: string): Promise<{ size: number; root: Uint8Array }> {
  let frontier = EMPTY_FRONTIER
  while (true) {
    const rows = await db.query<{ sequence: number; commitment: Buffer }>(sql`
      select sequence, commitment from ledger_lines where log_id = ${log} and sequence >= ${frontier.size} order by sequence limit ${pageSize}`)
    const gap = rows.findIndex((row, n) => row.sequence !== frontier.size + n)
    const whole = gap < 0 ? rows : rows.slice(0, gap)
    frontier = extendFrontier(
      frontier,
      whole.map(({ sequence, commitment }) => hashLeaf(leafBytes({ log, sequence, commitment })))
    )
    if (gap >= 0 || rows.length < pageSize) return { size: frontier.size, root: rootOfFrontier(frontier) }
  }
}
