import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'

/** So many letters that came back, with none taken in between, and nothing but what is owed is sent there any more. */
const bouncesToStop = 3

/**
 * Counts letters that came back from addresses. An address that takes no letters gets no more news by letter, until one
 * is taken there again: somebody signs in by it, or confirms it anew. What people were told stays on their page.
 */
export async function countBounces(db: Db, addresses: readonly string[]): Promise<void> {
  await db.query(sql`
    insert into bounced_addresses as b (email, bounces, last_at, stopped_at)
    select lower(address), count(*), now(), case when count(*) >= ${bouncesToStop} then now() end
    from unnest(${addresses}::text[]) as address group by lower(address)
    on conflict (email) do update set bounces = least(b.bounces + excluded.bounces, 1000), last_at = now(),
      stopped_at = case when b.bounces + excluded.bounces >= ${bouncesToStop} then coalesce(b.stopped_at, now()) end`)
}
