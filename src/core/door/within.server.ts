import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'

/** What is asked while somebody types must not outlive their patience. */
export async function answerWithin<T>(
  database: Database,
  ms: number,
  ask: (db: Db) => Promise<T>
): Promise<T | null> {
  try {
    return await database.transactionAtOnce(async tx => {
      tx.send(sql`select set_config('statement_timeout', ${String(ms)}, true)`)
      return ask(tx)
    })
  } catch (error) {
    if ((error as { code?: unknown }).code === '57014') return null
    throw error
  }
}
