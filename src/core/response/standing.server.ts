import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { Participant } from '../participant/store.server.ts'

/** All that must be known of one who wants to respond to one contribution, in one look. */
export interface Standing {
  /** Of the call; null when there is none. */
  readonly revision: number | null
  readonly participant: Participant | null
  /** Somebody who took part nowhere and was erased. */
  readonly isErased: boolean
  /** `merged`: it went into another one; `restricted`: moderators closed it for responses. */
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
  readonly personId: string | null
  readonly isGuest: boolean
}

interface Row {
  revision: number | null
  participant_id: string | null
  alias: string
  name: string | null
  confirmed: boolean
  linked_to: string | null
  erased: boolean | null
  target_state: string | null
  target_step: string | null
  is_author: boolean
  response_id: string | null
  responder: string
  kind: string
  state: string
  body: JsonObject
}

/** How each of them stands, in the order asked; a guest and the account that claimed it are one. */
export async function listStandings(db: Db, asked: readonly Asked[]): Promise<Standing[]> {
  const [one] = asked
  const rows = one && asked.length === 1 ? await readOne(db, one) : await readMany(db, asked)
  return asked.map((each, n) => standingOf(each, rows[n]))
}

/** One alone is asked for without arrays, and a guest without a look for others to be one with: half the cost. */
async function readOne(db: Db, one: Asked): Promise<Row[]> {
  if (!one.isGuest) return readLinked(db, one)
  const rows = await readGuest(db, one)
  return rows[0]?.linked_to ? readLinked(db, one) : rows
}

/** A guest whom nobody claimed has one part, and nobody else is one with it. */
function readGuest(db: Db, one: Asked): Promise<Row[]> {
  return db.query<Row>(sql`
    select c.revision, p.participant_id, p.alias, p.name, p.confirmed, p.linked_to,
      case when p.participant_id is null then (select erased_at is not null from people where person_id = ${one.personId}) end as erased,
      case when t.merged_into is not null then 'merged' when t.restricted_at is not null then 'restricted' else t.state end as target_state, t.step_id as target_step, a.participant_id is not null as is_author,
      r.response_id, r.responder, r.kind, r.state, r.body
    from calls c
    left join participants p on p.call_id = ${one.callId} and p.person_id = ${one.personId}
    left join contributions t on t.call_id = ${one.callId} and t.contribution_id = ${one.target}
    left join contribution_authors a on a.call_id = ${one.callId} and a.contribution_id = ${one.target}
      and a.participant_id = p.participant_id
    left join lateral (select * from responses where call_id = ${one.callId} and step_id = ${one.stepId}
      and target = ${one.target} and responder = p.participant_id order by (state = 'counted') desc, kind limit 1) r on true
    where c.call_id = ${one.callId}`)
}

/** With all parts that belong together: those of an account and of the guests it claimed. */
function readLinked(db: Db, one: Asked): Promise<Row[]> {
  return db.query<Row>(sql`
    select c.revision, p.participant_id, p.alias, p.name, p.confirmed, p.linked_to,
      case when p.participant_id is null then (select erased_at is not null from people where person_id = ${one.personId}) end as erased,
      case when t.merged_into is not null then 'merged' when t.restricted_at is not null then 'restricted' else t.state end as target_state, t.step_id as target_step,
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
    select c.revision, p.participant_id, p.alias, p.name, p.confirmed, p.linked_to,
      case when p.participant_id is null then (select erased_at is not null from people where person_id = w.person_id) end as erased,
      case when t.merged_into is not null then 'merged' when t.restricted_at is not null then 'restricted' else t.state end as target_state, t.step_id as target_step,
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
      isErased: false,
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
          personId: one.personId!,
          participantId: row.participant_id,
          alias: row.alias,
          name: row.name,
          confirmed: row.confirmed,
          linkedTo: row.linked_to
        }
      : null,
    isErased: row.erased === true,
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
