import { only, sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import { generateNoteKey, parseSkey } from './signed-note.ts'
import type { NoteSigner } from './signed-note.ts'

/**
 * The key that signs checkpoints, made by whoever asks first. Its name is the host it was made under and stays when the
 * address changes: a log has one name for ever. A backup carries it, or old checkpoints could not be continued.
 */
export async function ledgerSigner(db: Db, origin: string): Promise<NoteSigner> {
  const made = generateNoteKey(new URL(origin).host.replace(/:/g, '-'))
  await db.query(sql`
    insert into instance_facts (name, value) values ('ledger-key', ${JSON.stringify(made)}) on conflict do nothing`)
  const { skey } = await only<{ skey: string }>(
    db,
    sql`select value->>'skey' as skey from instance_facts where name = 'ledger-key'`
  )
  const signer = parseSkey(skey)
  if (!signer) throw new Error('the ledger key in instance_facts is damaged: restore it from a backup')
  return signer
}
