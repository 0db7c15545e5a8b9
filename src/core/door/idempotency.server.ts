import { hash } from 'node:crypto'
import { sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { canonicalJson } from '../ledger/canonical.ts'
import { unknownGuest } from './checks.ts'
import { Refusal } from './refusal.ts'

/** The first answer to a key, as it was given. */
export interface Reply {
  readonly result: unknown
  readonly personId: string | null
  readonly lines: readonly { readonly log: string; readonly id: string }[]
}

/** A key with whoever it belongs to, and what it was brought with. */
export interface Keyed {
  readonly holder: string
  readonly key: string
  readonly inputHash: Buffer
}

export const hashOfInput = (act: string, input: unknown): Buffer =>
  hash('sha256', `${act}\0${canonicalJson(input)}`, 'buffer')

/** The answer this key got before; refused when it was used for something else. */
export async function findReply(db: Db, keyed: Keyed): Promise<Reply | undefined> {
  const [found] = await listReplies(db, [keyed])
  if (found instanceof Refusal) throw found
  return found
}

/** The answers that these keys got before, place by place. */
export async function listReplies(db: Db, keyed: readonly Keyed[]): Promise<(Reply | Refusal | undefined)[]> {
  if (keyed.length === 0) return []
  const kept = keyed.map(keptKey)
  const rows = kept.length === 1 ? await readOne(db, kept[0]!) : await readMany(db, kept)
  const found = new Map(rows.map(row => [`${row.holder} ${row.key}`, row]))
  return keyed.map(({ inputHash }, n) => {
    const row = found.get(`${kept[n]!.holder} ${kept[n]!.key}`)
    if (!row) return undefined
    return row.input_hash.equals(inputHash) ? row.reply : new Refusal('key-reused')
  })
}

type KeptKey = Pick<Keyed, 'holder' | 'key'>

/** As it lies in the database: from which network an unknown guest came is kept by a hash with the key, and so not kept. */
const keptKey = ({ holder, key }: KeptKey): KeptKey =>
  holder.startsWith(unknownGuest)
    ? { holder: 'guest', key: hash('sha256', `${holder}\0${key}`, 'base64url') }
    : { holder, key }

interface Row {
  holder: string
  key: string
  input_hash: Buffer
  reply: Reply
}

const readOne = (db: Db, { holder, key }: KeptKey): Promise<Row[]> =>
  db.query<Row>(sql`
    select holder, key, input_hash, reply from idempotency_records where holder = ${holder} and key = ${key}`)

const readMany = (db: Db, keyed: readonly KeptKey[]): Promise<Row[]> =>
  db.query<Row>(sql`
    select r.holder, r.key, r.input_hash, r.reply
    from unnest(${keyed.map(one => one.holder)}::text[], ${keyed.map(one => one.key)}::text[]) as w(holder, key)
    cross join lateral (select * from idempotency_records where holder = w.holder and key = w.key offset 0) r`)

/** Keeps answers. Two callers with one key at the same moment meet at the primary key: the later one is done again. */
export function keepReplies(tx: Tx, replies: readonly (Keyed & { readonly reply: Reply })[]): void {
  const kept = replies.map(one => ({ ...one, ...keptKey(one) }))
  const [first] = kept
  if (first && kept.length === 1) {
    tx.send(sql`
      insert into idempotency_records (holder, key, input_hash, reply, kept_at)
      values (${first.holder}, ${first.key}, ${first.inputHash}, ${JSON.stringify(first.reply)}, ${tx.now})`)
  } else if (first) {
    tx.send(sql`
      insert into idempotency_records (holder, key, input_hash, reply, kept_at)
      select holder, key, input_hash, reply, ${tx.now} from unnest(${kept.map(one => one.holder)}::text[],
        ${kept.map(one => one.key)}::text[], ${kept.map(one => one.inputHash)}::bytea[],
        ${kept.map(one => JSON.stringify(one.reply))}::jsonb[]) as k(holder, key, input_hash, reply)`)
  }
}

/** Forgets what is older than a day. */
export async function forgetReplies(tx: Tx): Promise<void> {
  await tx.query(sql`delete from idempotency_records where kept_at < now() - interval '25 hours'`)
}

const attempts = 8

/**
 * Two callers with one key at once: the later one's insert fails; trying again finds the first one's answer. The same at
 * the other unique constraints named.
 */
export async function retryingRaces<T>(constraints: readonly string[], work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      const { constraint } = error as { constraint?: unknown }
      const isRace = constraint === 'idempotency_records_pkey' || constraints.some(one => one === constraint)
      if (attempt >= attempts || !isRace) throw error
    }
  }
}
