import { randomBytes } from 'node:crypto'
import { only, sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'

/** What the installation signs guests' cookies with. Acts read it too, to check a claim. */
export const guestKey = (db: Db): Promise<Buffer> => key(db, 'guest-key')

/** What sessions are signed with, where the operator names no secret. */
export const accountsKey = async (db: Db): Promise<string> =>
  (await key(db, 'accounts-key')).toString('base64')

/** 32 random bytes, made by whoever asks first; a backup carries them, so a restored installation knows its guests. */
async function key(db: Db, name: string): Promise<Buffer> {
  const made = JSON.stringify({ key: randomBytes(32).toString('base64') })
  await db.query(
    sql`insert into instance_facts (name, value) values (${name}, ${made}) on conflict do nothing`
  )
  const row = await only<{ key: string }>(
    db,
    sql`select value->>'key' as key from instance_facts where name = ${name}`
  )
  return Buffer.from(row.key, 'base64')
}
