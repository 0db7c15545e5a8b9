import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { Participant } from '../participant/store.server.ts'

/** All that must be known of one who wants to respond to one contribution, in one look. */
export interface Standing {
  /** Of the call; null when there is none. */
  readonly revision: number | null
  readonly participant: Participant | null
  readonly targetState: string | null
  readonly targetStep: string | null
  readonly isAuthor: boolean
  /** A guest's stays under the guest, whoever claimed it. */
  readonly present: {
    readonly responseId: string
    readonly responder: string
    readonly kind: string
    readonly state: string
    readonly body: JsonObject
  } | null
}

export interface Asked {
  readonly callId: string
  readonly stepId: string
  readonly target: string
  readonly personId: string
}

interface Row {
  revision: number | null
  participant_id: string | null
  alias: string
  name: string | null
  confirmed: boolean
  linked_to: string | null
  target_state: string | null
  target_step: string | null
  is_author: boolean
  response_id: string | null
  responder: string
  kind: string
  state: string
  body: JsonObject
}

/**
 * How each of them stands, in the order asked; a guest and the account that claimed it are one. One alone is asked for without arrays, which costs a third.
 */
export async function listStandings(db: Db, asked: readonly Asked[]): Promise<Standing[]> {
  const rows = asked.length === 1 ? await readOne(db, asked[0]!) : await readMany(db, asked)
  return asked.map((one, n) => standingOf(one, rows[n]))
}

function readOne(db: Db, one: Asked): Promise<Row[]> {
  return db.query<Row>(sql`
    select c.revision, p.participant_id, p.alias, p.name, p.confirmed, p.linked_to, t.state as target_state, t.step_id as target_step,
      exists (select 1 from contribution_authors a where a.call_id = c.call_id and a.contribution_id = t.contribution_id
        and a.participant_id = any(m.ids)) as is_author,
      r.response_id, r.responder, r.kind, r.state, r.body
    from calls c
    left join lateral (select * from participants where call_id = ${one.callId} and person_id = ${one.personId} offset 0) p on true
    left join lateral (select array_agg(participant_id) as ids from participants
      where call_id = ${one.callId} and (participant_id = coalesce(p.linked_to, p.participant_id) or linked_to = coalesce(p.linked_to, p.participant_id))) m on true
    left join lateral (select * from contributions where call_id = ${one.callId} and contribution_id = ${one.target} offset 0) t on true
    left join lateral (select * from responses where call_id = ${one.callId} and step_id = ${one.stepId} and target = ${one.target}
      and responder = any(m.ids) order by (state = 'counted') desc, kind limit 1) r on true
    where c.call_id = ${one.callId}`)
}

function readMany(db: Db, asked: readonly Asked[]): Promise<Row[]> {
  return db.query<Row>(sql`
    select c.revision, p.participant_id, p.alias, p.name, p.confirmed, p.linked_to, t.state as target_state, t.step_id as target_step,
      exists (select 1 from contribution_authors a where a.call_id = w.call_id and a.contribution_id = w.target
        and a.participant_id = any(m.ids)) as is_author,
      r.response_id, r.responder, r.kind, r.state, r.body
    from unnest(${asked.map(one => one.callId)}::uuid[], ${asked.map(one => one.stepId)}::uuid[], ${asked.map(one => one.target)}::uuid[],
      ${asked.map(one => one.personId)}::uuid[]) with ordinality as w(call_id, step_id, target, person_id, n)
    left join lateral (select revision from calls where call_id = w.call_id offset 0) c on true
    left join lateral (select * from participants where call_id = w.call_id and person_id = w.person_id offset 0) p on true
    left join lateral (select array_agg(participant_id) as ids from participants
      where call_id = w.call_id and (participant_id = coalesce(p.linked_to, p.participant_id) or linked_to = coalesce(p.linked_to, p.participant_id))) m on true
    left join lateral (select * from contributions where call_id = w.call_id and contribution_id = w.target offset 0) t on true
    left join lateral (select * from responses where call_id = w.call_id and step_id = w.step_id and target = w.target
      and responder = any(m.ids) order by (state = 'counted') desc, kind limit 1) r on true
    order by w.n`)
}

function standingOf(one: Asked, row: Row | undefined): Standing {
  if (!row)
    return {
      revision: null,
      participant: null,
      targetState: null,
      targetStep: null,
      isAuthor: false,
      present: null
    }
  return {
    revision: row.revision,
    participant: row.participant_id
      ? {
          callId: one.callId,
          personId: one.personId,
          participantId: row.participant_id,
          alias: row.alias,
          name: row.name,
          confirmed: row.confirmed,
          linkedTo: row.linked_to
        }
      : null,
    targetState: row.target_state,
    targetStep: row.target_step,
    isAuthor: row.is_author,
    present: row.response_id
      ? {
          responseId: row.response_id,
          responder: row.responder,
          kind: row.kind,
          state: row.state,
          body: row.body
        }
      : null
  }
}
