import { z } from 'zod'
import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import { defineView } from '../door/act.ts'
import type { Look } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { language } from '../text/schema.ts'
import { drawMarks } from './marks.server.ts'

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
    /** How many tiles the small mosaic of each call may have; 0 for none. */
    tiles: z.coerce.number().int().min(0).max(200).default(0),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20)
  }),
  load: async () => null,
  may: () => true,
  run: async (look, _, input) => {
    const rows = await findListed(look.db, input)
    const shown = rows.slice(0, input.limit)
    const marks = await drawMarks(
      look,
      shown.map(row => row.call_id),
      input.tiles
    )
    return {
      items: shown.map(row => ({ ...listedCall(row, look.now), mosaic: marks.get(row.call_id) ?? null })),
      next: rows.length > input.limit ? writeCursor(shown.at(-1)!.call_id) : null
    }
  }
})

interface Wish {
  readonly state: 'open' | 'closed' | 'all'
  readonly organisation?: string | undefined
  readonly language?: string | undefined
  readonly q?: string | undefined
  readonly after?: string | undefined
  readonly limit: number
}

/** One more than the limit, to know whether there are more. */
function findListed(db: Db, wish: Wish): Promise<ListRow[]> {
  const after = readCursor(wish.after, 'uuid')?.[0] ?? null
  const words = wish.q?.normalize('NFC').replaceAll('\0', '').trim()
  const pattern = words ? `%${words.replace(/[\\%_]/g, '\\$&')}%` : null
  return db.query<ListRow>(sql`
    select c.call_id, c.slug, c.question, c.summary, c.language, c.languages, c.is_demo, c.time_zone, to_char(c.answer_on, 'YYYY-MM-DD') as answer_on,
      o.slug as organisation_slug, o.name as organisation_name, o.accent, r.opened_at, s.first_open, s.last_close, s.methods, s.contributions,
      e.concluded_at, (x.call_id is not null) as cancelled
    from calls c join organisations o using (organisation_id)
    join lateral (select min(made_at) as opened_at from rules r where r.call_id = c.call_id) r on r.opened_at is not null
    left join conclusions e using (call_id) left join cancellations x using (call_id)
    left join lateral (select min(opens_at) as first_open, max(closes_at) as last_close, array_agg(distinct method) as methods,
      coalesce(sum(t.contributions), 0) as contributions from steps st left join step_totals t using (call_id, step_id) where st.call_id = c.call_id) s on true
    where c.visibility = 'public' and (${after}::uuid is null or c.call_id < ${after})
      and (${wish.organisation ?? null}::text is null or o.slug = ${wish.organisation ?? null})
      and (${wish.language ?? null}::text is null or ${wish.language ?? null} = any(c.languages))
      and (${pattern}::text is null or c.question ilike ${pattern} or c.summary ilike ${pattern})
      and (${wish.state} = 'all' or (${wish.state} = 'open') = (e.call_id is null and x.call_id is null and s.last_close > now()))
    order by c.call_id desc limit ${wish.limit + 1}`)
}

interface ListRow {
  call_id: string
  slug: string
  question: string
  summary: string
  language: string
  languages: string[]
  is_demo: boolean
  time_zone: string
  answer_on: string | null
  organisation_slug: string
  organisation_name: string
  accent: number
  opened_at: Date | null
  first_open: Date | null
  last_close: Date | null
  methods: string[] | null
  contributions: number
  concluded_at: Date | null
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
    concludedAt: row.concluded_at?.toISOString() ?? null,
    answerOn: row.answer_on,
    methods: row.methods ?? [],
    contributions: Number(row.contributions),
    state: stateOf(row, now)
  }
}

function stateOf(row: ListRow, now: Date): 'open' | 'closed' | 'concluded' | 'cancelled' {
  if (row.cancelled) return 'cancelled'
  if (row.concluded_at) return 'concluded'
  return row.last_close && row.last_close <= now ? 'closed' : 'open'
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
    const rows = await look.db.query<DeskRow>(sql`
      select c.call_id, c.slug, c.question, c.summary, c.language, c.languages, c.is_demo, c.time_zone, to_char(c.answer_on, 'YYYY-MM-DD') as answer_on,
        o.slug as organisation_slug, o.name as organisation_name, o.accent, s.first_open, s.last_close, s.methods, s.contributions,
        e.concluded_at, (x.call_id is not null) as cancelled, r.opened_at, c.changed_at,
        (select count(*) from contributions w where w.call_id = c.call_id and w.state = 'held') as waiting,
        (select count(*) from flags f where f.call_id = c.call_id and f.settled_at is null) as flags
      from calls c join organisations o using (organisation_id)
      left join lateral (select min(made_at) as opened_at from rules r where r.call_id = c.call_id) r on true
      left join conclusions e using (call_id) left join cancellations x using (call_id)
      left join lateral (select min(opens_at) as first_open, max(closes_at) as last_close, array_agg(distinct method) as methods,
        coalesce(sum(t.contributions), 0) as contributions from steps st left join step_totals t using (call_id, step_id) where st.call_id = c.call_id) s on true
      where c.organisation_id = ${input.organisationId} and (${after}::uuid is null or c.call_id < ${after})
      order by c.call_id desc limit 51`)
    const items = rows.slice(0, 50).map(row => deskCall(row, look))
    return { items, next: rows.length > 50 ? writeCursor(items.at(-1)!.callId) : null }
  }
})

interface DeskRow extends ListRow {
  waiting: number
  flags: number
  changed_at: Date
}

function deskCall(row: DeskRow, { now }: Look) {
  return {
    ...listedCall(row, now),
    state: row.opened_at ? stateOf(row, now) : 'draft',
    waiting: row.waiting,
    flags: row.flags,
    changedAt: row.changed_at.toISOString()
  }
}
