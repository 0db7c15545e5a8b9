import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { Refusal } from '../door/refusal.ts'
import { announce } from '../notification/announce.server.ts'
import { settles } from './rules.ts'
import type { Answer, Concerning, Published } from './rules.ts'

/**
 * Lets an answer hold: what it is for takes its status, earlier answers of these are replaced and stay readable, and their
 * authors and supporters are told once. What has gone since it was drafted is left out, by number.
 *
 * @throws {Refusal} `nothing-to-answer` when nothing of it is left.
 */
export async function publishAnswer(tx: Tx, answer: Answer, publishedBy: string | null): Promise<Published> {
  const { callId, answerId, scope, status, ownStatus, body } = answer
  const { fit, gone } = await lockTargets(tx, answer)
  if (scope !== 'call' && fit.length === 0) throw new Refusal('nothing-to-answer')
  await tx.query(sql`
    delete from answer_targets where call_id = ${callId} and answer_id = ${answerId} and contribution_id = any(${gone}::uuid[])`)
  await replaceEarlier(tx, answer, fit)
  await tx.query(sql`
    update answers set state = 'published', revision = revision + 1, looked_by = ${publishedBy}, published_by = ${publishedBy},
      published_at = ${tx.now}, changed_at = ${tx.now}
    where call_id = ${callId} and answer_id = ${answerId}`)
  const told = [...fit, ...(await findMergedInto(tx, callId, fit))]
  await announce(tx, [
    {
      callId,
      event: 'answer.published',
      subjectId: answerId,
      facts: { status, own: ownStatus, scope },
      audience: scope === 'call' ? { everyone: true } : { authorsOf: told, supportersOf: told }
    }
  ])
  const concerning = await listConcerning(tx, answer)
  return { answerId, scope, status, ownStatus, body, targets: fit, concerning, leftOut: gone.length }
}

/** The contributions an answer is for, with their rows taken in one order: those still there, and those that have gone. */
async function lockTargets(tx: Tx, { callId, answerId }: Answer): Promise<{ fit: string[]; gone: string[] }> {
  const rows = await tx.query<{ contribution_id: string; fits: boolean }>(sql`
    select c.contribution_id, c.state = 'published' and c.merged_into is null as fits
    from contributions c
    where c.call_id = ${callId} and c.contribution_id in (
      select contribution_id from answer_targets where call_id = ${callId} and answer_id = ${answerId})
    order by c.contribution_id for update`)
  const idsOf = (fits: boolean) => rows.filter(row => row.fits === fits).map(row => row.contribution_id)
  return { fit: idsOf(true), gone: idsOf(false) }
}

/** An answer that no contribution goes by any more has been replaced. */
async function replaceEarlier(tx: Tx, answer: Answer, targets: readonly string[]): Promise<void> {
  const { callId, answerId, status, ownStatus } = answer
  const earlier = await tx.query<{ answer_id: string }>(sql`
    select distinct answer_id from contributions
    where call_id = ${callId} and contribution_id = any(${targets}::uuid[]) and answer_id is not null`)
  await tx.query(sql`
    update contributions set status = ${status}, own_status = ${ownStatus}, answer_id = ${answerId},
      answered_at = case when ${settles(status)} then coalesce(answered_at, ${tx.now}) else answered_at end
    where call_id = ${callId} and contribution_id = any(${targets}::uuid[])`)
  await tx.query(sql`
    update answers a set state = 'replaced'
    where call_id = ${callId} and state = 'published' and answer_id = any(${earlier.map(row => row.answer_id)}::uuid[])
      and not exists (select 1 from contributions c where c.call_id = a.call_id and c.answer_id = a.answer_id)`)
  // Pictures of a step are drawn anew when its totals have another version.
  await tx.query(sql`
    update step_totals set version = version + 1
    where call_id = ${callId} and step_id in (
      select step_id from contributions where call_id = ${callId} and contribution_id = any(${targets}::uuid[]))`)
}

/** What was merged into these, over however many merges. */
export async function findMergedInto(tx: Tx, callId: string, targets: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ contribution_id: string }>(sql`
    with recursive merged as (
      select contribution_id from contributions where call_id = ${callId} and merged_into = any(${targets}::uuid[])
      union
      select c.contribution_id from merged m join contributions c on c.call_id = ${callId} and c.merged_into = m.contribution_id
    )
    select contribution_id from merged limit 100000`)
  return rows.map(row => row.contribution_id)
}

async function listConcerning(tx: Tx, { callId, answerId }: Answer): Promise<Concerning[]> {
  const rows = await tx.query<{ contribution_id: string; concerning: string }>(sql`
    select contribution_id, concerning from answer_targets
    where call_id = ${callId} and answer_id = ${answerId} and concerning <> '' order by contribution_id`)
  return rows.map(row => ({ contributionId: row.contribution_id, text: row.concerning }))
}
