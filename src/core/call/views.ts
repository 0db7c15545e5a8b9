import { z } from 'zod'
import type { Db } from '../../db/sql.server.ts'
import { first, sql } from '../../db/sql.server.ts'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { language } from '../text/schema.ts'
import { callState, currentStep, mayKnowOf, opensWith, stepState } from './rules.ts'
import type { Call } from './rules.ts'
import { findCall } from './store.server.ts'

export interface SeenCall {
  readonly call: Call
  readonly roles: ReadonlySet<Role>
}

/** A call by id or address, as far as whoever looks may know of it. */
export async function loadSeenCall(db: Db, { call: name }: { call: string }, who: Who): Promise<SeenCall> {
  const call = await findCall(db, name)
  if (!call) throw new Refusal('not-found')
  const roles =
    who.kind === 'guest' ? new Set<Role>() : await rolesOf(db, who, call.organisationId, call.callId)
  if (!mayKnowOf(call, roles)) throw new Refusal('not-found')
  return { call, roles }
}

const named = z.strictObject({
  call: z
    .string()
    .max(100)
    .regex(/^[0-9a-z-]+$/)
})

/** A call as pages and the API show it, with where it is now. */
function shownCall(call: Call, organisation: { slug: string; name: string; accent: number }, now: Date) {
  const {
    organisationId: _,
    isDemo,
    steps,
    createdAt,
    changedAt,
    openedAt,
    concludedAt,
    cancelledAt,
    ...texts
  } = call
  return {
    ...texts,
    organisation,
    isDemo,
    state: callState(call, now),
    currentStep: currentStep(call, now)?.stepId ?? null,
    createdAt: createdAt.toISOString(),
    changedAt: changedAt.toISOString(),
    openedAt: openedAt?.toISOString() ?? null,
    concludedAt: concludedAt?.toISOString() ?? null,
    cancelledAt: cancelledAt?.toISOString() ?? null,
    steps: steps.map(step => ({
      ...step,
      state: stepState(call, step, now),
      opensAt: step.opensAt?.toISOString() ?? null,
      closesAt: step.closesAt?.toISOString() ?? null
    }))
  }
}

export const findCallView = defineView({
  name: 'call.find',
  title: 'One call: its question, promise, rules and steps, and what came in so far',
  http: 'GET /calls/{call}',
  scope: 'read',
  input: named,
  load: loadSeenCall,
  may: () => true,
  run: async (look, { call, roles }) => {
    const organisation = await first<{ slug: string; name: string; accent: number }>(
      look.db,
      sql`select slug, name, accent from organisations where organisation_id = ${call.organisationId}`
    )
    const totals = await look.db.query<{ step_id: string; contributions: number }>(sql`
      select step_id, contributions from step_totals where call_id = ${call.callId} limit 20`)
    const statements = await first<{ statement: string | null; reason: string | null }>(
      look.db,
      sql`
      select (select statement from conclusions where call_id = ${call.callId}) as statement,
        (select reason from cancellations where call_id = ${call.callId}) as reason`
    )
    return {
      ...shownCall(call, organisation!, look.now),
      statement: statements?.statement ?? null,
      cancelReason: statements?.reason ?? null,
      contributions: Object.fromEntries(totals.map(row => [row.step_id, row.contributions])),
      roles: [...roles]
    }
  }
})

export const checkCall = defineView({
  name: 'call.check',
  title: 'What is still missing before a draft can open',
  http: 'GET /calls/{call}/check',
  scope: 'organise',
  input: named,
  load: loadSeenCall,
  may: (_, { roles }) => hasRole(roles, 'organiser'),
  run: async (look, { call }) => ({ problems: opensWith(call, look.methods, look.now) })
})

export const listRules = defineView({
  name: 'call.rules',
  title: 'Every version of the frozen rules: the text that was hashed, when and why it changed',
  http: 'GET /calls/{call}/rules',
  scope: 'read',
  input: named,
  load: loadSeenCall,
  may: () => true,
  run: async (look, { call }) => {
    const rows = await look.db.query<{
      version: number
      canonical: string
      hash: string
      reason: string
      made_at: Date
    }>(sql`
      select version, canonical, encode(hash, 'hex') as hash, reason, made_at from rules
      where call_id = ${call.callId} order by version limit 100`)
    return {
      items: rows.map(row => ({
        version: row.version,
        canonical: row.canonical,
        hash: row.hash,
        reason: row.reason,
        madeAt: row.made_at.toISOString()
      }))
    }
  }
})

