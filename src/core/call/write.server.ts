import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { CallFields } from './input.ts'

/** Keeps a new call with its steps; the address must be free. */
export async function insertCall(
  tx: Tx,
  call: CallFields & { callId: string; organisationId: string; slug: string; isDemo: boolean }
): Promise<void> {
  await tx.query(sql`
    insert into calls (call_id, organisation_id, slug, visibility, language, languages, time_zone, question, summary,
      background, promise, decides, answer_on, terms, licence, attribution, audience, area, statuses, audience_rule, is_demo, created_at, changed_at)
    values (${call.callId}, ${call.organisationId}, ${call.slug}, ${call.visibility}, ${call.language}, ${call.languages},
      ${call.timeZone}, ${call.question}, ${call.summary}, ${call.background}, ${call.promise}, ${call.decides},
      ${call.answerOn}, ${call.terms}, ${call.licence}, ${call.attribution}, ${call.audience},
      ${call.area ? JSON.stringify(call.area) : null}, ${JSON.stringify(call.statuses)},
      ${call.audienceRule ? JSON.stringify(call.audienceRule) : null}, ${call.isDemo}, ${tx.now}, ${tx.now})`)
  await writeSteps(tx, call.callId, call.steps)
}

/** Replaces what was written of a call; false when somebody else changed it since `revision`. */
export async function updateCall(
  tx: Tx,
  callId: string,
  revision: number,
  call: CallFields
): Promise<boolean> {
  const changed = await tx.query(sql`
    update calls set visibility = ${call.visibility}, language = ${call.language}, languages = ${call.languages},
      time_zone = ${call.timeZone}, question = ${call.question}, summary = ${call.summary}, background = ${call.background},
      promise = ${call.promise}, decides = ${call.decides}, answer_on = ${call.answerOn}, terms = ${call.terms},
      licence = ${call.licence}, attribution = ${call.attribution}, audience = ${call.audience},
      area = ${call.area ? JSON.stringify(call.area) : null}, statuses = ${JSON.stringify(call.statuses)},
      audience_rule = ${call.audienceRule ? JSON.stringify(call.audienceRule) : null}, revision = revision + 1, changed_at = ${tx.now}
    where call_id = ${callId} and revision = ${revision} returning 1`)
  if (changed.length === 0) return false
  await writeSteps(tx, callId, call.steps)
  return true
}

/** A step keeps its id as long as it keeps its slug, so what was handed in stays where it is. */
async function writeSteps(tx: Tx, callId: string, steps: CallFields['steps']): Promise<void> {
  await tx.query(sql`
    delete from steps where call_id = ${callId} and slug <> all(${steps.map(step => step.slug)}::text[])`)
  for (const [n, step] of steps.entries()) {
    await tx.query(sql`
      insert into steps (call_id, step_id, position, slug, title, method, settings, opens_at, closes_at)
      values (${callId}, ${newId()}, ${n + 1}, ${step.slug}, ${step.title}, ${step.method}, ${JSON.stringify(step.settings)},
        ${step.opensAt ?? null}, ${step.closesAt ?? null})
      on conflict (call_id, slug) do update set position = excluded.position, title = excluded.title, method = excluded.method,
        settings = excluded.settings, opens_at = excluded.opens_at, closes_at = excluded.closes_at`)
    await tx.query(sql`
      insert into step_totals (call_id, step_id) select call_id, step_id from steps where call_id = ${callId} and slug = ${step.slug}
      on conflict do nothing`)
  }
}

/** Lines that stay closed until a step closes follow that close when it is moved: not a moment earlier, nor later. */
export async function moveHiding(tx: Tx, callId: string): Promise<void> {
  await tx.query(sql`
    update ledger_lines l set hidden_until = s.closes_at from steps s
    where s.call_id = ${callId} and l.log_id = ${callId} and l.hidden_until is not null
      and l.counted->>'step' = s.step_id::text and l.hidden_until <> s.closes_at`)
}

/** Whatever changes where a call is changes its revision: frames are known by it. */
async function bumpRevision(tx: Tx, callId: string): Promise<void> {
  await tx.query(sql`update calls set revision = revision + 1 where call_id = ${callId}`)
}

/** Freezes a version of the rules. */
export async function insertRules(
  tx: Tx,
  rules: { callId: string; version: number; canonical: string; hash: string; reason: string }
): Promise<void> {
  await tx.query(sql`
    insert into rules (call_id, version, canonical, hash, reason, made_at)
    values (${rules.callId}, ${rules.version}, ${rules.canonical}, decode(${rules.hash}, 'hex'), ${rules.reason}, ${tx.now})`)
  await bumpRevision(tx, rules.callId)
}

export async function insertConclusion(tx: Tx, callId: string, statement: string): Promise<void> {
  await tx.query(sql`
    insert into conclusions (call_id, statement, concluded_at) values (${callId}, ${statement}, ${tx.now})`)
  await bumpRevision(tx, callId)
}

export async function insertCancellation(tx: Tx, callId: string, reason: string): Promise<void> {
  await tx.query(sql`
    insert into cancellations (call_id, reason, cancelled_at) values (${callId}, ${reason}, ${tx.now})`)
  await bumpRevision(tx, callId)
}

export async function deleteCall(tx: Tx, callId: string): Promise<void> {
  await tx.query(sql`delete from calls where call_id = ${callId}`)
}

/** How many contributions have no place in a result yet because their step's result is missing. */
export async function countStepsWithoutResult(tx: Tx, callId: string): Promise<number> {
  const [row] = await tx.query<{ missing: number }>(sql`
    select count(*) as missing from steps s where s.call_id = ${callId}
      and not exists (select 1 from results r where r.call_id = s.call_id and r.step_id = s.step_id)`)
  return row!.missing
}
