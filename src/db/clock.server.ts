import { only, sql } from './sql.server.ts'
import type { Db } from './sql.server.ts'

/** How far the database's clock is ahead of this machine's, in milliseconds, as exactly as the way there allows. */
export async function clockSkewMs(db: Db): Promise<number> {
  const before = Date.now()
  const { now } = await only<{ now: Date }>(db, sql`select clock_timestamp() as now`)
  return now.getTime() - (before + Date.now()) / 2
}
