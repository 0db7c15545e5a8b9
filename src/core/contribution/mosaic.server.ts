import { sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { levelsOf, statusLevels } from './mosaic-tiles.ts'
import type { Level, LevelCount, Light } from './mosaic-tiles.ts'
import type { ContributionStatus } from './rules.ts'

/** A contribution as a tile: its place in the picture is by theme, then by the time it came. */
export interface Piece {
  readonly contributionId: string
  readonly title: string
  readonly theme: string | null
  readonly level: Level
  readonly value: number
  /** Its place among all that was ever handed in to the step, counted from 1: a short address that stays. */
  readonly number: number
}

/** The contributions of a step as tiles, oldest first; at most `limit`. */
export async function listPieces(
  db: Db,
  callId: string,
  stepId: string,
  limit: number
): Promise<{ light: Light; pieces: Piece[] }> {
  const rows = await db.query<{
    contribution_id: string
    title: string
    theme: string | null
    status: ContributionStatus
    value: number
    number: number
  }>(sql`
    select c.contribution_id, c.title, c.status, coalesce(t.value, 0) as value, c.number,
      case when exists (select 1 from themes where call_id = ${callId} and state = 'accepted') then c.desk_theme::text else c.theme end as theme
    from (select contribution_id, title, status, theme, desk_theme, state, merged_into, restricted_at,
        row_number() over (order by contribution_id)::integer as number from contributions
      where call_id = ${callId} and step_id = ${stepId}) c
    left join contribution_totals t on t.call_id = ${callId} and t.contribution_id = c.contribution_id
    where c.state = 'published' and c.merged_into is null and c.restricted_at is null
    order by c.contribution_id limit ${limit}`)
  const light = rows.some(row => row.status !== 'open') ? 'status' : 'support'
  const levels =
    light === 'status' ? rows.map(row => statusLevels[row.status]) : levelsOf(rows.map(row => row.value))
  const pieces = rows.map((row, n) => ({
    contributionId: row.contribution_id,
    title: row.title,
    theme: row.theme,
    level: levels[n]!,
    value: row.value,
    number: row.number
  }))
  return { light, pieces }
}

/** The contribution that was handed in as the so-manieth to a step, counted from 1; whatever became of it. */
export async function findByNumber(
  db: Db,
  callId: string,
  stepId: string,
  number: number
): Promise<string | undefined> {
  const rows = await db.query<{ contribution_id: string }>(sql`
    select contribution_id from contributions where call_id = ${callId} and step_id = ${stepId}
    order by contribution_id offset ${number - 1} limit 1`)
  return rows[0]?.contribution_id
}

/** Says that pictures of a call look different now, though no total changed: by an answer, a theme, a milestone. */
export async function repaint(tx: Tx, callId: string): Promise<void> {
  await tx.query(sql`update step_totals set version = version + 1 where call_id = ${callId}`)
}

/** How many contributions of each theme have each level: for steps with more than can be drawn singly. As `levelsOf`. */
export async function countLevels(
  db: Db,
  callId: string,
  stepId: string
): Promise<{ light: Light; counts: LevelCount[] }> {
  const rows = await db.query<{
    theme: string | null
    level: Level
    count: number
    value: number
    by_status: boolean
  }>(sql`
    with shown as materialized (
      select c.status, case when exists (select 1 from themes where call_id = ${callId} and state = 'accepted') then c.desk_theme::text else c.theme end as theme,
        t.value from contribution_totals t join contributions c using (call_id, contribution_id)
      where t.call_id = ${callId} and t.step_id = ${stepId} and t.shown and c.state = 'published' and c.merged_into is null and c.restricted_at is null
    ), sorted as (
      select array_agg(value order by value) as list from shown where value > 0
    ), cuts as (
      select list[greatest(1, least(cardinality(list) - 1, ceil(0.5 * cardinality(list))))::integer] as half,
        list[greatest(1, least(cardinality(list) - 1, ceil(0.85 * cardinality(list))))::integer] as most from sorted
    )
    , light as (select exists (select 1 from shown where status <> 'open') as by_status)
    select theme, by_status, case
        when by_status then (${JSON.stringify(statusLevels)}::jsonb ->> status)::integer
        when value <= 0 then 0 when value > most then 3 when value > half then 2 else 1 end as level,
      count(*) as count, sum(value)::bigint as value
    from shown, cuts, light group by 1, 2, 3`)
  return {
    light: rows[0]?.by_status ? 'status' : 'support',
    counts: rows.map(row => ({ theme: row.theme, level: row.level, count: row.count, value: row.value }))
  }
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
