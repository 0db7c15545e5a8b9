import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import type { FileStorage } from './storage.server.ts'

const mostAtOnce = 100

/**
 * Orders the bytes under these keys to be deleted, once the rows that spoke of them are gone for good: in the same
 * transaction, so that nothing is deleted when it fails and nothing is forgotten when the process ends after it.
 */
export async function orderDeletion(tx: Tx, keys: readonly string[]): Promise<void> {
  await tx.query(sql`
    insert into unwanted_files (file_key, since) select key, ${tx.now} from unnest(${keys}::text[]) as k(key)
    on conflict do nothing`)
}

/** Deletes what was ordered so; gives how many. What the store refuses now is tried again with the next call. */
export async function deleteUnwanted(parts: {
  readonly database: Database
  readonly storage: FileStorage
}): Promise<number> {
  for (let deleted = 0; ;) {
    const count = await parts.database.transaction(async tx => {
      const rows = await tx.query<{ file_key: string }>(sql`
        select file_key from unwanted_files order by file_key limit ${mostAtOnce} for update skip locked`)
      const keys = rows.map(row => row.file_key)
      for (const key of keys) await parts.storage.delete(key)
      if (keys.length > 0)
        await tx.query(sql`delete from unwanted_files where file_key = any(${keys}::text[])`)
      return keys.length
    })
    deleted += count
    if (count < mostAtOnce) return deleted
  }
}
