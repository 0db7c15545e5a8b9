import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'

/** A place in a list: which contribution, in which state of its card, with its totals at this moment. */
export interface Placed {
  readonly contributionId: string
  /** Another one whenever what a card says of it has changed; see `cards.server.ts`. */
  readonly stamp: string
  readonly responses: number
  readonly value: number
  readonly comments: number
}

export interface Placing {
  /** Of the call; null when there is none. */
  readonly revision: number | null
  readonly placed: readonly Placed[]
}

interface Page {
  readonly callId: string
  readonly stepId: string
  readonly theme: string | null
  readonly limit: number
}

/** `placed`: a text for each place, `id stamp stamp responses value comments`. One text is decoded faster than 300. */
interface Row {
  revision: number | null
  placed: string | null
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Best first, after a value and an id. */
export function listBest(db: Db, page: Page, after: readonly [number, string] | undefined): Promise<Placing> {
  const [value, id] = after ?? [Number.MAX_SAFE_INTEGER, lastId]
  return page.theme === null ? bestOfAll(db, page, value, id) : bestOfTheme(db, page, page.theme, value, id)
}

/** The page is cut before anything else is looked up; `offset 0` keeps the planner from joining first and cutting later. */
async function bestOfAll(db: Db, page: Page, value: number, id: string): Promise<Placing> {
  const rows = await db.query<Row>(sql`
    select (select revision from calls where call_id = ${page.callId}) as revision,
      string_agg(concat_ws(' ', t.contribution_id, c.stamp, coalesce(a.stamp, '-'), t.responses, t.value, t.comments), ','
        order by t.value desc, t.contribution_id desc) as placed
    from (
      select contribution_id, responses, value, comments from contribution_totals
      where call_id = ${page.callId} and step_id = ${page.stepId} and shown and (value, contribution_id) < (${value}::bigint, ${id}::uuid)
      order by value desc, contribution_id desc limit ${page.limit}
    ) t
    cross join lateral (select xmin as stamp, first_author from contributions
      where call_id = ${page.callId} and contribution_id = t.contribution_id and state = 'published' and merged_into is null and restricted_at is null offset 0) c
    left join lateral (select xmin::text as stamp from participants
      where call_id = ${page.callId} and participant_id = c.first_author offset 0) a on true`)
  return placingOf(rows)
}

async function bestOfTheme(db: Db, page: Page, theme: string, value: number, id: string): Promise<Placing> {
  const rows = await db.query<Row>(sql`
    select (select revision from calls where call_id = ${page.callId}) as revision,
      string_agg(concat_ws(' ', l.contribution_id, l.stamp, coalesce(l.author_stamp, '-'), l.responses, l.value, l.comments), ','
        order by l.value desc, l.contribution_id desc) as placed
    from (
      select t.contribution_id, c.xmin as stamp, a.xmin::text as author_stamp, t.responses, t.value, t.comments
      from contribution_totals t
      join contributions c on c.call_id = t.call_id and c.contribution_id = t.contribution_id and c.state = 'published' and c.merged_into is null and c.restricted_at is null
        and ${theme} in (c.theme, c.desk_theme::text)
      left join participants a on a.call_id = t.call_id and a.participant_id = c.first_author
      where t.call_id = ${page.callId} and t.step_id = ${page.stepId} and t.shown and (t.value, t.contribution_id) < (${value}::bigint, ${id}::uuid)
      order by t.value desc, t.contribution_id desc limit ${page.limit}
    ) l`)
  return placingOf(rows)
}

/** Newest first, after an id; ids sort by the time they were made. */
export async function listNewest(db: Db, page: Page, after: string | undefined): Promise<Placing> {
  const rows = await db.query<Row>(sql`
    select (select revision from calls where call_id = ${page.callId}) as revision,
      string_agg(concat_ws(' ', l.contribution_id, l.stamp, coalesce(l.author_stamp, '-'), l.responses, l.value, l.comments), ','
        order by l.contribution_id desc) as placed
    from (
      select c.contribution_id, c.xmin as stamp, coalesce(t.responses, 0) as responses, coalesce(t.value, 0) as value,
        coalesce(t.comments, 0) as comments,
        (select p.xmin::text from participants p where p.call_id = c.call_id and p.participant_id = c.first_author) as author_stamp
      from contributions c left join contribution_totals t using (call_id, contribution_id)
      where c.call_id = ${page.callId} and c.step_id = ${page.stepId} and c.state = 'published' and c.merged_into is null and c.restricted_at is null
        and c.contribution_id < ${after ?? lastId}::uuid
        and (${page.theme}::text is null or ${page.theme} in (c.theme, c.desk_theme::text))
      order by c.contribution_id desc limit ${page.limit}
    ) l`)
  return placingOf(rows)
}

/** Those whose title or texts have these words; what the body's keys and its theme are called is no text. No paging beyond the limit: a narrower question is better. */
export async function listMatching(
  db: Db,
  page: Page,
  words: string,
  order: 'best' | 'newest' = 'best'
): Promise<Placing> {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const rows = await db.query<Row>(sql`
    select (select revision from calls where call_id = ${page.callId}) as revision,
      string_agg(concat_ws(' ', l.contribution_id, l.stamp, coalesce(l.author_stamp, '-'), coalesce(l.responses, 0), coalesce(l.value, 0),
        coalesce(l.comments, 0)), ',' order by l.rank desc nulls last, l.contribution_id desc) as placed
    from (
      select c.contribution_id, c.xmin as stamp, t.responses, t.value, t.comments,
        case when ${order} = 'best' then t.value end as rank,
        (select p.xmin::text from participants p where p.call_id = c.call_id and p.participant_id = c.first_author) as author_stamp
      from contributions c left join contribution_totals t using (call_id, contribution_id)
      where c.call_id = ${page.callId} and c.step_id = ${page.stepId} and c.state = 'published' and c.merged_into is null and c.restricted_at is null
        and (c.title ilike ${pattern} or exists (
          select 1 from jsonb_path_query(c.body, 'strict $.** ? (@.type() == "string")') as said(value)
          where said.value #>> '{}' ilike ${pattern} and said.value #>> '{}' is distinct from c.theme))
        and (${page.theme}::text is null or ${page.theme} in (c.theme, c.desk_theme::text))
      order by rank desc nulls last, c.contribution_id desc limit ${page.limit}
    ) l`)
  return placingOf(rows)
}

/** The totals of a step, and how many took part. */
export async function findStepTotals(
  db: Db,
  callId: string,
  stepId: string
): Promise<{ contributions: number; responses: number; comments: number; version: number }> {
  const [row] = await db.query<{
    contributions: number
    responses: number
    comments: number
    version: number
  }>(sql`
    select contributions, responses, comments, version from step_totals where call_id = ${callId} and step_id = ${stepId}`)
  return row ?? { contributions: 0, responses: 0, comments: 0, version: 0 }
}

function placingOf([row]: readonly Row[]): Placing {
  const placed = row?.placed ? row.placed.split(',').map(placedOf) : []
  return { revision: row?.revision ?? null, placed }
}

function placedOf(text: string): Placed {
  const [contributionId, stamp, authorStamp, responses, value, comments] = text.split(' ') as [
    string,
    string,
    string,
    string,
    string,
    string
  ]
  return {
    contributionId,
    stamp: `${stamp} ${authorStamp}`,
    responses: Number(responses),
    value: Number(value),
    comments: Number(comments)
  }
}
