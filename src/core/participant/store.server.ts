import { randomUUID } from 'node:crypto'
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
 * The part of a person in each of these calls, by call; also one played as a guest that the person claimed later. Of several
 * the person's own comes first.
 */
export async function findOwnParts(
  db: Db,
  callIds: readonly string[],
  personId: string
): Promise<Map<string, string>> {
  const rows = await db.query<{ call_id: string; participant_id: string }>(sql`
    select distinct on (p.call_id) p.call_id, p.participant_id from participants p
    left join guest_claims g on g.guest_id = p.person_id
    where p.call_id = any(${callIds}::uuid[]) and (p.person_id = ${personId} or g.person_id = ${personId})
    order by p.call_id, p.person_id = ${personId} desc, p.participant_id`)
  return new Map(rows.map(row => [row.call_id, row.participant_id]))
}

/**
 * Lets somebody take part, unless the person was erased: then nothing is given. Two requests of one person at once meet
 * at the unique key and share the row.
 */
async function join(tx: Tx, one: Joining): Promise<Participant | undefined> {
  const rows = await tx.query<ParticipantRow>(sql`
    insert into participants (call_id, participant_id, person_id, channel, language, confirmed, joined_at)
    select ${one.callId}::uuid, ${newId()}::uuid, ${one.personId}::uuid, ${one.channel}::text, ${one.language ?? null}::text,
      ${one.confirmed}::boolean, ${tx.now}::timestamptz
    where not exists (select 1 from people where person_id = ${one.personId} and erased_at is not null)
    on conflict (call_id, person_id) do update set confirmed = participants.confirmed or excluded.confirmed
    returning call_id, participant_id, person_id, alias, name, confirmed, linked_to`)
  return keyed(rows).get(keyOf(one))
}

/** Somebody who does not take part yet, as a participant who can be kept by `keepJoined`. */
export const joining = ({ callId, personId, confirmed }: Omit<Joining, 'channel'>): Participant => ({
  callId,
  personId,
  participantId: newId(),
  alias: randomUUID(),
  name: null,
  confirmed,
  linkedTo: null
})

/** The unique constraint that `keepJoined` fails at where another request of the same person came first. */
export const joinedOnce = 'participants_call_id_person_id_key'

/** Keeps people who begin to take part and were not there a moment ago. */
export function keepJoined(tx: Tx, joined: readonly (Participant & { readonly channel: string })[]): void {
  const [one] = joined
  const column = <T>(value: (row: Participant & { channel: string }) => T) => joined.map(value)
  if (one && joined.length === 1) {
    tx.send(sql`
      insert into participants (call_id, participant_id, person_id, alias, channel, confirmed, joined_at)
      values (${one.callId}, ${one.participantId}, ${one.personId}, ${one.alias}, ${one.channel}, ${one.confirmed}, ${tx.now})`)
  } else if (one) {
    tx.send(sql`
      insert into participants (call_id, participant_id, person_id, alias, channel, confirmed, joined_at)
      select call_id, participant_id, person_id, alias, channel, confirmed, ${tx.now}
      from unnest(${column(row => row.callId)}::uuid[], ${column(row => row.participantId)}::uuid[],
        ${column(row => row.personId)}::uuid[], ${column(row => row.alias)}::uuid[], ${column(row => row.channel)}::text[],
        ${column(row => row.confirmed)}::boolean[])
        as j(call_id, participant_id, person_id, alias, channel, confirmed)
      order by call_id, person_id`)
  }
}

/** The participant of one person in one call, made when missing; refused for who was erased. */
export async function joinOne(tx: Tx, one: Joining): Promise<Participant> {
  const known = (await findParticipants(tx, [one])).get(keyOf(one))
  const participant = known ?? (await join(tx, one))
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
