import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import type { StoredType } from './rules.ts'
import { keyOf } from './store.server.ts'
import type { FileStorage } from './storage.server.ts'

const mostAtOnce = 100

/**
 * Removes files, with their bytes, that nobody handed in with anything within a day, and those of people who are gone.
 * Gives how many. A file that is being handed in at this moment waits for its row and is then not found: nobody is left
 * with a picture whose bytes are gone.
 */
export async function forgetLooseFiles(parts: {
  readonly database: Database
  readonly storage: FileStorage
}): Promise<number> {
  for (let removed = 0; ;) {
    const count = await parts.database.transaction(async tx => {
      const files = await tx.query<{ call_id: string; file_id: string; type: StoredType }>(sql`
        select call_id, file_id, type from files
        where contribution_id is null and made_at < now() - interval '24 hours'
        order by made_at limit ${mostAtOnce} for update skip locked`)
      for (const { call_id, file_id, type } of files) {
        await parts.storage.delete(keyOf(call_id, file_id, type))
        if (type.startsWith('image/')) await parts.storage.delete(keyOf(call_id, file_id, type, 'thumb'))
      }
      await tx.query(sql`
        delete from files where (call_id, file_id) in (
          select * from unnest(${files.map(file => file.call_id)}::uuid[], ${files.map(file => file.file_id)}::uuid[]))`)
      return files.length
    })
    removed += count
    if (count < mostAtOnce) return removed
  }
}
