import type { LanguageCode } from '@mozaika/aggregation'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Frame } from '../call/rules.ts'
import { findArea, listFrames } from '../call/store.server.ts'
import type { Methods } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { guessLanguage } from '../text/language.ts'
import type { Read } from './analyse.ts'
import type { AnalysisPool } from './analysis-pool.server.ts'
import type { Analysed } from './analysis-worker.ts'
import {
  claimAnalysis,
  findModel,
  listNumbered,
  listToPlace,
  listToRead,
  noteFailure,
  noteProgress,
  suggestCopies,
  suggestMembers,
  wantAnalysis
} from './analysis-store.server.ts'
import type { ReadRow } from './analysis-store.server.ts'
import { report } from './report.ts'
import type { Arrival, Asked } from './report.ts'

interface Means {
  readonly database: Database
  readonly methods: Methods
  readonly pool: AnalysisPool
}

const pageSize = 500
const noId = '00000000-0000-0000-0000-000000000000'
/** Longer texts say no more about their theme. */
const mostLetters = 4_000

/** Analyses one call that waits for it. Gives false where none does. */
export async function runAnalysis({ database, methods, pool }: Means): Promise<boolean> {
  const callId = await database.transaction(claimAnalysis)
  if (!callId) return false
  try {
    const call = (await listFrames(database, [callId])).get(callId)!
    const arrivals: Arrival[] = []
    const found = await pool.analyse(
      pages(database, methods, call, arrivals),
      await membersBefore(database, callId),
      share => void database.transaction(tx => noteProgress(tx, callId, share)).catch(() => {})
    )
    const asked = { languages: call.languages, bounds: await boundsOf(database, callId) }
    await database.transaction(tx => keep(tx, callId, found, arrivals, asked))
  } catch (error) {
    await database.transaction(tx => noteFailure(tx, callId, String(error)))
    throw error
  }
  return true
}

async function* pages(
  db: Db,
  methods: Methods,
  call: Frame,
  arrivals: Arrival[]
): AsyncGenerator<readonly Read[]> {
  for (let after = noId; ;) {
    const rows = await listToRead(db, call.callId, call.timeZone, after, pageSize)
    arrivals.push(...rows.map(row => row.arrival))
    yield rows.map(row => readOf(methods, call, row))
    if (rows.length < pageSize) return
    after = rows.at(-1)!.id
  }
}

/** Words and their language; no name of whoever wrote them. */
function readOf(methods: Methods, call: Frame, row: ReadRow): Read {
  const step = call.steps.find(one => one.stepId === row.stepId)
  const words = step ? (methods.get(step.method)?.text(row.body) ?? '') : ''
  const text = `${row.title}\n${words}`.slice(0, mostLetters)
  const language = row.language ?? guessLanguage(text) ?? call.language
  return { id: row.id, text, language: language as LanguageCode }
}

async function membersBefore(db: Db, callId: string): Promise<Map<string, string>> {
  const rows = await db.query<{ contribution_id: string; theme: string }>(sql`
    select contribution_id, suggested_theme as theme from theme_members
    where call_id = ${callId} and suggested_theme is not null`)
  return new Map(rows.map(row => [row.contribution_id, row.theme]))
}

async function boundsOf(db: Db, callId: string): Promise<Asked['bounds']> {
  const area = await findArea(db, callId)
  if (!area) return null
  const points = (area.coordinates as unknown[]).flat(area.type === 'Polygon' ? 1 : 2) as number[][]
  const lons = points.map(([lon]) => lon!)
  const lats = points.map(([, lat]) => lat!)
  const least = (all: number[]) => all.reduce((a, b) => Math.min(a, b), Infinity)
  const most = (all: number[]) => all.reduce((a, b) => Math.max(a, b), -Infinity)
  return [least(lons), least(lats), most(lons), most(lats)]
}

