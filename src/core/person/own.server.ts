import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'

/** What these people handed in, newest first; `before` is the last id of the page before. */
export async function listOwnContributions(
  db: Db,
  personIds: readonly string[],
  before: string | null,
  limit: number
) {
  const rows = await db.query<{
    call_id: string
    slug: string
    question: string
    contribution_id: string
    step_id: string
    title: string
    state: string
    status: string
    version: number
    created_at: Date
    changed_at: Date
  }>(sql`
    select c.call_id, k.slug, k.question, c.contribution_id, c.step_id, c.title, c.state, c.status, c.version, c.created_at, c.changed_at
    from participants p
    join contribution_authors a on a.call_id = p.call_id and a.participant_id = p.participant_id
    join contributions c on c.call_id = a.call_id and c.contribution_id = a.contribution_id
    join calls k on k.call_id = c.call_id
    where p.person_id = any(${personIds}::uuid[]) and (${before}::uuid is null or c.contribution_id < ${before}::uuid)
    order by c.contribution_id desc limit ${limit}`)
  return rows.map(row => ({
    call: { callId: row.call_id, slug: row.slug, question: row.question },
    contributionId: row.contribution_id,
    stepId: row.step_id,
    title: row.title,
    state: row.state,
    status: row.status,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString()
  }))
}

/** The ledger lines about what these people handed in, said and responded, newest first. */
export async function listOwnLines(
  db: Db,
  personIds: readonly string[],
  before: string | null,
  limit: number
) {
  const rows = await db.query<{
    log_id: string
    slug: string
    question: string
    line_id: string
    sequence: number | null
    event: string
    at: Date
    subject_kind: string
    subject_id: string
  }>(sql`
    with mine as (
      select call_id, participant_id from participants where person_id = any(${personIds}::uuid[])
    ), subjects as (
      select a.call_id, a.contribution_id as id from mine join contribution_authors a using (call_id, participant_id)
      union all
      select r.call_id, r.response_id from mine join responses r on r.call_id = mine.call_id and r.responder = mine.participant_id
      union all
      select c.call_id, c.comment_id from mine join comments c using (call_id, participant_id)
    )
    select l.log_id, k.slug, k.question, l.line_id, l.sequence, l.event, l.at, l.subject_kind, l.subject_id
    from subjects s
    join ledger_lines l on l.log_id = s.call_id and l.subject_id = s.id
    join mine m on m.call_id = l.log_id and m.participant_id = l.participant_id
    join calls k on k.call_id = l.log_id
    where ${before}::uuid is null or l.line_id < ${before}::uuid
    order by l.line_id desc limit ${limit}`)
  return rows.map(row => ({
    call: { callId: row.log_id, slug: row.slug, question: row.question },
    lineId: row.line_id,
    sequence: row.sequence,
    event: row.event,
    at: row.at.toISOString(),
    subject: { kind: row.subject_kind, id: row.subject_id }
  }))
}
