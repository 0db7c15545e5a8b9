import type { Database } from '../../db/database.server.ts'
import { only, sql } from '../../db/sql.server.ts'

/**
 * Waits until every transaction that had its id before this moment has ended. Each act reads the clock after it took its
 * id, so whoever saw a step open before its close is among them.
 */
export async function waitForEarlier(database: Database, timeoutMs = 60_000): Promise<boolean> {
  const { edge } = await only<{ edge: string }>(
    database,
    sql`select pg_snapshot_xmax(pg_current_snapshot())::text as edge`
  )
  const deadline = Date.now() + timeoutMs
  while (Date.now() < deadline) {
    const { ended } = await only<{ ended: boolean }>(
      database,
      sql`select pg_snapshot_xmin(pg_current_snapshot()) >= ${edge}::xid8 as ended`
    )
    if (ended) return true
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  return false
}
