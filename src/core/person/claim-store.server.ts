import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { HeldResponse } from './claim-rules.ts'

interface LockedPerson {
  readonly personId: string
  readonly kind: 'guest' | 'account'
  readonly name: string | null
}

/** Takes the rows of people who were not erased, always in the same order. */
export async function lockPeople(tx: Tx, ids: readonly string[]): Promise<Map<string, LockedPerson>> {
  const rows = await tx.query<{ person_id: string; kind: 'guest' | 'account'; name: string | null }>(sql`
    select person_id, kind, name from people where person_id = any(${ids}::uuid[]) and erased_at is null
    order by person_id for update`)
  return new Map(
    rows.map(row => [row.person_id, { personId: row.person_id, kind: row.kind, name: row.name }])
  )
}

/** Who claimed a guest already. */
export async function findClaimer(db: Db, guestId: string): Promise<string | undefined> {
  const row = await first<{ person_id: string }>(
    db,
    sql`select person_id from guest_claims where guest_id = ${guestId}`
  )
  return row?.person_id
}

export async function insertClaim(tx: Tx, personId: string, guestId: string): Promise<void> {
  await tx.query(sql`
    insert into guest_claims (person_id, guest_id, claimed_at) values (${personId}, ${guestId}, ${tx.now})`)
}

/** Drafts go over; where both have one, the account's stays. */
export async function moveBelongings(tx: Tx, guestId: string, personId: string): Promise<void> {
  await tx.query(sql`
    insert into drafts (person_id, place, body, kept_at)
    select ${personId}, place, body, kept_at from drafts where person_id = ${guestId} on conflict do nothing`)
  await tx.query(sql`delete from drafts where person_id = ${guestId}`)
}

/**
 * Once the parts are linked: the guest's blocks go over, who blocked the guest in a call has blocked the account there,
 * and nobody has blocked themselves.
 */
export async function moveBlocks(tx: Tx, guestId: string, personId: string): Promise<void> {
  await tx.query(sql`
    insert into blocks (person_id, call_id, participant_id, blocked_at)
    select ${personId}::uuid, call_id, participant_id, blocked_at from blocks where person_id = ${guestId}
    union all
    select b.person_id, b.call_id, p.linked_to, b.blocked_at
    from participants p join blocks b using (call_id, participant_id)
    where p.person_id = ${guestId} and p.linked_to is not null
    on conflict do nothing`)
  await tx.query(sql`
    delete from blocks b using participants p
    where b.person_id in (${guestId}, ${personId}) and p.call_id = b.call_id and p.participant_id = b.participant_id
      and (b.person_id = ${guestId} or p.person_id in (${guestId}, ${personId}))`)
}

/**
 * Gives the guest's parts in calls to the account: where the account has none, the part becomes its own; where it has,
 * the guest's is linked to it and keeps all that points to it. Tells how many, and who meets whom.
 */
export async function linkParticipants(
  tx: Tx,
  guestId: string,
  personId: string,
  name: string | null
): Promise<{ calls: number; meeting: { callId: string; participantId: string }[] }> {
  await tx.query(sql`
    select 1 as locked from participants where person_id in (${guestId}, ${personId})
    order by call_id, participant_id for update`)
  const linked = await tx.query<{ call_id: string; participant_id: string }>(sql`
    update participants g set linked_to = a.participant_id, confirmed = true, name = coalesce(${name}, g.name)
    from participants a
    where g.person_id = ${guestId} and a.call_id = g.call_id and a.person_id = ${personId}
    returning g.call_id, a.participant_id`)
  const taken = await tx.query(sql`
    update participants set person_id = ${personId}, confirmed = true, name = coalesce(${name}, name)
    where person_id = ${guestId} and linked_to is null returning 1 as taken`)
  const meeting = linked.map(row => ({ callId: row.call_id, participantId: row.participant_id }))
  return { calls: linked.length + taken.length, meeting }
}

/** All counted responses that these participants, and those linked to them, hold in their calls. */
export async function listHeld(
  db: Db,
  participants: readonly { callId: string; participantId: string }[]
): Promise<HeldResponse[]> {
  const rows = await db.query<{
    call_id: string
    step_id: string
    target: string
    kind: string
    responder: string
    response_id: string
    body: JsonObject
    given_at: Date
    is_own: boolean
  }>(sql`
    with same as (
      select p.call_id, p.participant_id from participants p
      join unnest(${participants.map(one => one.callId)}::uuid[], ${participants.map(one => one.participantId)}::uuid[])
        as a(call_id, participant_id)
        on p.call_id = a.call_id and (p.participant_id = a.participant_id or p.linked_to = a.participant_id)
    )
    select r.call_id, r.step_id, r.target, r.kind, r.responder, r.response_id, r.body, r.given_at,
      exists (select 1 from contribution_authors w join same on same.call_id = w.call_id and same.participant_id = w.participant_id
        where w.call_id = r.call_id and w.contribution_id = r.target) as is_own
    from same join responses r on r.call_id = same.call_id and r.responder = same.participant_id
    where r.state = 'counted'`)
  return rows.map(row => ({
    callId: row.call_id,
    stepId: row.step_id,
    target: row.target,
    kind: row.kind,
    participantId: row.responder,
    responseId: row.response_id,
    body: row.body,
    at: row.given_at,
    isOwn: row.is_own
  }))
}

/** Takes responses out of the count; their rows stay. */
export async function markSuperseded(tx: Tx, held: readonly HeldResponse[]): Promise<void> {
  if (held.length === 0) return
  await tx.query(sql`
    update responses r set state = 'superseded'
    from unnest(${held.map(one => one.callId)}::uuid[], ${held.map(one => one.participantId)}::uuid[],
      ${held.map(one => one.responseId)}::uuid[]) as s(call_id, responder, response_id)
    where r.call_id = s.call_id and r.responder = s.responder and r.response_id = s.response_id and r.state = 'counted'`)
}
