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

/** Best first, after a value and an id. */
export async function listBest(db: Db, page: Page, after: readonly [number, string] | undefined): Promise<ListedContribution[]> {
  const rows = await db.query<Row>(sql`
    select c.contribution_id, c.title, c.body, c.theme, c.language, c.status, c.created_at, t.responses, t.value, t.comments,
      (select p.name from contribution_authors a join participants p using (call_id, participant_id)
        where a.call_id = c.call_id and a.contribution_id = c.contribution_id order by a.position limit 1) as author
    from contribution_totals t join contributions c using (call_id, contribution_id)
    where t.call_id = ${page.callId} and t.step_id = ${page.stepId} and t.shown and c.state = 'published'
      and (t.value, t.contribution_id) < (${after?.[0] ?? Number.MAX_SAFE_INTEGER}::bigint, ${after?.[1] ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid)
      and (${page.theme}::text is null or c.theme = ${page.theme})
    order by t.value desc, t.contribution_id desc limit ${page.limit}`)
  return rows.map(listed)
}

/** Newest first, after an id; ids sort by the time they were made. */
export async function listNewest(db: Db, page: Page, after: string | undefined): Promise<ListedContribution[]> {
  const rows = await db.query<Row>(sql`
    select c.contribution_id, c.title, c.body, c.theme, c.language, c.status, c.created_at, t.responses, t.value, t.comments,
      (select p.name from contribution_authors a join participants p using (call_id, participant_id)
        where a.call_id = c.call_id and a.contribution_id = c.contribution_id order by a.position limit 1) as author
    from contributions c left join contribution_totals t using (call_id, contribution_id)
    where c.call_id = ${page.callId} and c.step_id = ${page.stepId} and c.state = 'published'
      and c.contribution_id < ${after ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid
      and (${page.theme}::text is null or c.theme = ${page.theme})
    order by c.contribution_id desc limit ${page.limit}`)
  return rows.map(listed)
}

/** Those whose title or text has these words, best first; no paging beyond the limit: a narrower question is better. */
export async function listMatching(db: Db, page: Page, words: string): Promise<ListedContribution[]> {
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const rows = await db.query<Row>(sql`
    select c.contribution_id, c.title, c.body, c.theme, c.language, c.status, c.created_at, t.responses, t.value, t.comments,
      (select p.name from contribution_authors a join participants p using (call_id, participant_id)
        where a.call_id = c.call_id and a.contribution_id = c.contribution_id order by a.position limit 1) as author
    from contributions c left join contribution_totals t using (call_id, contribution_id)
    where c.call_id = ${page.callId} and c.step_id = ${page.stepId} and c.state = 'published'
      and (c.title ilike ${pattern} or c.body::text ilike ${pattern})
      and (${page.theme}::text is null or c.theme = ${page.theme})
    order by t.value desc nulls last, c.contribution_id desc limit ${page.limit}`)
  return rows.map(listed)
}

/** The totals of a step, and how many took part. */
export async function findStepTotals(
  db: Db,
  callId: string,
  stepId: string
): Promise<{ contributions: number; responses: number; comments: number; version: number }> {
  const [row] = await db.query<{ contributions: number; responses: number; comments: number; version: number }>(sql`
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
