import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { Evidence, Milestone, MilestoneState } from './rules.ts'

interface Row {
  call_id: string
  milestone_id: string
  title: string
  body: string
  due_on: string | null
  first_due_on: string | null
  owner: string
  state: MilestoneState
  revision: number
}

const milestoneOf = (row: Row): Milestone => ({
  callId: row.call_id,
  milestoneId: row.milestone_id,
  title: row.title,
  body: row.body,
  dueOn: row.due_on,
  firstDueOn: row.first_due_on,
  owner: row.owner,
  state: row.state,
  revision: row.revision
})

export async function findMilestone(
  db: Db,
  callId: string,
  milestoneId: string
): Promise<Milestone | undefined> {
  const row = await first<Row>(
    db,
    sql`
    select call_id, milestone_id, title, body, due_on::text as due_on, first_due_on::text as first_due_on, owner, state, revision
    from milestones where call_id = ${callId} and milestone_id = ${milestoneId}`
  )
  return row && milestoneOf(row)
}

/** The same with its row taken: of two who turn it at once the second finds what the first left. */
export async function lockMilestone(
  tx: Tx,
  callId: string,
  milestoneId: string
): Promise<Milestone | undefined> {
  const row = await first<Row>(
    tx,
    sql`
    select call_id, milestone_id, title, body, due_on::text as due_on, first_due_on::text as first_due_on, owner, state, revision
    from milestones where call_id = ${callId} and milestone_id = ${milestoneId} for update`
  )
  return row && milestoneOf(row)
}

export async function insertMilestone(tx: Tx, made: Milestone): Promise<void> {
  await tx.query(sql`
    insert into milestones (call_id, milestone_id, title, body, due_on, first_due_on, owner, state, position, made_at, changed_at)
    values (${made.callId}, ${made.milestoneId}, ${made.title}, ${made.body}, ${made.dueOn}, ${made.firstDueOn}, ${made.owner},
      ${made.state}, (select count(*) from milestones where call_id = ${made.callId}), ${tx.now}, ${tx.now})`)
}

/** Writes what a milestone says now; its revision goes up. */
export async function updateMilestone(
  tx: Tx,
  { callId, milestoneId, title, body, dueOn, owner, state }: Milestone
): Promise<void> {
  await tx.query(sql`
    update milestones set title = ${title}, body = ${body}, due_on = ${dueOn}, owner = ${owner}, state = ${state},
      revision = revision + 1, changed_at = ${tx.now}
    where call_id = ${callId} and milestone_id = ${milestoneId}`)
}

/** Which of these were accepted, wholly or in part, or are done already, and are in view. */
export async function listAccepted(tx: Tx, callId: string, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ contribution_id: string }>(sql`
    select contribution_id from contributions
    where call_id = ${callId} and contribution_id = any(${ids}::uuid[]) and state = 'published' and merged_into is null
      and status in ('accepted', 'partly-accepted', 'done') order by contribution_id`)
  return rows.map(row => row.contribution_id)
}

/** Those of an answer that can be the sources of a milestone. */
export async function listAcceptedOfAnswer(tx: Tx, callId: string, answerId: string): Promise<string[]> {
  const rows = await tx.query<{ contribution_id: string }>(sql`
    select contribution_id from contributions
    where call_id = ${callId} and answer_id = ${answerId} and state = 'published' and merged_into is null
      and status in ('accepted', 'partly-accepted', 'done') order by contribution_id limit 20001`)
  return rows.map(row => row.contribution_id)
}

export async function setSources(
  tx: Tx,
  { callId, milestoneId }: Pick<Milestone, 'callId' | 'milestoneId'>,
  ids: readonly string[]
): Promise<void> {
  await tx.query(sql`
    delete from milestone_sources where call_id = ${callId} and milestone_id = ${milestoneId}
      and contribution_id <> all(${ids}::uuid[])`)
  await tx.query(sql`
    insert into milestone_sources (call_id, milestone_id, contribution_id)
    select ${callId}, ${milestoneId}, id from unnest(${ids}::uuid[]) as id on conflict do nothing`)
}

export async function listSourceIds(db: Db, callId: string, milestoneId: string): Promise<string[]> {
  const rows = await db.query<{ contribution_id: string }>(sql`
    select contribution_id from milestone_sources where call_id = ${callId} and milestone_id = ${milestoneId}
    order by contribution_id limit 20000`)
  return rows.map(row => row.contribution_id)
}

export async function insertTurn(
  tx: Tx,
  { callId, milestoneId, state, dueOn }: Milestone,
  made: { note: string; evidence: readonly Evidence[]; madeBy: string | null }
): Promise<string> {
  const turnId = newId()
  await tx.query(sql`
    insert into milestone_turns (call_id, milestone_id, turn_id, state, due_on, note, evidence, made_by, made_at)
    values (${callId}, ${milestoneId}, ${turnId}, ${state}, ${dueOn}, ${made.note}, ${JSON.stringify(made.evidence)}, ${made.madeBy}, ${tx.now})`)
  return turnId
}

/** Says of the sources of a milestone that they are done; gives which of them were not before. */
export async function markDone(tx: Tx, callId: string, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ contribution_id: string; step_id: string }>(sql`
    update contributions set status = 'done', own_status = null
    where call_id = ${callId} and contribution_id = any(${ids}::uuid[]) and state = 'published' and merged_into is null
      and status <> 'done'
    returning contribution_id, step_id`)
  // Pictures of a step are drawn anew when its totals have another version.
  await tx.query(sql`
    update step_totals set version = version + 1
    where call_id = ${callId} and step_id = any(${rows.map(row => row.step_id)}::uuid[])`)
  return rows.map(row => row.contribution_id).sort()
}