export const listCalls = defineView({
  name: 'call.list',
  title: 'Public calls, newest first; those that are open, or all; of one organisation, or with some words',
  http: 'GET /calls',
  scope: 'read',
  input: z.strictObject({
    state: z.enum(['open', 'closed', 'all']).default('all'),
    organisation: z.string().max(60).optional(),
    language: language.optional(),
    q: z.string().max(200).optional(),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20)
  }),
  load: async () => null,
  may: () => true,
  run: async (look, _, input) => {
    const after = readCursor(input.after, 'uuid')?.[0]
    const words = input.q?.normalize('NFC').replaceAll('\0', '').trim()
    const pattern = words ? `%${words.replace(/[\\%_]/g, '\\$&')}%` : null
    const rows = await look.db.query<ListRow>(sql`
      select c.call_id, c.slug, c.question, c.summary, c.language, c.languages, c.is_demo, c.time_zone, o.slug as organisation_slug, o.name as organisation_name, o.accent,
        r.opened_at, s.first_open, s.last_close, s.contributions, (e.call_id is not null) as concluded, (x.call_id is not null) as cancelled
      from calls c join organisations o using (organisation_id)
      join lateral (select min(made_at) as opened_at from rules r where r.call_id = c.call_id) r on r.opened_at is not null
      left join conclusions e using (call_id) left join cancellations x using (call_id)
      left join lateral (select min(opens_at) as first_open, max(closes_at) as last_close,
        coalesce(sum(t.contributions), 0) as contributions from steps st left join step_totals t using (call_id, step_id) where st.call_id = c.call_id) s on true
      where c.visibility = 'public' and (${after ?? null}::uuid is null or c.call_id < ${after ?? null})
        and (${input.organisation ?? null}::text is null or o.slug = ${input.organisation ?? null})
        and (${input.language ?? null}::text is null or ${input.language ?? null} = any(c.languages))
        and (${pattern}::text is null or c.question ilike ${pattern} or c.summary ilike ${pattern})
        and (${input.state} = 'all' or (${input.state} = 'open') = (e.call_id is null and x.call_id is null and s.last_close > now()))
      order by c.call_id desc limit ${input.limit + 1}`)
    const items = rows.slice(0, input.limit).map(row => listedCall(row, look.now))
    return { items, next: rows.length > input.limit ? writeCursor(items.at(-1)!.callId) : null }
  }
})

interface ListRow {
  call_id: string
  slug: string
  question: string
  summary: string
  language: string
  languages: string[]
  is_demo: boolean
  time_zone: string
  organisation_slug: string
  organisation_name: string
  accent: number
  opened_at: Date | null
  first_open: Date | null
  last_close: Date | null
  contributions: number
  concluded: boolean
  cancelled: boolean
}

function listedCall(row: ListRow, now: Date) {
  return {
    callId: row.call_id,
    slug: row.slug,
    question: row.question,
    summary: row.summary,
    language: row.language,
    languages: row.languages,
    timeZone: row.time_zone,
    isDemo: row.is_demo,
    organisation: { slug: row.organisation_slug, name: row.organisation_name, accent: row.accent },
    openedAt: row.opened_at?.toISOString() ?? null,
    opensAt: row.first_open?.toISOString() ?? null,
    closesAt: row.last_close?.toISOString() ?? null,
    contributions: Number(row.contributions),
    state: row.cancelled
      ? 'cancelled'
      : row.concluded
        ? 'concluded'
        : row.last_close && row.last_close <= now
          ? 'closed'
          : 'open'
  }
}

export const listDesk = defineView({
  name: 'call.desk',
  title: "An organisation's calls with their drafts, for those who work on them",
  http: 'GET /organisations/{organisationId}/desk',
  scope: 'organise',
  input: z.strictObject({ organisationId: z.uuid(), after: cursor.optional() }),
  load: async (db, { organisationId }, who) => ({ roles: await rolesOf(db, who, organisationId) }),
  may: (_, { roles }) => hasRole(roles, 'moderator', 'analyst', 'juror'),
  run: async (look, _, input) => {
    const after = readCursor(input.after, 'uuid')?.[0] ?? null
    const rows = await look.db.query<ListRow & { waiting: number; flags: number; changed_at: Date }>(sql`
      select c.call_id, c.slug, c.question, c.summary, c.language, c.languages, c.is_demo, c.time_zone, o.slug as organisation_slug, o.name as organisation_name, o.accent,
        s.first_open, s.last_close, s.contributions, (e.call_id is not null) as concluded, (x.call_id is not null) as cancelled, r.opened_at, c.changed_at,
        (select count(*) from contributions w where w.call_id = c.call_id and w.state = 'held') as waiting,
        (select count(*) from flags f where f.call_id = c.call_id and f.settled_at is null) as flags
      from calls c join organisations o using (organisation_id)
      left join lateral (select min(made_at) as opened_at from rules r where r.call_id = c.call_id) r on true
      left join conclusions e using (call_id) left join cancellations x using (call_id)
      left join lateral (select min(opens_at) as first_open, max(closes_at) as last_close,
        coalesce(sum(t.contributions), 0) as contributions from steps st left join step_totals t using (call_id, step_id) where st.call_id = c.call_id) s on true
      where c.organisation_id = ${input.organisationId} and (${after}::uuid is null or c.call_id < ${after})
      order by c.call_id desc limit 51`)
    const items = rows.slice(0, 50).map(row => {
      const listed = listedCall(row, look.now)
      return {
        ...listed,
        state: row.opened_at ? listed.state : 'draft',
        waiting: row.waiting,
        flags: row.flags,
        changedAt: row.changed_at.toISOString()
      }
    })
    return { items, next: rows.length > 50 ? writeCursor(items.at(-1)!.callId) : null }
  }
})
