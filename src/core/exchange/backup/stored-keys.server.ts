import { sql } from '../../../db/sql.server.ts'
import type { Db } from '../../../db/sql.server.ts'
import { keyOf } from '../../file/store.server.ts'
import type { StoredType } from '../../file/rules.ts'

/** A key under which bytes of a row of `files` lie. */
export interface StoredKey {
  readonly key: string
  readonly type: StoredType
}

const pageSize = 1_000
const nil = '00000000-0000-0000-0000-000000000000'

/** The keys of all files that rows speak of, a picture's small size included. */
export async function* listStoredKeys(db: Db): AsyncGenerator<StoredKey> {
  for (let after: readonly [string, string] | undefined = [nil, nil]; after;) {
    const rows: { call_id: string; file_id: string; type: StoredType }[] = await db.query(sql`
      select call_id, file_id, type from files
      where (call_id, file_id) > (${after[0]}::uuid, ${after[1]}::uuid) order by call_id, file_id limit ${pageSize}`)
    for (const { call_id, file_id, type } of rows) {
      yield { key: keyOf(call_id, file_id, type), type }
      if (type.startsWith('image/')) yield { key: keyOf(call_id, file_id, type, 'thumb'), type }
    }
    const last = rows.at(-1)
    after = last && rows.length === pageSize ? [last.call_id, last.file_id] : undefined
  }
}
