import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { ContributionStatus } from './rules.ts'

/** A contribution as lists show it. Totals are there for the view to show or to hide. */
export interface ListedContribution {
  readonly contributionId: string
  readonly title: string
  readonly body: JsonObject
  readonly theme: string | null
  readonly language: string | null
  readonly status: ContributionStatus
  readonly createdAt: Date
  readonly responses: number
  readonly value: number
  readonly comments: number
  readonly author: string | null
}

interface Row {
  contribution_id: string
  title: string
  body: JsonObject
  theme: string | null
  language: string | null
  status: ContributionStatus
  created_at: Date
  responses: number | null
  value: number | null
  comments: number | null
  author: string | null
}

interface Page {
  readonly callId: string
  readonly stepId: string
  readonly theme: string | null
  readonly limit: number
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Best first, after a value and an id. */
export function listBest(
  db: Db,
  page: Page,
  after: readonly [number, string] | undefined
): Promise<ListedContribution[]> {
  const [value, id] = after ?? [Number.MAX_SAFE_INTEGER, lastId]
  return page.theme === null ? bestOfAll(db, page, value, id) : bestOfTheme(db, page, page.theme, value, id)
}

/** The page is cut before anything else is looked up; `offset 0` keeps the planner from joining first and cutting later. */
async function bestOfAll(db: Db, page: Page, value: number, id: string): Promise<ListedContribution[]> {
  const rows = await db.query<Row>(sql`
    select t.contribution_id, c.title, c.body, c.theme, c.language, c.status, c.created_at, t.responses, t.value, t.comments, a.name as author
    from (
      select contribution_id, responses, value, comments from contribution_totals
      where call_id = ${page.callId} and step_id = ${page.stepId} and shown and (value, contribution_id) < (${value}::bigint, ${id}::uuid)
      order by value desc, contribution_id desc limit ${page.limit}
    ) t
    cross join lateral (select * from contributions where call_id = ${page.callId} and contribution_id = t.contribution_id and state = 'published' and merged_into is null and restricted_at is null offset 0) c
    left join lateral (select name from participants where call_id = ${page.callId} and participant_id = c.first_author offset 0) a on true`)
  return rows.map(listed)
}

async function bestOfTheme(
  db: Db,
  page: Page,
  theme: string,
  value: number,
  id: string
): Promise<ListedContribution[]> {
  const rows = await db.query<Row>(sql`
    select t.contribution_id, c.title, c.body, c.theme, c.language, c.status, c.created_at, t.responses, t.value, t.comments, a.name as author
    from contribution_totals t
    join contributions c on c.call_id = t.call_id and c.contribution_id = t.contribution_id and c.state = 'published' and c.merged_into is null and c.restricted_at is null and c.theme = ${theme}
    left join participants a on a.call_id = t.call_id and a.participant_id = c.first_author
    where t.call_id = ${page.callId} and t.step_id = ${page.stepId} and t.shown and (t.value, t.contribution_id) < (${value}::bigint, ${id}::uuid)
    order by t.value desc, t.contribution_id desc limit ${page.limit}`)
  return rows.map(listed)
}

/** Newest first, after an id; ids sort by the time they were made. */
export async function listNewest(
  db: Db,
  page: Page,
  after: string | undefined
): Promise<ListedContribution[]> {
  const rows = await db.query<Row>(sql`
    select c.contribution_id, c.title, c.body, c.theme, c.language, c.status, c.created_at, t.responses, t.value, t.comments,
      (select name from participants p where p.call_id = c.call_id and p.participant_id = c.first_author) as author
    from contributions c left join contribution_totals t using (call_id, contribution_id)
    where c.call_id = ${page.callId} and c.step_id = ${page.stepId} and c.state = 'published' and c.merged_into is null and c.restricted_at is null
      and c.contribution_id < ${after ?? lastId}::uuid
      and (${page.theme}::text is null or c.theme = ${page.theme})
    order by c.contribution_id desc limit ${page.limit}`)
  return rows.map(listed)
}

/** Those whose title or texts have these words; what the body's keys and its theme are called is no text. No paging beyond the limit: a narrower question is better. */
export async function listMatching(
  db: Db,
  page: Page,
  words: string,
  order: 'best' | 'newest' = 'best'
): Promise<ListedContribution[]> {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const rows = await db.query<Row>(sql`
    select c.contribution_id, c.title, c.body, c.theme, c.language, c.status, c.created_at, t.responses, t.value, t.comments,
      (select name from participants p where p.call_id = c.call_id and p.participant_id = c.first_author) as author
    from contributions c left join contribution_totals t using (call_id, contribution_id)
    where c.call_id = ${page.callId} and c.step_id = ${page.stepId} and c.state = 'published' and c.merged_into is null and c.restricted_at is null
      and (c.title ilike ${pattern} or exists (
        select 1 from jsonb_path_query(c.body, 'strict $.** ? (@.type() == "string")') as said(value)
        where said.value #>> '{}' ilike ${pattern} and said.value #>> '{}' is distinct from c.theme))
      and (${page.theme}::text is null or c.theme = ${page.theme})
    order by case when ${order} = 'best' then t.value end desc nulls last, c.contribution_id desc limit ${page.limit}`)
  return rows.map(listed)
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

function listed(row: Row): ListedContribution {
  return {
    contributionId: row.contribution_id,
    title: row.title,
    body: row.body,
    theme: row.theme,
    language: row.language,
    status: row.status,
    createdAt: row.created_at,
    responses: row.responses ?? 0,
    value: row.value ?? 0,
    comments: row.comments ?? 0,
    author: row.author
  }
}
