import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { Arrival, Report } from './report.ts'
import type { FoundCopy } from './analyse.ts'

export interface Analysis {
  readonly state: 'wanted' | 'running' | 'done' | 'failed'
  readonly progress: number
  readonly madeAt: Date | null
  readonly contributions: number
  readonly placedSince: number
  readonly report: Report | null
}

export async function findAnalysis(db: Db, callId: string): Promise<Analysis | undefined> {
  const row = await first<{
    state: Analysis['state']
    progress: number
    made_at: Date | null
    contributions: number
    placed_since: number
    report: Report | null
  }>(
    db,
    sql`select state, progress, made_at, contributions, placed_since, report from analyses where call_id = ${callId}`
  )
  return (
    row && {
      state: row.state,
      progress: row.progress,
      madeAt: row.made_at,
      contributions: row.contributions,
      placedSince: row.placed_since,
      report: row.report
    }
  )
}

/** Asks for an analysis; one that waits or runs already is not asked for again. */
export async function wantAnalysis(tx: Tx, callId: string): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into analyses (call_id, state, wanted_at) values (${callId}, 'wanted', ${tx.now})
    on conflict (call_id) do update set state = 'wanted', progress = 0, wanted_at = ${tx.now}, problem = ''
      where analyses.state in ('done', 'failed') returning 1`)
  return rows.length > 0
}

/** Takes a call that waits for its analysis, or whose analysis was broken off by a crash. */
export async function claimAnalysis(tx: Tx): Promise<string | undefined> {
  const row = await first<{ call_id: string }>(
    tx,
    sql`update analyses set state = 'running', progress = 0, wanted_at = ${tx.now}
      where call_id = (select call_id from analyses
        where state = 'wanted' or (state = 'running' and wanted_at < ${tx.now}::timestamptz - interval '3 minutes')
        order by wanted_at limit 1 for update skip locked)
      returning call_id`
  )
  return row?.call_id
}

/** Says how far it is, and that it still lives. */
export async function noteProgress(tx: Tx, callId: string, progress: number): Promise<void> {
  await tx.query(sql`
    update analyses set progress = ${progress}, wanted_at = ${tx.now} where call_id = ${callId} and state = 'running'`)
}

export async function noteFailure(tx: Tx, callId: string, problem: string): Promise<void> {
  await tx.query(sql`
    update analyses set state = 'failed', problem = ${problem.slice(0, 500)} where call_id = ${callId} and state = 'running'`)
}

export interface ReadRow {
  readonly id: string
  readonly stepId: string
  readonly title: string
  readonly body: JsonObject
  readonly language: string | null
  readonly arrival: Arrival
}

/** What everybody sees of a call, page by page in the order it came. */
export async function listToRead(
  db: Db,
  callId: string,
  timeZone: string,
  after: string,
  limit: number
): Promise<ReadRow[]> {
  const rows = await db.query<{
    contribution_id: string
    step_id: string
    title: string
    body: JsonObject
    language: string | null
    channel: string
    day: string
    hour: number
    place: { coordinates?: unknown } | null
  }>(sql`
    select contribution_id, step_id, title, body, language, channel, public_place as place,
      to_char(created_at at time zone ${timeZone}, 'YYYY-MM-DD') as day,
      extract(hour from created_at at time zone ${timeZone})::int as hour
    from contributions
    where call_id = ${callId} and state = 'published' and merged_into is null and contribution_id > ${after}::uuid
    order by contribution_id limit ${limit}`)
  return rows.map(row => ({
    id: row.contribution_id,
    stepId: row.step_id,
    title: row.title,
    body: row.body,
    language: row.language,
    arrival: {
      language: row.language,
      channel: row.channel,
      day: row.day,
      hour: row.hour,
      place: pointOf(row.place)
    }
  }))
}

/** A public place is a point or has one: longitude, latitude. */
function pointOf(place: { coordinates?: unknown } | null): Arrival['place'] {
  const coordinates = place?.coordinates
  if (!Array.isArray(coordinates)) return null
  const [lon, lat] = coordinates as unknown[]
  return typeof lon === 'number' && typeof lat === 'number' ? { lon, lat } : null
}

/**
 * Contributions that came since the last analysis and were not placed yet, of calls that have one. Ids begin with the time
 * they were made, so only the newest are looked at: from three days before, for some wait for a moderator first.
 */
export async function listToPlace(
  db: Db,
  limit: number
): Promise<{ callId: string; madeAt: Date; ids: string[] }[]> {
  const rows = await db.query<{ call_id: string; made_at: Date; ids: string[] }>(sql`
    select a.call_id, a.made_at, n.ids from analyses a
    cross join lateral (
      select array_agg(contribution_id) as ids from (
        select c.contribution_id from contributions c
        where c.call_id = a.call_id and c.state = 'published' and c.merged_into is null
          and c.contribution_id > rpad(lpad(to_hex((extract(epoch from a.made_at - interval '3 days') * 1000)::bigint), 12, '0'), 32, '0')::uuid
          and not exists (select 1 from theme_members m where m.call_id = c.call_id and m.contribution_id = c.contribution_id)
        order by c.contribution_id limit ${limit}) as fresh) n
    where a.state = 'done' and a.model is not null and n.ids is not null
    order by a.call_id limit 20`)
  return rows.map(row => ({ callId: row.call_id, madeAt: row.made_at, ids: row.ids }))
}

export async function findModel(db: Db, callId: string): Promise<Uint8Array | undefined> {
  const row = await first<{ model: Uint8Array | null }>(
    db,
    sql`select model from analyses where call_id = ${callId}`
  )
  return row?.model ?? undefined
}

/** Themes by their numbers in the last analysis. */
export async function listNumbered(db: Db, callId: string): Promise<string[]> {
  const rows = await db.query<{ theme_id: string }>(sql`
    select theme_id from themes where call_id = ${callId} and suggested ? 'number'
    order by (suggested->>'number')::int`)
  return rows.map(row => row.theme_id)
}

/** The machine's word on where contributions belong; what a person decided stays beside it. */
export async function suggestMembers(
  tx: Tx,
  callId: string,
  members: readonly { readonly id: string; readonly theme: string | null; readonly likeness: number }[]
): Promise<void> {
  for (let at = 0; at < members.length; at += 5_000) {
    const page = members.slice(at, at + 5_000)
    await tx.query(sql`
      insert into theme_members (call_id, contribution_id, suggested_theme, likeness)
      select ${callId}, i, t, l from unnest(${page.map(one => one.id)}::uuid[], ${page.map(one => one.theme)}::uuid[],
        ${page.map(one => one.likeness)}::real[]) as n(i, t, l)
      on conflict (call_id, contribution_id) do update set suggested_theme = excluded.suggested_theme, likeness = excluded.likeness`)
  }
}

/** Pairs that are nearly the same; one a person decided about stays decided. */
export async function suggestCopies(tx: Tx, callId: string, copies: readonly FoundCopy[]): Promise<void> {
  for (let at = 0; at < copies.length; at += 5_000) {
    const page = copies.slice(at, at + 5_000)
    await tx.query(sql`
      insert into near_copies (call_id, contribution_id, other_id, likeness)
      select ${callId}, least(a, b), greatest(a, b), l from unnest(${page.map(one => one.a)}::uuid[],
        ${page.map(one => one.b)}::uuid[], ${page.map(one => one.likeness)}::real[]) as n(a, b, l) where a <> b
      on conflict (call_id, contribution_id, other_id) do update set likeness = excluded.likeness`)
  }
}
