import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { OwnStatus } from '../answer/rules.ts'
import type { AudienceRule } from '../group/audience-rule.ts'
import type { Area } from '../place/area.ts'
import type { Call, Frame, Step } from './rules.ts'

interface FrameRow {
  call_id: string
  organisation_id: string
  slug: string
  visibility: Call['visibility']
  language: string
  languages: string[]
  time_zone: string
  is_demo: boolean
  audience_rule: AudienceRule | null
  opened_at: Date | null
  rules_version: number | null
  rules_hash: string | null
  concluded_at: Date | null
  cancelled_at: Date | null
  steps: StepJson[] | null
}

interface StepJson {
  step_id: string
  position: number
  slug: string
  title: string
  method: string
  settings: unknown
  opens_at: string | null
  closes_at: string | null
}

interface CallRow extends FrameRow {
  question: string
  summary: string
  background: string
  promise: string
  decides: string
  answer_on: string | null
  terms: string
  licence: string
  attribution: string
  audience: string
  area: unknown
  statuses: OwnStatus[]
  revision: number
  created_at: Date
  changed_at: Date
}

/** Frames by call and revision: what makes a frame changes only together with its call's revision. */
const frames = new Map<string, Frame>()
const mostFrames = 500
/** The revision that each call had when its frame was read last. */
const latest = new Map<string, number>()

/**
 * The frame of a call as it was a while ago, for whoever asks the database in the same breath whether it still has that
 * revision.
 */
export function recallFrame(
  callId: string
): { readonly frame: Frame; readonly revision: number } | undefined {
  const revision = latest.get(callId)
  const frame = revision === undefined ? undefined : frames.get(`${callId} ${revision}`)
  return frame && { frame, revision: revision! }
}

/** The frames of several calls, for acts that come in batches; missing ones are missing. */
export async function listFrames(db: Db, callIds: readonly string[]): Promise<Map<string, Frame>> {
  const rows = await db.query<{ call_id: string; revision: number }>(sql`
    select call_id, revision from calls where call_id = any(${callIds}::uuid[])`)
  return listFramesAt(db, new Map(rows.map(row => [row.call_id, row.revision])))
}

/** The same where the revisions were read already, in the same transaction. */
export async function listFramesAt(
  db: Db,
  revisions: ReadonlyMap<string, number>
): Promise<Map<string, Frame>> {
  const found = new Map<string, Frame>()
  const missing: string[] = []
  for (const [callId, revision] of revisions) {
    latest.set(callId, revision)
    const frame = frames.get(`${callId} ${revision}`)
    if (frame) found.set(callId, frame)
    else missing.push(callId)
  }
  if (missing.length > 0) for (const frame of await readFrames(db, missing)) found.set(frame.callId, frame)
  return found
}

async function readFrames(db: Db, callIds: readonly string[]): Promise<Frame[]> {
  const rows = await db.query<FrameRow & { revision: number }>(sql`
    select c.call_id, c.revision, c.organisation_id, c.slug, c.visibility, c.language, c.languages, c.time_zone, c.is_demo, c.audience_rule,
      r.opened_at, r.rules_version, r.rules_hash, e.concluded_at, x.cancelled_at, s.steps
    from calls c
    left join lateral (select min(made_at) as opened_at, max(version) as rules_version,
      (array_agg(encode(hash, 'hex') order by version desc))[1] as rules_hash from rules where call_id = c.call_id) r on true
    left join conclusions e using (call_id)
    left join cancellations x using (call_id)
    left join lateral (select jsonb_agg(to_jsonb(s) - 'call_id' order by s.position) as steps from steps s where s.call_id = c.call_id) s on true
    where c.call_id = any(${callIds}::uuid[])`)
  return rows.map(row => {
    const frame = frameOf(row)
    frames.set(`${row.call_id} ${row.revision}`, frame)
    latest.set(row.call_id, row.revision)
    if (latest.size > mostFrames) latest.delete(latest.keys().next().value!)
    if (frames.size > mostFrames) frames.delete(frames.keys().next().value!)
    return frame
  })
}

/** A call by its id or by its address. */
export async function findCall(db: Db, idOrSlug: string): Promise<Call | undefined> {
  const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(idOrSlug)
  const row = await first<CallRow>(
    db,
    sql`
    select c.call_id, c.organisation_id, c.slug, c.visibility, c.language, c.languages, c.time_zone, c.is_demo, c.audience_rule,
      c.question, c.summary, c.background, c.promise, c.decides, to_char(c.answer_on, 'YYYY-MM-DD') as answer_on, c.terms, c.licence,
      c.attribution, c.audience, c.area, c.statuses, c.revision, c.created_at, c.changed_at,
      r.opened_at, r.rules_version, r.rules_hash, e.concluded_at, x.cancelled_at, s.steps
    from calls c
    left join lateral (select min(made_at) as opened_at, max(version) as rules_version,
      (array_agg(encode(hash, 'hex') order by version desc))[1] as rules_hash from rules where call_id = c.call_id) r on true
    left join conclusions e using (call_id)
    left join cancellations x using (call_id)
    left join lateral (select jsonb_agg(to_jsonb(s) - 'call_id' order by s.position) as steps from steps s where s.call_id = c.call_id) s on true
    where c.call_id = ${isId ? idOrSlug : null} or c.slug = ${isId ? null : idOrSlug}`
  )
  return row && callOf(row)
}

/** The area a call is about, if it names one; apart from its frame, which is kept in memory. */
export async function findArea(db: Db, callId: string): Promise<Area | null> {
  const row = await first<{ area: Area | null }>(db, sql`select area from calls where call_id = ${callId}`)
  return row?.area ?? null
}

/** Takes a call's row for the rest of the transaction: whoever opens, changes or concludes waits for the one before. */
export async function lockCall(tx: Tx, callId: string): Promise<boolean> {
  return (await tx.query(sql`select 1 from calls where call_id = ${callId} for update`)).length > 0
}

function frameOf(row: FrameRow): Frame {
  return {
    callId: row.call_id,
    organisationId: row.organisation_id,
    slug: row.slug,
    visibility: row.visibility,
    language: row.language,
    languages: row.languages,
    timeZone: row.time_zone,
    isDemo: row.is_demo,
    audienceRule: row.audience_rule,
    openedAt: row.opened_at,
    rulesVersion: row.rules_version,
    rulesHash: row.rules_hash,
    concludedAt: row.concluded_at,
    cancelledAt: row.cancelled_at,
    steps: (row.steps ?? []).map(stepOf)
  }
}

function stepOf(step: StepJson): Step {
  return {
    stepId: step.step_id,
    position: step.position,
    slug: step.slug,
    title: step.title,
    method: step.method,
    settings: step.settings,
    opensAt: step.opens_at ? new Date(step.opens_at) : null,
    closesAt: step.closes_at ? new Date(step.closes_at) : null
  }
}

function callOf(row: CallRow): Call {
  return {
    ...frameOf(row),
    question: row.question,
    summary: row.summary,
    background: row.background,
    promise: row.promise,
    decides: row.decides,
    answerOn: row.answer_on,
    terms: row.terms,
    licence: row.licence,
    attribution: row.attribution,
    audience: row.audience,
    area: row.area,
    statuses: row.statuses,
    revision: row.revision,
    createdAt: row.created_at,
    changedAt: row.changed_at
  }
}