async function keep(
  tx: Tx,
  callId: string,
  found: Analysed,
  arrivals: readonly Arrival[],
  asked: Asked
): Promise<void> {
  await tx.query(sql`select 1 from analyses where call_id = ${callId} for update`)
  const themes = found.themes.map((theme, number) => ({
    ...theme,
    number,
    themeId: theme.themeId ?? newId()
  }))
  await tx.query(
    sql`update themes set suggested = suggested - 'number' where call_id = ${callId} and suggested ? 'number'`
  )
  const said = themes.map(theme => ({
    themeId: theme.themeId,
    name: nameOf(theme.keywords),
    suggested: JSON.stringify({
      number: theme.number,
      name: nameOf(theme.keywords),
      keywords: theme.keywords,
      typical: theme.typical,
      members: theme.members.length
    })
  }))
  // A name that a person gave stays; one that only the machine gave goes with what it says now.
  await tx.query(sql`
    insert into themes (call_id, theme_id, name, state, suggested, position, changed_at)
    select ${callId}, i, n, 'suggested', s, p, ${tx.now} from unnest(${said.map(one => one.themeId)}::uuid[],
      ${said.map(one => one.name)}::text[], ${said.map(one => one.suggested)}::jsonb[]) with ordinality as t(i, n, s, p)
    on conflict (call_id, theme_id) do update set suggested = excluded.suggested, position = excluded.position,
      name = case when themes.state = 'suggested' and themes.name = themes.suggested->>'name' then excluded.name else themes.name end`)
  await tx.query(
    sql`update theme_members set suggested_theme = null, likeness = null where call_id = ${callId}`
  )
  const sorted = themes.flatMap(theme =>
    theme.members.map(({ id, likeness }) => ({ id, theme: theme.themeId, likeness }))
  )
  await suggestMembers(tx, callId, sorted)
  await tx.query(sql`
    delete from themes t where call_id = ${callId} and state = 'suggested' and not (theme_id = any(${said.map(one => one.themeId)}::uuid[]))
      and not exists (select 1 from theme_members m where m.call_id = t.call_id and m.decided_theme = t.theme_id)`)
  await tx.query(sql`delete from near_copies where call_id = ${callId} and state = 'open'`)
  await suggestCopies(tx, callId, found.copies)
  // Those of no theme are known too, so that they are not placed again as if they were new.
  await tx.query(sql`
    insert into theme_members (call_id, contribution_id)
    select call_id, contribution_id from contributions c
    where call_id = ${callId} and state = 'published' and merged_into is null and created_at < (
      select wanted_at from analyses where call_id = ${callId}) on conflict do nothing`)
  await tx.query(sql`
    update analyses set state = 'done', progress = 1, made_at = ${tx.now}, contributions = ${arrivals.length}, placed_since = 0,
      report = ${JSON.stringify(report(arrivals, asked, found.modularity))}, model = ${Buffer.from(found.model)}, problem = ''
    where call_id = ${callId}`)
}

const nameOf = (keywords: readonly string[]): string => keywords.slice(0, 3).join(', ').slice(0, 120) || '…'

/** Once so many came since the last analysis, and so much of it, all is analysed anew. */
const leastFresh = 50
const freshShare = 0.1
const mostPlaced = 200

/** Places what came since the last analyses, on their weights. Gives how many. */
export async function placeFresh({ database, methods, pool }: Means): Promise<number> {
  let placed = 0
  for (const { callId, madeAt, ids } of await listToPlace(database, mostPlaced)) {
    const call = (await listFrames(database, [callId])).get(callId)!
    const rows = await readSome(database, call, ids)
    const found = await pool.place(
      `${callId} ${madeAt.toISOString()}`,
      () => findModel(database, callId),
      rows.map(row => readOf(methods, call, row))
    )
    if (!found) continue
    await database.transaction(async tx => {
      const [still] = await tx.query<{ made_at: Date }>(
        sql`select made_at from analyses where call_id = ${callId} and state = 'done' for update`
      )
      if (still?.made_at.getTime() !== madeAt.getTime()) return
      const numbered = await listNumbered(tx, callId)
      await suggestMembers(
        tx,
        callId,
        found.map(one => ({
          id: one.id,
          theme: one.theme === null ? null : (numbered[one.theme] ?? null),
          likeness: one.likeness
        }))
      )
      await suggestCopies(
        tx,
        callId,
        found.flatMap(one => one.copies.map(copy => ({ a: one.id, b: copy.id, likeness: copy.likeness })))
      )
      const [now] = await tx.query<{ stale: boolean }>(sql`
        update analyses set placed_since = placed_since + ${found.length} where call_id = ${callId}
        returning placed_since >= ${leastFresh} and placed_since >= ${freshShare}::real * contributions as stale`)
      if (now?.stale) await wantAnalysis(tx, callId)
      placed += found.length
    })
  }
  return placed
}

async function readSome(db: Db, call: Frame, ids: readonly string[]): Promise<ReadRow[]> {
  const wanted = new Set(ids)
  const rows: ReadRow[] = []
  for (const id of ids.toSorted()) {
    const [row] = await listToRead(db, call.callId, call.timeZone, before(id), 1)
    if (row && wanted.has(row.id)) rows.push(row)
  }
  return rows
}

/** The id just below one: ids are numbers of 128 bits. */
function before(id: string): string {
  const number = BigInt(`0x${id.replaceAll('-', '')}`) - 1n
  const digits = number.toString(16).padStart(32, '0')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
