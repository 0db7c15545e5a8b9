import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { sha256 } from './sha256.ts'

/** Begins a log: an empty tree, whose root is the hash of nothing (RFC 6962, section 2.1). */
export async function insertLog(tx: Tx, logId: string, kind: 'call' | 'organisation'): Promise<void> {
  await tx.query(sql`
    insert into ledger_logs (log_id, kind, root) values (${logId}, ${kind}, ${sha256()}) on conflict do nothing`)
}
