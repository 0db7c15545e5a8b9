import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { ContributionStatus } from '../contribution/rules.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import { patternOf, themeWanted } from './targets.server.ts'

/** What waits, or all of it; by desk theme, by the theme its author chose, by words. */
export interface Wish {
  readonly only: 'waiting' | 'all'
  /** `none`: those that are in no theme of the desk. */
  readonly theme: string | null
  readonly ownTheme: string | null
  readonly q: string | undefined
}

export interface WaitingOne {
  readonly contributionId: string
  readonly stepId: string
  readonly title: string
  readonly body: JsonObject
  readonly theme: string | null
  readonly deskTheme: string | null
  readonly status: ContributionStatus
  readonly ownStatus: string | null
  readonly responses: number
  readonly comments: number
  readonly author: string | null
}

/** Most supported first, after so many supports and an id. */
export async function listWaiting(
  db: Db,
  callId: string,
  steps: readonly string[],
  wish: Wish,
  after: readonly [number, string] | undefined,
  limit: number
): Promise<WaitingOne[]> {
  const [responses, id] = after ?? [2_147_483_647, 'ffffffff-ffff-ffff-ffff-ffffffffffff']
  const words = patternOf(wish.q)
  const theme = themeWanted(wish.theme)
  const rows = await db.query<{
    contribution_id: string
    step_id: string
    title: string
    body: JsonObject
    theme: string | null
    desk_theme: string | null
    status: ContributionStatus
    own_status: string | null
    responses: number
    comments: number
    author: string | null
  }>(sql`
    select c.*, (select name from participants p where p.call_id = ${callId} and p.participant_id = c.first_author) as author
    from (
      select c.contribution_id, c.step_id, c.title, c.body, c.theme, c.desk_theme, c.status, c.own_status, c.first_author,
        coalesce(t.responses, 0) as responses, coalesce(t.comments, 0) as comments
      from contributions c left join contribution_totals t using (call_id, contribution_id)
      where c.call_id = ${callId} and c.step_id = any(${steps}::uuid[]) and c.state = 'published' and c.merged_into is null
        and (${wish.only} = 'all' or c.answered_at is null)
        and (${theme.any} or c.desk_theme is not distinct from ${theme.id}::uuid)
        and (${wish.ownTheme}::text is null or c.theme = ${wish.ownTheme})
        and (${words}::text is null or c.title ilike ${words} or exists (
          select 1 from jsonb_path_query(c.body, 'strict $.** ? (@.type() == "string")') as said(value) where said.value #>> '{}' ilike ${words}))
        and (coalesce(t.responses, 0), c.contribution_id) < (${responses}::bigint, ${id}::uuid)
      order by coalesce(t.responses, 0) desc, c.contribution_id desc limit ${limit}
    ) c order by c.responses desc, c.contribution_id desc`)
  return rows.map(row => ({
    contributionId: row.contribution_id,
    stepId: row.step_id,
    title: row.title,
    body: row.body,
    theme: row.theme,
    deskTheme: row.desk_theme,
    status: row.status,
    ownStatus: row.own_status,
    responses: row.responses,
    comments: row.comments,
    author: row.author
  }))
}

export interface WaitingTheme {
  /** null: in no theme of the desk. */
  readonly themeId: string | null
  readonly name: string | null
  readonly total: number
  readonly waiting: number
}

/** The themes of the desk that have something, those with most waiting first; last what is in none. */
export async function countByTheme(
  db: Db,
  callId: string,
  steps: readonly string[]
): Promise<WaitingTheme[]> {
  const rows = await db.query<{
    theme_id: string | null
    name: string | null
    total: number
    waiting: number
  }>(sql`
    select c.desk_theme as theme_id, t.name, c.total, c.waiting from (
      select desk_theme, count(*)::integer as total, (count(*) filter (where answered_at is null))::integer as waiting
      from contributions
      where call_id = ${callId} and step_id = any(${steps}::uuid[]) and state = 'published' and merged_into is null
      group by desk_theme
    ) c left join themes t on t.call_id = ${callId} and t.theme_id = c.desk_theme
    order by c.desk_theme is null, c.waiting desc, t.position, t.theme_id limit 201`)
  return rows.map(row => ({ themeId: row.theme_id, name: row.name, total: row.total, waiting: row.waiting }))
}

/** The same by the themes that authors chose; null: none. */
export async function countByOwnTheme(
  db: Db,
  callId: string,
  steps: readonly string[]
): Promise<{ theme: string | null; total: number; waiting: number }[]> {
  return db.query(sql`
    select theme, count(*)::integer as total, (count(*) filter (where answered_at is null))::integer as waiting
    from contributions
    where call_id = ${callId} and step_id = any(${steps}::uuid[]) and state = 'published' and merged_into is null
    group by theme order by waiting desc, theme limit 200`)
}
