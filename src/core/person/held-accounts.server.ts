import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { networkOf } from '../door/limits.ts'
import { hasLink, isDisposable, mostSignUps } from './sign-up-rules.ts'
import type { HeldFor } from './sign-up-rules.ts'

/** Looks at an account made just now: by its address, and by how many came from the same place within an hour. */
export async function lookAtSignUp(
  db: Db,
  account: { readonly personId: string; readonly email: string },
  address: string
): Promise<void> {
  const { personId, email } = account
  await db.query(sql`
    insert into sign_ups (person_id, source_hash, signed_up_at)
    select ${personId}::uuid, sha256(convert_to(
      coalesce((select value->>'key' from instance_facts where name = 'guest-key'), '') || 'sign-up ' || ${networkOf(address)}::text, 'UTF8')), now()
    on conflict do nothing`)
  const row = await first<{ from_there: number }>(
    db,
    sql`
    select count(*) as from_there from sign_ups s join sign_ups o using (source_hash)
    where s.person_id = ${personId} and o.signed_up_at > now() - interval '1 hour'`
  )
  if (isDisposable(email)) await hold(db, personId, 'disposable-address')
  else if (row!.from_there > mostSignUps) await hold(db, personId, 'burst')
}

/** Looks at a name that somebody chose; one that leads somewhere is looked at however long the account is known. */
export async function lookAtName(tx: Tx, personId: string, name: string | null | undefined): Promise<void> {
  if (name && hasLink(name)) await hold(tx, personId, 'name')
}

/** The first rule that fits is kept. */
async function hold(db: Db, personId: string, rule: HeldFor): Promise<void> {
  await db.query(sql`
    update people set held_for = ${rule}, cleared_at = null
    where person_id = ${personId} and (held_for is null or cleared_at is not null)`)
}

/** Somebody held who takes part in calls of an organisation. */
export interface HeldAccount {
  readonly callId: string
  readonly participantId: string
  readonly name: string | null
  readonly heldFor: HeldFor
  readonly since: Date
  /** How much of theirs waits in calls of this organisation. */
  readonly waiting: number
}

/** Oldest account first, after a moment (in microseconds) and an id; neither addresses nor who they are elsewhere. */
export async function listHeldAccounts(
  db: Db,
  organisationId: string,
  after: readonly [number, string] | undefined,
  limit: number
): Promise<(HeldAccount & { readonly at: number })[]> {
  const [at, id] = after ?? [0, '00000000-0000-0000-0000-000000000000']
  const rows = await db.query<{
    call_id: string
    participant_id: string
    name: string | null
    held_for: HeldFor
    created_at: Date
    waiting: number
    at: number
  }>(sql`
    select part.call_id, part.participant_id, coalesce(p.name, part.name) as name, p.held_for, p.created_at,
      (extract(epoch from p.created_at) * 1000000)::bigint as at,
      (select count(*) from holds h join calls c using (call_id)
        where c.organisation_id = ${organisationId} and h.rule = 'newcomer' and h.settled_at is null and exists (
          select 1 from participants t where t.person_id = p.person_id and t.call_id = h.call_id and (
            exists (select 1 from contribution_authors a where a.call_id = h.call_id and a.contribution_id = h.target and a.participant_id = t.participant_id)
            or exists (select 1 from comments m where m.call_id = h.call_id and m.comment_id = h.target and m.participant_id = t.participant_id)))) as waiting
    from people p
    cross join lateral (
      select t.call_id, t.participant_id, t.name from participants t join calls c using (call_id)
      where t.person_id = p.person_id and c.organisation_id = ${organisationId} order by t.participant_id desc limit 1
    ) part
    where p.held_for is not null and p.cleared_at is null and p.erased_at is null
      and ((extract(epoch from p.created_at) * 1000000)::bigint, part.participant_id) > (${at}::bigint, ${id}::uuid)
    order by p.created_at, part.participant_id limit ${limit}`)
  return rows.map(row => ({
    callId: row.call_id,
    participantId: row.participant_id,
    name: row.name,
    heldFor: row.held_for,
    since: row.created_at,
    waiting: row.waiting,
    at: row.at
  }))
}

/** The person behind a part in a call of an organisation, if a rule holds it. */
export async function findHeldPerson(
  db: Db,
  wanted: { readonly organisationId: string; readonly callId: string; readonly participantId: string }
): Promise<{ personId: string; isCleared: boolean } | undefined> {
  const row = await first<{ person_id: string; cleared: boolean }>(
    db,
    sql`
    select p.person_id, p.cleared_at is not null as cleared from participants t
    join calls c using (call_id) join people p using (person_id)
    where t.call_id = ${wanted.callId} and t.participant_id = ${wanted.participantId}
      and c.organisation_id = ${wanted.organisationId} and p.held_for is not null and p.erased_at is null`
  )
  return row && { personId: row.person_id, isCleared: row.cleared }
}

/** What somebody cleared hands in is held no more; what waits already waits for a decision. False: cleared before. */
export async function clearPerson(tx: Tx, personId: string): Promise<boolean> {
  const rows = await tx.query(sql`
    update people set cleared_at = ${tx.now} where person_id = ${personId} and held_for is not null and cleared_at is null
    returning 1 as cleared`)
  return rows.length > 0
}
