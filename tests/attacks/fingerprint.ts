import type { Database } from '../../src/db/database.server.ts'
import { sql } from '../../src/db/sql.server.ts'

/** What stands in every table, as one short text a table: two that are equal say that nothing has changed. */
export async function fingerprint(database: Database): Promise<Record<string, string>> {
  const tables = await database.query<{ name: string }>(sql`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('public', 'auth') and table_type = 'BASE TABLE' order by 1`)
  // The names come from the catalogue, quoted there: no statement of the application is made like this.
  const parts = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as said from ${name} t`
  )
  const { rows } = await database.pool.query<{ name: string; said: string }>(parts.join(' union all '))
  return Object.fromEntries(rows.map(row => [row.name, row.said]))
}
