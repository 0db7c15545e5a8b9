import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { Answer, AnswerState, AnswerStatus } from './rules.ts'

export interface ListedAnswer {
  readonly answerId: string
  readonly scope: Answer['scope']
  readonly theme: string | null
  readonly state: AnswerState
  readonly status: AnswerStatus
  readonly ownStatus: string | null
  readonly body: string
  readonly revision: number
  readonly draftedBy: string | null
  readonly changedAt: Date
  readonly publishedAt: Date | null
  readonly count: number
  /** The first few that it is for. */
  readonly targets: readonly { readonly contributionId: string; readonly title: string }[]
}

interface Row {
  answer_id: string
  scope: Answer['scope']
  theme: string | null
  state: AnswerState
  status: AnswerStatus
  own_status: string | null
  body: string
  revision: number
  drafted_by: string | null
  changed_at: Date
  published_at: Date | null
  count: number
  targets: { contributionId: string; title: string }[] | null
}

/** Published answers of a call, newest first; replaced ones are read at what they were for. */
export async function listPublished(
  db: Db,
  callId: string,
  after: readonly [string, string] | undefined,
  limit: number
): Promise<ListedAnswer[]> {
  const [at, id] = after ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const rows = await db.query<Row>(sql`
    select a.*, (select name from themes t where t.call_id = ${callId} and t.theme_id = a.theme_id) as theme,
      (select count(*)::integer from answer_targets t where t.call_id = ${callId} and t.answer_id = a.answer_id) as count,
      (select jsonb_agg(jsonb_build_object('contributionId', f.contribution_id, 'title', f.title)) from (
        select c.contribution_id, c.title from answer_targets t join contributions c using (call_id, contribution_id)
        where t.call_id = ${callId} and t.answer_id = a.answer_id and c.state = 'published'
        order by c.contribution_id limit 3) f) as targets
    from (
      select answer_id, scope, theme_id, state, status, own_status, body, revision, drafted_by, changed_at, published_at from answers
      where call_id = ${callId} and state = 'published' and (published_at, answer_id) < (${at}::timestamptz, ${id}::uuid)
      order by published_at desc, answer_id desc limit ${limit}
    ) a order by a.published_at desc, a.answer_id desc`)
  return rows.map(listed)
}

/** What is not published yet, changed last first. */
export async function listUnderWay(db: Db, callId: string, limit: number): Promise<ListedAnswer[]> {
  const rows = await db.query<Row>(sql`
    select a.*, (select name from themes t where t.call_id = ${callId} and t.theme_id = a.theme_id) as theme,
      (select count(*)::integer from answer_targets t where t.call_id = ${callId} and t.answer_id = a.answer_id) as count,
      (select jsonb_agg(jsonb_build_object('contributionId', f.contribution_id, 'title', f.title)) from (
        select c.contribution_id, c.title from answer_targets t join contributions c using (call_id, contribution_id)
        where t.call_id = ${callId} and t.answer_id = a.answer_id
        order by c.contribution_id limit 3) f) as targets
    from (
      select answer_id, scope, theme_id, state, status, own_status, body, revision, drafted_by, changed_at, published_at from answers
      where call_id = ${callId} and state in ('draft', 'for-review') order by changed_at desc limit ${limit}
    ) a order by a.changed_at desc`)
  return rows.map(listed)
}

const listed = (row: Row): ListedAnswer => ({
  answerId: row.answer_id,
  scope: row.scope,
  theme: row.theme,
  state: row.state,
  status: row.status,
  ownStatus: row.own_status,
  body: row.body,
  revision: row.revision,
  draftedBy: row.drafted_by,
  changedAt: row.changed_at,
  publishedAt: row.published_at,
  count: row.count,
  targets: row.targets ?? []
})

export interface Target {
  readonly contributionId: string
  readonly title: string
  readonly concerning: string
  readonly isThere: boolean
}

/** Whom an answer is for, after an id. */
export async function listTargets(
  db: Db,
  callId: string,
  answerId: string,
  after: string | undefined,
  limit: number
): Promise<Target[]> {
  const rows = await db.query<{
    contribution_id: string
    title: string
    concerning: string
    is_there: boolean
  }>(sql`
    select t.contribution_id, c.title, t.concerning, c.state = 'published' as is_there
    from answer_targets t join contributions c using (call_id, contribution_id)
    where t.call_id = ${callId} and t.answer_id = ${answerId}
      and t.contribution_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
    order by t.contribution_id limit ${limit}`)
  return rows.map(row => ({
    contributionId: row.contribution_id,
    title: row.title,
    concerning: row.concerning,
    isThere: row.is_there
  }))
}

export async function countTargets(db: Db, callId: string, answerId: string): Promise<number> {
  const [row] = await db.query<{ count: number }>(sql`
    select count(*)::integer as count from answer_targets where call_id = ${callId} and answer_id = ${answerId}`)
  return row!.count
}

export interface HeldAnswer {
  readonly answerId: string
  readonly status: AnswerStatus
  readonly ownStatus: string | null
  readonly body: string
  readonly concerning: string
  readonly publishedAt: Date
  readonly holds: boolean
  /** How many it is for. */
  readonly count: number
}

/** Where a contribution was merged into in the end; itself where it was not. */
export async function findRoot(db: Db, callId: string, contributionId: string): Promise<string> {
  const [row] = await db.query<{ contribution_id: string }>(sql`
    with recursive up as (
      select contribution_id, merged_into, 0 as far from contributions
        where call_id = ${callId} and contribution_id = ${contributionId}
      union all
      select c.contribution_id, c.merged_into, up.far + 1 from up
        join contributions c on c.call_id = ${callId} and c.contribution_id = up.merged_into where up.far < 20
    )
    select contribution_id from up order by far desc limit 1`)
  return row?.contribution_id ?? contributionId
}

/** The answers a contribution has had: the one that holds first, then earlier ones, newest first. */
export async function listHeld(db: Db, callId: string, contributionId: string): Promise<HeldAnswer[]> {
  const rows = await db.query<{
    answer_id: string
    status: AnswerStatus
    own_status: string | null
    body: string
    concerning: string
    published_at: Date
    holds: boolean
    count: number
  }>(sql`
    select a.answer_id, a.status, a.own_status, a.body, t.concerning, a.published_at, coalesce(c.answer_id = a.answer_id, false) as holds,
      (select count(*)::integer from answer_targets o where o.call_id = a.call_id and o.answer_id = a.answer_id) as count
    from answer_targets t join answers a using (call_id, answer_id)
    join contributions c on c.call_id = t.call_id and c.contribution_id = t.contribution_id
    where t.call_id = ${callId} and t.contribution_id = ${contributionId} and a.state in ('published', 'replaced')
    order by holds desc, a.published_at desc limit 20`)
  return rows.map(row => ({
    answerId: row.answer_id,
    status: row.status,
    ownStatus: row.own_status,
    body: row.body,
    concerning: row.concerning,
    publishedAt: row.published_at,
    holds: row.holds,
    count: row.count
  }))
}
