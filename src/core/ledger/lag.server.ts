import { only, sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'

/** How far the record is behind: committed lines without a place, and the age of the oldest in seconds. */
export interface Lag {
  readonly lines: number
  readonly seconds: number
}

export async function findLag(db: Db): Promise<Lag> {
  return only<{ lines: number; seconds: number }>(
    db,
    sql`select count(*)::int as lines, coalesce(extract(epoch from clock_timestamp() - min(at)), 0)::float8 as seconds
      from (select at from ledger_lines where sequence is null limit 10000) as waiting`
  )
}
