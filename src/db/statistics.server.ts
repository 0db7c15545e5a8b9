import { first, sql } from './sql.server.ts'
import type { Database } from './database.server.ts'

/**
 * Lets PostgreSQL look at its tables where it does not know what they hold. Its autovacuum does so by counts of changes,
 * which a crash wipes out, so after one a table that has grown since can stay unknown, and its plans wrong, for hours.
 * Replies whether there was a need.
 */
export async function learnStatistics(database: Database): Promise<boolean> {
  const unknown = await first(
    database,
    sql`select 1 as found from pg_stat_user_tables s join pg_class c on c.oid = s.relid
      where s.last_analyze is null and s.last_autoanalyze is null and pg_relation_size(s.relid) > 131072
        -- Others may keep tables beside ours, which we may not look at.
        and pg_has_role(c.relowner, 'usage') limit 1`
  )
  if (unknown) await database.query(sql`analyze`)
  return unknown !== undefined
}
