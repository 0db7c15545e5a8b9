import { first, only, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'

/** Keeps entries of a call's list; says what changed and how many there are now. */
export async function keepEntries(
  tx: Tx,
  callId: string,
  hashes: readonly Buffer[],
  replace: boolean
): Promise<{ added: number; removed: number; entries: number }> {
  const hex = hashes.map(hash => hash.toString('hex'))
  const removed = replace
    ? await tx.query(sql`
        delete from audience_entries where call_id = ${callId} and participant_id is null
          and not (encode(entry_hash, 'hex') = any(${hex}::text[])) returning 1`)
    : []
  const added = await tx.query(sql`
    insert into audience_entries (call_id, entry_hash)
    select distinct ${callId}::uuid, decode(h, 'hex') from unnest(${hex}::text[]) as h
    on conflict do nothing returning 1`)
  const { entries } = await countEntries(tx, callId)
  return { added: added.length, removed: removed.length, entries }
}

export async function countEntries(db: Db, callId: string): Promise<{ entries: number; used: number }> {
  const row = await only<{ entries: number; used: number }>(
    db,
    sql`
    select count(*) as entries, count(participant_id) as used from audience_entries where call_id = ${callId}`
  )
  return { entries: Number(row.entries), used: Number(row.used) }
}

/** Gives an entry to a participant: it admits one, and a participant needs one. Two at once meet at the entry's row. */
export async function takeEntry(
  tx: Tx,
  callId: string,
  hash: Buffer,
  participantId: string
): Promise<'taken' | 'used' | 'unknown'> {
  await tx.query(sql`
    select 1 from participants where call_id = ${callId} and participant_id = ${participantId} for update`)
  const entry = await first<{ participant_id: string | null }>(
    tx,
    sql`
    select participant_id from audience_entries where call_id = ${callId} and entry_hash = ${hash} for update`
  )
  if (!entry) return 'unknown'
  if (entry.participant_id !== null) return entry.participant_id === participantId ? 'taken' : 'used'
  const holds = await first(
    tx,
    sql`
    select 1 as found from audience_entries where call_id = ${callId} and participant_id = ${participantId}`
  )
  if (holds) return 'taken'
  await tx.query(sql`
    update audience_entries set participant_id = ${participantId}
    where call_id = ${callId} and entry_hash = ${hash}`)
  return 'taken'
}
