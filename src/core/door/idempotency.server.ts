import { createHash } from 'node:crypto'
import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { canonicalJson } from '../ledger/canonical.ts'
import { Refusal } from './refusal.ts'

/** The first answer to a key, as it was given. */
export interface Reply {
  readonly result: unknown
  readonly personId: string | null
  readonly lines: readonly { readonly log: string; readonly id: string }[]
}

export const hashOfInput = (act: string, input: unknown): Buffer =>
  createHash('sha256').update(act).update('\0').update(canonicalJson(input)).digest()

/** The answer this key got before; refused when it was used for something else. */
export async function findReply(
  db: Db,
  holder: string,
  key: string,
  inputHash: Buffer
): Promise<Reply | undefined> {
  const row = await first<{ input_hash: Buffer; reply: Reply }>(
    db,
    sql`select input_hash, reply from idempotency_records where holder = ${holder} and key = ${key}`
  )
  if (!row) return undefined
  if (!row.input_hash.equals(inputHash)) throw new Refusal('key-reused')
  return row.reply
}

/** Keeps an answer. Two callers with one key at the same moment meet at the primary key: the later one is retried. */
export async function keepReply(
  tx: Tx,
  holder: string,
  key: string,
  inputHash: Buffer,
  reply: Reply
): Promise<void> {
  await tx.query(sql`
    insert into idempotency_records (holder, key, input_hash, reply, kept_at)
    values (${holder}, ${key}, ${inputHash}, ${JSON.stringify(reply)}, ${tx.now})`)
}

/** Forgets what is older than a day. */
export async function forgetReplies(tx: Tx): Promise<void> {
  await tx.query(sql`delete from idempotency_records where kept_at < now() - interval '25 hours'`)
}

/** Two callers with one key at once: the later one's insert fails; trying again finds the first one's answer. */
export async function retryingKeys<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const constraint = (error as { constraint?: unknown }).constraint
      if (attempt >= 3 || constraint !== 'idempotency_records_pkey') throw error
    }
  }
}
