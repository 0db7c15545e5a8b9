import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Answer, Concerning, OwnStatus } from './rules.ts'

interface AnswerRow {
  call_id: string
  answer_id: string
  scope: Answer['scope']
  theme_id: string | null
  state: Answer['state']
  status: Answer['status']
  own_status: string | null
  body: string
  revision: number
  drafted_by: string | null
  changed_at: Date
  published_at: Date | null
}

export const answerOf = (row: AnswerRow): Answer => ({
  callId: row.call_id,
  answerId: row.answer_id,
  scope: row.scope,
  themeId: row.theme_id,
  state: row.state,
  status: row.status,
  ownStatus: row.own_status,
  body: row.body,
  revision: row.revision,
  draftedBy: row.drafted_by,
  changedAt: row.changed_at,
  publishedAt: row.published_at
})

export async function findAnswer(db: Db, callId: string, answerId: string): Promise<Answer | undefined> {
  const row = await first<AnswerRow>(
    db,
    sql`
    select call_id, answer_id, scope, theme_id, state, status, own_status, body, revision, drafted_by, changed_at, published_at
    from answers where call_id = ${callId} and answer_id = ${answerId}`
  )
  return row && answerOf(row)
}

/** The same with its row taken: of two who change it at once the second finds what the first left. */
export async function lockAnswer(tx: Tx, callId: string, answerId: string): Promise<Answer | undefined> {
  const row = await first<AnswerRow>(
    tx,
    sql`
    select call_id, answer_id, scope, theme_id, state, status, own_status, body, revision, drafted_by, changed_at, published_at
    from answers where call_id = ${callId} and answer_id = ${answerId} for update`
  )
  return row && answerOf(row)
}

export async function insertAnswer(
  tx: Tx,
  made: Omit<Answer, 'revision' | 'changedAt' | 'publishedAt'>
): Promise<void> {
  await tx.query(sql`
    insert into answers (call_id, answer_id, scope, theme_id, state, status, own_status, body, drafted_by, drafted_at, changed_at)
    values (${made.callId}, ${made.answerId}, ${made.scope}, ${made.themeId}, ${made.state}, ${made.status}, ${made.ownStatus},
      ${made.body}, ${made.draftedBy}, ${tx.now}, ${tx.now})`)
}

/** Writes what an answer says and who wrote it last; its revision goes up. */
export async function updateAnswer(
  tx: Tx,
  { callId, answerId }: Answer,
  changed: Pick<Answer, 'state' | 'status' | 'ownStatus' | 'body' | 'draftedBy'>
): Promise<void> {
  await tx.query(sql`
    update answers set state = ${changed.state}, status = ${changed.status}, own_status = ${changed.ownStatus},
      body = ${changed.body}, drafted_by = ${changed.draftedBy}, revision = revision + 1, changed_at = ${tx.now}
    where call_id = ${callId} and answer_id = ${answerId}`)
}

/** Puts an answer for these, and for nobody else. What was said of single ones is kept where they stay. */
export async function setTargets(
  tx: Tx,
  { callId, answerId }: Pick<Answer, 'callId' | 'answerId'>,
  ids: readonly string[]
): Promise<void> {
  await tx.query(sql`
    delete from answer_targets where call_id = ${callId} and answer_id = ${answerId} and contribution_id <> all(${ids}::uuid[])`)
  await tx.query(sql`
    insert into answer_targets (call_id, answer_id, contribution_id)
    select ${callId}, ${answerId}, id from unnest(${ids}::uuid[]) as id on conflict do nothing`)
}

/** Says what concerns single ones; gives how many of them the answer is for. */
export async function setConcerning(
  tx: Tx,
  { callId, answerId }: Pick<Answer, 'callId' | 'answerId'>,
  said: readonly Concerning[]
): Promise<number> {
  const rows = await tx.query(sql`
    update answer_targets t set concerning = said.words
    from unnest(${said.map(one => one.contributionId)}::uuid[], ${said.map(one => one.text)}::text[]) as said(id, words)
    where t.call_id = ${callId} and t.answer_id = ${answerId} and t.contribution_id = said.id returning 1`)
  return rows.length
}

/** The statuses of a call in its own words, and whether its organisation wants a second person to look at answers. */
export async function findAnswering(
  db: Db,
  callId: string
): Promise<{ statuses: readonly OwnStatus[]; secondLook: boolean }> {
  const row = await first<{ statuses: OwnStatus[]; second_look: boolean }>(
    db,
    sql`
    select c.statuses, o.second_look from calls c join organisations o using (organisation_id) where c.call_id = ${callId}`
  )
  return { statuses: row?.statuses ?? [], secondLook: row?.second_look ?? false }
}

/** Words of people who are gone, and what was said of contributions that are. What they rated stays counted, as nobody's. */
export async function eraseAnswers(tx: Tx, parts: Keys, contributions: Keys): Promise<void> {
  await tx.query(sql`
    update answer_replies r set body = ''
    from unnest(${parts.callIds}::uuid[], ${parts.ids}::uuid[]) as m(call_id, participant_id)
    where r.call_id = m.call_id and r.participant_id = m.participant_id`)
  await tx.query(sql`
    update answer_targets t set concerning = ''
    from unnest(${contributions.callIds}::uuid[], ${contributions.ids}::uuid[]) as m(call_id, contribution_id)
    where t.call_id = m.call_id and t.contribution_id = m.contribution_id`)
}

interface Keys {
  readonly callIds: readonly string[]
  readonly ids: readonly string[]
}
