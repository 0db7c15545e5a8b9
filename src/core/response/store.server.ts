import { sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'

/** What must be known of one who wants to respond to one target. */
export interface Standing {
  readonly targetState: string | null
  readonly targetStep: string | null
  readonly isAuthor: boolean
  readonly present: { readonly responseId: string; readonly state: string; readonly body: JsonObject } | null
  /** How many responses of this kind the responder holds in this step. */
  readonly held: number
}

interface Asked {
  readonly callId: string
  readonly stepId: string
  readonly target: string
  readonly kind: string
  readonly responder: string
}

/** How each of them stands, in the order asked. */
export async function listStandings(db: Db, asked: readonly Asked[]): Promise<Standing[]> {
  const rows = await db.query<{
    target_state: string | null
    target_step: string | null
    is_author: boolean
    response_id: string | null
    state: string
    body: JsonObject
    held: number
  }>(sql`
    select c.state as target_state, c.step_id as target_step,
      exists (select 1 from contribution_authors a where a.call_id = w.call_id and a.contribution_id = w.target and a.participant_id = w.responder) as is_author,
      r.response_id, r.state, r.body,
      (select count(*) from responses h where h.call_id = w.call_id and h.responder = w.responder and h.step_id = w.step_id
        and h.kind = w.kind and h.state = 'counted') as held
    from unnest(${asked.map(one => one.callId)}::uuid[], ${asked.map(one => one.stepId)}::uuid[], ${asked.map(one => one.target)}::uuid[],
      ${asked.map(one => one.responder)}::uuid[], ${asked.map(one => one.kind)}::text[]) with ordinality
      as w(call_id, step_id, target, responder, kind, n)
    left join contributions c on c.call_id = w.call_id and c.contribution_id = w.target
    left join responses r on r.call_id = w.call_id and r.step_id = w.step_id and r.target = w.target
      and r.responder = w.responder and r.kind = w.kind
    order by w.n`)
  return rows.map(row => ({
    targetState: row.target_state,
    targetStep: row.target_step,
    isAuthor: row.is_author,
    present: row.response_id ? { responseId: row.response_id, state: row.state, body: row.body } : null,
    held: row.held
  }))
}

/** Takes the rows of participants whose responses are budgeted, so that two requests of one person wait for each other. */
export async function lockResponders(tx: Tx, responders: readonly { callId: string; participantId: string }[]): Promise<void> {
  await tx.query(sql`
    select 1 from participants
    where (call_id, participant_id) in (select * from unnest(${responders.map(one => one.callId)}::uuid[], ${responders.map(one => one.participantId)}::uuid[]))
    order by call_id, participant_id for update`)
}

export interface ResponseRow extends Asked {
  readonly responseId: string
  readonly body: JsonObject
  readonly channel: string
  readonly at: Date
}

/**
 * Keeps responses, each over one that was taken back or says something else. Gives the ids of those that were kept:
 * one that is already counted as it is stays, and its id is missing from the answer.
 */
export async function upsertResponses(tx: Tx, rows: readonly ResponseRow[]): Promise<Set<string>> {
  const column = <T>(value: (row: ResponseRow) => T) => rows.map(value)
  const kept = await tx.query<{ response_id: string }>(sql`
    insert into responses (call_id, step_id, target, responder, kind, response_id, body, state, channel, given_at)
    select c, s, t, r, k, i, b, 'counted', ch, at from unnest(
      ${column(row => row.callId)}::uuid[], ${column(row => row.stepId)}::uuid[], ${column(row => row.target)}::uuid[],
      ${column(row => row.responder)}::uuid[], ${column(row => row.kind)}::text[], ${column(row => row.responseId)}::uuid[],
      ${column(row => JSON.stringify(row.body))}::jsonb[], ${column(row => row.channel)}::text[], ${column(row => row.at)}::timestamptz[])
      as n(c, s, t, r, k, i, b, ch, at)
    order by c, s, t, r, k
    on conflict (call_id, step_id, target, responder, kind) do update
      set response_id = excluded.response_id, body = excluded.body, state = 'counted', channel = excluded.channel, given_at = excluded.given_at
      where responses.state <> 'counted' or responses.body <> excluded.body
    returning response_id`)
  return new Set(kept.map(row => row.response_id))
}

/** Takes a counted response out of the count; its row stays. Gives what it was. */
export async function takeBackResponse(tx: Tx, asked: Asked): Promise<{ responseId: string; body: JsonObject } | undefined> {
  const [row] = await tx.query<{ response_id: string; body: JsonObject }>(sql`
    update responses set state = 'taken-back' where call_id = ${asked.callId} and step_id = ${asked.stepId}
      and target = ${asked.target} and responder = ${asked.responder} and kind = ${asked.kind} and state = 'counted'
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
      and responder = ${responder} and state = 'counted'`)
  return new Map(rows.map(row => [row.target, row.body]))
}

/** How many responses a participant holds in a step: what is left of a budget. */
export async function countHeld(db: Db, callId: string, stepId: string, responder: string): Promise<number> {
  const [row] = await db.query<{ held: number }>(sql`
    select count(*) as held from responses
    where call_id = ${callId} and responder = ${responder} and step_id = ${stepId} and state = 'counted'`)
  return row!.held
}
