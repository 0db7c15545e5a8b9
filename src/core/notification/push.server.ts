import { createECDH } from 'node:crypto'
import { first, only, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Database } from '../../db/database.server.ts'
import { newId } from '../door/id.ts'
import type { Notification } from './store.server.ts'
import { takePushesDue } from './store.server.ts'

/** Where one browser of a person listens, and the keys only it can open a message with. */
export interface PushAddress {
  readonly endpoint: string
  /** The browser's public key, base64url. */
  readonly p256dh: string
  readonly auth: string
}

/** More browsers than this of one person: the longest unused goes. */
const mostAddresses = 10

/** So many refusals in a row, and an address is forgotten. */
const mostFailures = 5

export async function keepPushAddress(tx: Tx, personId: string, address: PushAddress): Promise<void> {
  await tx.query(sql`
    insert into push_addresses (person_id, push_id, endpoint, p256dh, auth, made_at)
    values (${personId}, ${newId()}, ${address.endpoint}, ${address.p256dh}, ${address.auth}, ${tx.now})
    on conflict (person_id, endpoint) do update set p256dh = excluded.p256dh, auth = excluded.auth, failures = 0`)
  await tx.query(sql`
    delete from push_addresses where person_id = ${personId} and push_id in (
      select push_id from push_addresses where person_id = ${personId} order by push_id desc offset ${mostAddresses})`)
}

export async function forgetPushAddress(db: Db, personId: string, endpoint: string): Promise<void> {
  await db.query(sql`delete from push_addresses where person_id = ${personId} and endpoint = ${endpoint}`)
}

export interface PushKeys {
  readonly publicKey: string
  readonly privateKey: string
}

/** The pair of keys by which push services know this installation (P-256, base64url), made by whoever asks first. */
export async function pushKeys(db: Db): Promise<PushKeys> {
  const found = await first<{ value: PushKeys }>(
    db,
    sql`select value from instance_facts where name = 'push-key'`
  )
  if (found) return found.value
  const pair = createECDH('prime256v1')
  const made = { publicKey: pair.generateKeys('base64url'), privateKey: padded(pair.getPrivateKey()) }
  await db.query(sql`
    insert into instance_facts (name, value) values ('push-key', ${JSON.stringify(made)}) on conflict do nothing`)
  return (await only<{ value: PushKeys }>(db, sql`select value from instance_facts where name = 'push-key'`))
    .value
}

export const publicPushKey = async (db: Db): Promise<string> => (await pushKeys(db)).publicKey

/** A private key of 32 bytes may begin with zeros, which the number does not keep. */
const padded = (key: Buffer): string =>
  Buffer.concat([Buffer.alloc(32 - key.length), key]).toString('base64url')

/** What became of one push: taken, gone for good, or not now. */
export type PushFate = 'taken' | 'gone' | 'failed'

export interface Push {
  readonly personId: string
  readonly language: string | null
  readonly address: PushAddress
  readonly news: Notification
}

/**
 * Sends what is to be shown at once. What is sent is taken first: a crash in between leaves news unpushed that stands on
 * the page anyway, and pushes nothing twice. Addresses that are gone are forgotten.
 */
export async function pushDue(database: Database, send: (push: Push) => Promise<PushFate>): Promise<number> {
  let sent = 0
  for (;;) {
    const pushes = await database.transaction(takePushesDue)
    if (pushes.length === 0) return sent
    for (const push of pushes) {
      const fate = await send(push)
      if (fate === 'taken') sent += 1
      await keepFate(database, push, fate)
    }
  }
}

async function keepFate(db: Db, { personId, address: { endpoint } }: Push, fate: PushFate): Promise<void> {
  if (fate === 'gone') return forgetPushAddress(db, personId, endpoint)
  await db.query(sql`
    update push_addresses set failures = case when ${fate} = 'taken' then 0 else failures + 1 end
    where person_id = ${personId} and endpoint = ${endpoint} and (${fate} <> 'taken' or failures > 0)`)
  await db.query(sql`
    delete from push_addresses where person_id = ${personId} and endpoint = ${endpoint} and failures >= ${mostFailures}`)
}
