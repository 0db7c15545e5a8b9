import { sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'

/** Takes the rows of participants whose responses are budgeted, so that two requests of one person wait for each other. */
export async function lockResponders(
  tx: Tx,
  responders: readonly { callId: string; responder: string }[]
): Promise<void> {
  await tx.query(sql`
    select 1 from participants
    where (call_id, participant_id) in (select * from unnest(${responders.map(one => one.callId)}::uuid[], ${responders.map(one => one.responder)}::uuid[]))
    order by call_id, participant_id for update`)
}

interface Asked {
  readonly callId: string
  readonly stepId: string
  readonly target: string
  readonly kind: string
  readonly responder: string
}

export interface ResponseRow extends Asked {
  readonly responseId: string
  readonly body: JsonObject
  readonly channel: string
  readonly at: Date
}

/** The unique constraint that `keepResponses` fails at where another request of the same person came first. */
export const givenOnce = 'responses_pkey'

/** Keeps responses of people who had none a moment ago. */
export function keepResponses(tx: Tx, rows: readonly ResponseRow[]): void {
  const [one] = rows
  const column = <T>(value: (row: ResponseRow) => T) => rows.map(value)
  if (one && rows.length === 1) {
    tx.send(sql`
      insert into responses (call_id, step_id, target, responder, kind, response_id, body, state, channel, given_at)
      values (${one.callId}, ${one.stepId}, ${one.target}, ${one.responder}, ${one.kind}, ${one.responseId},
        ${JSON.stringify(one.body)}, 'counted', ${one.channel}, ${one.at})`)
  } else if (one) {
    tx.send(sql`
      insert into responses (call_id, step_id, target, responder, kind, response_id, body, state, channel, given_at)
      select c, s, t, r, k, i, b, 'counted', ch, at from unnest(
        ${column(row => row.callId)}::uuid[], ${column(row => row.stepId)}::uuid[], ${column(row => row.target)}::uuid[],
        ${column(row => row.responder)}::uuid[], ${column(row => row.kind)}::text[], ${column(row => row.responseId)}::uuid[],
        ${column(row => JSON.stringify(row.body))}::jsonb[], ${column(row => row.channel)}::text[], ${column(row => row.at)}::timestamptz[])
        as n(c, s, t, r, k, i, b, ch, at)
      order by c, s, t, r, k`)
  }
}

/**
 * Keeps responses of people who have none, or took theirs back. Gives the ids of those that were kept: where another
 * request of the same person came first, its response stays, and the id is missing from the answer.
 */
export async function insertResponses(tx: Tx, rows: readonly ResponseRow[]): Promise<Set<string>> {
  const kept = await insertMany(tx, rows)
  return new Set(kept.map(row => row.response_id))
}

function insertMany(tx: Tx, rows: readonly ResponseRow[]): Promise<{ response_id: string }[]> {
  const column = <T>(value: (row: ResponseRow) => T) => rows.map(value)
  return tx.query(sql`
    insert into responses (call_id, step_id, target, responder, kind, response_id, body, state, channel, given_at)
    select c, s, t, r, k, i, b, 'counted', ch, at from unnest(
      ${column(row => row.callId)}::uuid[], ${column(row => row.stepId)}::uuid[], ${column(row => row.target)}::uuid[],
      ${column(row => row.responder)}::uuid[], ${column(row => row.kind)}::text[], ${column(row => row.responseId)}::uuid[],
      ${column(row => JSON.stringify(row.body))}::jsonb[], ${column(row => row.channel)}::text[], ${column(row => row.at)}::timestamptz[])
      as n(c, s, t, r, k, i, b, ch, at)
    order by c, s, t, r, k
    on conflict (call_id, step_id, target, responder, kind) do update
      set response_id = excluded.response_id, body = excluded.body, state = 'counted', channel = excluded.channel, given_at = excluded.given_at,
        carried_from = null, carried_to = null
      where responses.state <> 'counted'
    returning response_id`)
}

/** Lets a counted response say something else; false when it says another thing than `before` by now. */
export async function changeResponse(tx: Tx, row: ResponseRow, before: JsonObject): Promise<boolean> {
  const changed = await tx.query(sql`
    update responses set body = ${JSON.stringify(row.body)}, channel = ${row.channel}, given_at = ${row.at}, carried_from = null
    where call_id = ${row.callId} and step_id = ${row.stepId} and target = ${row.target} and responder = ${row.responder}
      and kind = ${row.kind} and state = 'counted' and body = ${JSON.stringify(before)} returning 1`)
  return changed.length > 0
}

/** Takes a counted response out of the count; its row stays. Gives what it was. */
export async function takeBackResponse(
  tx: Tx,
  asked: Asked
): Promise<{ responseId: string; body: JsonObject } | undefined> {
  const [row] = await tx.query<{ response_id: string; body: JsonObject }>(sql`
    update responses set state = 'taken-back' where call_id = ${asked.callId} and step_id = ${asked.stepId}
      and target = ${asked.target} and kind = ${asked.kind} and state = 'counted'
      and responder in (select participant_id from participants
        where call_id = ${asked.callId} and (participant_id = ${asked.responder} or linked_to = ${asked.responder}))
    returning response_id, body`)
  return row && { responseId: row.response_id, body: row.body }
}

/** Which of these targets a person responds to, and how: what a page shows as "yours". */
export async function listOwnResponses(
  db: Db,
  callId: string,
  stepId: string,
  responder: string,
  targets: readonly string[]
): Promise<Map<string, JsonObject>> {
  const rows = await db.query<{ target: string; body: JsonObject }>(sql`
    select target, body from responses where call_id = ${callId} and step_id = ${stepId} and target = any(${targets}::uuid[])
      and responder in (select participant_id from participants where call_id = ${callId} and (participant_id = ${responder} or linked_to = ${responder}))
      and state = 'counted'`)
  return new Map(rows.map(row => [row.target, row.body]))
}

/** How many responses each of these holds in a step; the key is `callId stepId responder`. */
export async function listHeld(
  db: Db,
  asked: readonly { callId: string; stepId: string; responder: string }[]
): Promise<Map<string, number>> {
  const rows = await db.query<{ call_id: string; step_id: string; responder: string; held: number }>(sql`
    select r.call_id, r.step_id, coalesce(p.linked_to, p.participant_id) as responder, count(*) as held
    from (select distinct * from unnest(${asked.map(one => one.callId)}::uuid[], ${asked.map(one => one.responder)}::uuid[])) as w(call_id, responder)
    join participants p on p.call_id = w.call_id and (p.participant_id = w.responder or p.linked_to = w.responder)
    join responses r on r.call_id = p.call_id and r.responder = p.participant_id and r.state = 'counted'
    group by 1, 2, 3`)
  return new Map(rows.map(row => [`${row.call_id} ${row.step_id} ${row.responder}`, row.held]))
}

/** How many responses a participant holds in a step: what is left of a budget. */
export async function countHeld(db: Db, callId: string, stepId: string, responder: string): Promise<number> {
  const [row] = await db.query<{ held: number }>(sql`
    select count(*) as held from responses
    where call_id = ${callId} and step_id = ${stepId} and state = 'counted'
      and responder in (select participant_id from participants where call_id = ${callId} and (participant_id = ${responder} or linked_to = ${responder}))`)
  return row!.held
}
