import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import { levelsOf } from './mosaic-tiles.ts'
import type { Level, LevelCount } from './mosaic-tiles.ts'

/** A contribution as a tile: its place in the picture is by theme, then by the time it came. */
export interface Piece {
  readonly contributionId: string
  readonly title: string
  readonly theme: string | null
  readonly level: Level
  readonly value: number
}

/** The contributions of a step as tiles, oldest first; at most `limit`. */
export async function listPieces(db: Db, callId: string, stepId: string, limit: number): Promise<Piece[]> {
  const rows = await db.query<{
    contribution_id: string
    title: string
    theme: string | null
    value: number
  }>(sql`
    select c.contribution_id, c.title, coalesce(t.value, 0) as value,
      case when exists (select 1 from themes where call_id = ${callId} and state = 'accepted') then c.desk_theme::text else c.theme end as theme
    from contributions c left join contribution_totals t using (call_id, contribution_id)
    where c.call_id = ${callId} and c.step_id = ${stepId} and c.state = 'published' and c.merged_into is null and c.restricted_at is null
    order by c.contribution_id limit ${limit}`)
  const levels = levelsOf(rows.map(row => row.value))
  return rows.map((row, n) => ({
    contributionId: row.contribution_id,
    title: row.title,
    theme: row.theme,
    level: levels[n]!,
    value: row.value
  }))
}

/** How many contributions of each theme have each level: for steps with more than can be drawn singly. As `levelsOf`. */
export async function countLevels(db: Db, callId: string, stepId: string): Promise<LevelCount[]> {
  const rows = await db.query<{ theme: string | null; level: Level; count: number; value: number }>(sql`
    with shown as materialized (
      select case when exists (select 1 from themes where call_id = ${callId} and state = 'accepted') then c.desk_theme::text else c.theme end as theme,
        t.value from contribution_totals t join contributions c using (call_id, contribution_id)
      where t.call_id = ${callId} and t.step_id = ${stepId} and t.shown and c.state = 'published' and c.merged_into is null and c.restricted_at is null
    ), sorted as (
      select array_agg(value order by value) as list from shown where value > 0
    ), cuts as (
      select list[greatest(1, least(cardinality(list) - 1, ceil(0.5 * cardinality(list))))::integer] as half,
        list[greatest(1, least(cardinality(list) - 1, ceil(0.85 * cardinality(list))))::integer] as most from sorted
    )
    select theme, case when value <= 0 then 0 when value > most then 3 when value > half then 2 else 1 end as level,
      count(*) as count, sum(value)::bigint as value
    from shown, cuts group by 1, 2`)
  return rows.map(row => ({ theme: row.theme, level: row.level, count: row.count, value: row.value }))
}

export interface StepPlace {
  readonly callId: string
  readonly stepId: string
}

/** How many contributions a step shows, and the version of its totals: it grows with each change of them. */
export interface Extent {
  readonly contributions: number
  readonly version: number
}

/** The extents of steps by their ids; a step in which nothing happened yet has none. */
export async function findExtents(db: Db, steps: readonly StepPlace[]): Promise<Map<string, Extent>> {
  const rows = await db.query<Extent & { step_id: string }>(sql`
    select t.step_id, t.contributions, t.version from step_totals t
    join unnest(${steps.map(step => step.callId)}::uuid[], ${steps.map(step => step.stepId)}::uuid[]) as s(call_id, step_id)
      using (call_id, step_id)`)
  return new Map(rows.map(({ step_id, contributions, version }) => [step_id, { contributions, version }]))
}
