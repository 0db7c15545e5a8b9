import { sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import { Refusal } from '../door/refusal.ts'

/** A person inside one call. */
export interface Participant {
  readonly callId: string
  readonly participantId: string
  readonly personId: string
  /** Stands for the participant beside public responses. */
  readonly alias: string
  readonly name: string | null
  readonly confirmed: boolean
  /** Set when this guest's part was claimed by an account that has a part of its own. */
  readonly linkedTo: string | null
}

interface ParticipantRow {
  call_id: string
  participant_id: string
  person_id: string
  alias: string
  name: string | null
  confirmed: boolean
  linked_to: string | null
}

interface Joining {
  readonly callId: string
  readonly personId: string
  readonly channel: string
  readonly confirmed: boolean
  readonly language?: string | null
}

/** The participants of these people in these calls; the key is `callId personId`. */
export async function findParticipants(
  db: Db,
  wanted: readonly { callId: string; personId: string }[]
): Promise<Map<string, Participant>> {
  const rows = await db.query<ParticipantRow>(sql`
    select p.call_id, p.participant_id, p.person_id, p.alias, p.name, p.confirmed, p.linked_to
    from unnest(${wanted.map(one => one.callId)}::uuid[], ${wanted.map(one => one.personId)}::uuid[]) as w(call_id, person_id)
    join participants p using (call_id, person_id)`)
  return keyed(rows)
}

/**
 * Lets people take part who do not yet. Two requests of one person at once meet at the unique key and share the row.
 * Who was erased is missing in the answer.
 */
export async function join(tx: Tx, joining: readonly Joining[]): Promise<Map<string, Participant>> {
  return keyed(joining.length === 1 ? await joinAlone(tx, joining[0]!) : await joinTogether(tx, joining))
}

const joinAlone = (tx: Tx, one: Joining) =>
  tx.query<ParticipantRow>(sql`
    insert into participants (call_id, participant_id, person_id, channel, language, confirmed, joined_at)
    select ${one.callId}::uuid, ${newId()}::uuid, ${one.personId}::uuid, ${one.channel}::text, ${one.language ?? null}::text,
      ${one.confirmed}::boolean, ${tx.now}::timestamptz
    where not exists (select 1 from people where person_id = ${one.personId} and erased_at is not null)
    on conflict (call_id, person_id) do update set confirmed = participants.confirmed or excluded.confirmed
    returning call_id, participant_id, person_id, alias, name, confirmed, linked_to`)

const joinTogether = (tx: Tx, joining: readonly Joining[]) =>
  tx.query<ParticipantRow>(sql`
    insert into participants (call_id, participant_id, person_id, channel, language, confirmed, joined_at)
    select j.call_id, j.participant_id, j.person_id, j.channel, j.language, j.confirmed, ${tx.now}
    from unnest(${joining.map(one => one.callId)}::uuid[], ${joining.map(() => newId())}::uuid[],
      ${joining.map(one => one.personId)}::uuid[], ${joining.map(one => one.channel)}::text[],
      ${joining.map(one => one.language ?? null)}::text[], ${joining.map(one => one.confirmed)}::boolean[])
      as j(call_id, participant_id, person_id, channel, language, confirmed)
    where not exists (select 1 from people p where p.person_id = j.person_id and p.erased_at is not null)
    order by j.call_id, j.person_id
    on conflict (call_id, person_id) do update set confirmed = participants.confirmed or excluded.confirmed
    returning call_id, participant_id, person_id, alias, name, confirmed, linked_to`)

/** The participant of one person in one call, made when missing; refused for who was erased. */
export async function joinOne(tx: Tx, joining: Joining): Promise<Participant> {
  const key = keyOf(joining)
  const known = (await findParticipants(tx, [joining])).get(key)
  const participant = known ?? (await join(tx, [joining])).get(key)
  if (!participant) throw new Refusal('not-signed-in')
  return participant
}

export const keyOf = (one: { callId: string; personId: string }) => `${one.callId} ${one.personId}`

/** Keeps the name that a participant wants to be credited by in this call. */
export async function nameParticipant(
  tx: Tx,
  callId: string,
  participantId: string,
  name: string | null
): Promise<void> {
  await tx.query(sql`
    update participants set name = ${name} where call_id = ${callId} and participant_id = ${participantId}`)
}

function keyed(rows: readonly ParticipantRow[]): Map<string, Participant> {
  return new Map(
    rows.map(row => [
      keyOf({ callId: row.call_id, personId: row.person_id }),
      {
        callId: row.call_id,
        participantId: row.participant_id,
        personId: row.person_id,
        alias: row.alias,
        name: row.name,
        confirmed: row.confirmed,
        linkedTo: row.linked_to
      }
    ])
  )
}
