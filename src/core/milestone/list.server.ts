import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import { kindOfTurn } from './rules.ts'
import type { Evidence, MilestoneState } from './rules.ts'

export interface ListedMilestone {
  readonly milestoneId: string
  readonly title: string
  readonly body: string
  readonly owner: string
  readonly state: MilestoneState
  readonly dueOn: string | null
  readonly firstDueOn: string | null
  readonly sources: number
  readonly turns: number
  readonly changedAt: Date
}

interface Row {
  milestone_id: string
  title: string
  body: string
  owner: string
  state: MilestoneState
  due_on: string | null
  first_due_on: string | null
  sources: number
  turns: number
  changed_at: Date
}

const listed = (row: Row): ListedMilestone => ({
  milestoneId: row.milestone_id,
  title: row.title,
  body: row.body,
  owner: row.owner,
  state: row.state,
  dueOn: row.due_on,
  firstDueOn: row.first_due_on,
  sources: row.sources,
  turns: row.turns,
  changedAt: row.changed_at
})

/** The milestones of a call in the order they were planned; `contributionId`: those that came from it alone. */
export async function listMilestones(
  db: Db,
  callId: string,
  contributionId: string | null,
  after: string | undefined,
  limit: number
): Promise<ListedMilestone[]> {
  const rows = await db.query<Row>(sql`
    select m.milestone_id, m.title, m.body, m.owner, m.state, m.due_on::text as due_on, m.first_due_on::text as first_due_on, m.changed_at,
      (select count(*)::integer from milestone_sources s where s.call_id = m.call_id and s.milestone_id = m.milestone_id) as sources,
      (select count(*)::integer from milestone_turns t where t.call_id = m.call_id and t.milestone_id = m.milestone_id) as turns
    from milestones m
    where m.call_id = ${callId} and m.milestone_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
      and (${contributionId}::uuid is null or exists (select 1 from milestone_sources s
        where s.call_id = m.call_id and s.milestone_id = m.milestone_id and s.contribution_id = ${contributionId}))
    order by m.milestone_id limit ${limit}`)
  return rows.map(listed)
}

export interface Turn {
  readonly turnId: string
  readonly milestoneId: string
  readonly title: string
  readonly state: MilestoneState
  readonly dueOn: string | null
  /** What was before; null at the planning. */
  readonly before: { readonly state: MilestoneState; readonly dueOn: string | null } | null
  readonly note: string
  readonly evidence: readonly Evidence[]
  readonly madeAt: Date
}

/** Turns of a call, or of one milestone, newest first. */
export async function listTurns(
  db: Db,
  callId: string,
  milestoneId: string | null,
  before: string | undefined,
  limit: number
): Promise<Turn[]> {
  const rows = await db.query<{
    turn_id: string
    milestone_id: string
    title: string
    state: MilestoneState
    due_on: string | null
    before_state: MilestoneState | null
    before_due_on: string | null
    note: string
    evidence: Evidence[]
    made_at: Date
  }>(sql`
    select t.turn_id, t.milestone_id, m.title, t.state, t.due_on::text as due_on, b.state as before_state,
      b.due_on::text as before_due_on, t.note, t.evidence, t.made_at
    from milestone_turns t join milestones m using (call_id, milestone_id)
    left join lateral (select state, due_on from milestone_turns e
      where e.call_id = t.call_id and e.milestone_id = t.milestone_id and e.turn_id < t.turn_id order by e.turn_id desc limit 1) b on true
    where t.call_id = ${callId} and (${milestoneId}::uuid is null or t.milestone_id = ${milestoneId})
      and t.turn_id < ${before ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid
    order by t.turn_id desc limit ${limit}`)
  return rows.map(row => ({
    turnId: row.turn_id,
    milestoneId: row.milestone_id,
    title: row.title,
    state: row.state,
    dueOn: row.due_on,
    before: row.before_state && { state: row.before_state, dueOn: row.before_due_on },
    note: row.note,
    evidence: row.evidence,
    madeAt: row.made_at
  }))
}

/** The contributions a milestone came from, as far as they are in view. */
export async function listSources(
  db: Db,
  callId: string,
  milestoneId: string,
  after: string | undefined,
  limit: number
): Promise<{ contributionId: string; title: string; status: string; ownStatus: string | null }[]> {
  const rows = await db.query<{
    contribution_id: string
    title: string
    status: string
    own_status: string | null
  }>(sql`
    select c.contribution_id, c.title, c.status, c.own_status from milestone_sources s join contributions c using (call_id, contribution_id)
    where s.call_id = ${callId} and s.milestone_id = ${milestoneId} and c.state = 'published'
      and s.contribution_id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
    order by s.contribution_id limit ${limit}`)
  return rows.map(row => ({
    contributionId: row.contribution_id,
    title: row.title,
    status: row.status,
    ownStatus: row.own_status
  }))
}

/** Answers that accepted something, with how much of it no milestone has come from yet. */
export async function listAcceptedAnswers(
  db: Db,
  callId: string
): Promise<{ answerId: string; body: string; theme: string | null; count: number; free: number }[]> {
  const rows = await db.query<{
    answer_id: string
    body: string
    theme: string | null
    count: number
    free: number
  }>(sql`
    select a.answer_id, a.body, (select name from themes t where t.call_id = a.call_id and t.theme_id = a.theme_id) as theme,
      c.count, c.free
    from (
      select answer_id, count(*)::integer as count, (count(*) filter (where not exists (
        select 1 from milestone_sources s where s.call_id = c.call_id and s.contribution_id = c.contribution_id)))::integer as free
      from contributions c
      where call_id = ${callId} and state = 'published' and merged_into is null and answer_id is not null
        and status in ('accepted', 'partly-accepted', 'done')
      group by answer_id
    ) c join answers a on a.call_id = ${callId} and a.answer_id = c.answer_id
    order by a.published_at desc limit 100`)
  return rows.map(({ answer_id: answerId, ...row }) => ({ answerId, ...row }))
}

/** Accepted contributions one by one, those no milestone has come from first. */
export async function listAcceptedOnes(
  db: Db,
  callId: string,
  limit: number
): Promise<{ contributionId: string; title: string; taken: boolean }[]> {
  const rows = await db.query<{ contribution_id: string; title: string; taken: boolean }>(sql`
    select c.contribution_id, c.title, exists (select 1 from milestone_sources s
      where s.call_id = c.call_id and s.contribution_id = c.contribution_id) as taken
    from contributions c
    where c.call_id = ${callId} and c.state = 'published' and c.merged_into is null
      and c.status in ('accepted', 'partly-accepted', 'done')
    order by taken, c.contribution_id limit ${limit}`)
  return rows.map(row => ({ contributionId: row.contribution_id, title: row.title, taken: row.taken }))
}

/** A turn as views show it. */
export const shownTurn = ({ madeAt, before, ...turn }: Turn) => ({
  ...turn,
  kind: before ? kindOfTurn(before, turn) : ('planned' as const),
  dueBefore: before?.dueOn ?? null,
  madeAt: madeAt.toISOString()
})
