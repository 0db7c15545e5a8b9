import { sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'

export interface Theme {
  readonly themeId: string
  readonly name: string
  readonly summary: string
  /** Of the summary, signed by a person; by language. */
  readonly translations: Readonly<Record<string, string>>
  readonly state: 'suggested' | 'accepted' | 'dropped'
  /** What the machine said; null where a person made the theme. */
  readonly suggested: Suggested | null
  readonly cameFrom: { readonly kind: 'merge' | 'split'; readonly themes: readonly string[] } | null
}

export interface Suggested {
  readonly name: string
  readonly keywords: readonly string[]
  readonly typical: readonly string[]
  readonly members: number
}

interface ThemeRow {
  theme_id: string
  name: string
  summary: string
  translations: Theme['translations']
  state: Theme['state']
  suggested: (Suggested & JsonObject) | null
  came_from: Theme['cameFrom']
}

const themeOf = (row: ThemeRow): Theme => ({
  themeId: row.theme_id,
  name: row.name,
  summary: row.summary,
  translations: row.translations,
  state: row.state,
  suggested: row.suggested && {
    name: row.suggested.name,
    keywords: row.suggested.keywords,
    typical: row.suggested.typical,
    members: row.suggested.members
  },
  cameFrom: row.came_from
})

/** More themes than this are not kept apart by anybody. */
export const mostThemes = 400

/** Takes themes in the order of their ids, so that two organisers wait for each other. */
export async function lockThemes(
  tx: Tx,
  callId: string,
  ids: readonly string[]
): Promise<Map<string, Theme>> {
  const rows = await tx.query<ThemeRow>(sql`
    select theme_id, name, summary, translations, state, suggested, came_from from themes
    where call_id = ${callId} and theme_id = any(${[...ids]}::uuid[]) order by theme_id for update`)
  return new Map(rows.map(row => [row.theme_id, themeOf(row)]))
}

export interface ShownTheme extends Theme {
  /** In it by what the machine suggests and nobody decided otherwise. */
  readonly suggestedMembers: number
  /** In it because a person put them there. */
  readonly decidedMembers: number
  readonly samples: readonly { readonly id: string; readonly title: string }[]
}

/** The themes of a call that nobody dropped, the largest first. */
export async function listThemes(db: Db, callId: string): Promise<ShownTheme[]> {
  const rows = await db.query<
    ThemeRow & { suggested_members: number; decided_members: number; samples: ShownTheme['samples'] | null }
  >(sql`
    with seen as (
      select m.* from theme_members m join contributions c using (call_id, contribution_id)
      where m.call_id = ${callId} and c.state = 'published' and c.merged_into is null
    ), decided as (
      select decided_theme as theme_id, count(*) as many from seen where decided_theme is not null group by 1
    ), waiting as (
      select suggested_theme as theme_id, count(*) as many from seen where decided_at is null and suggested_theme is not null group by 1
    )
    select t.theme_id, t.name, t.summary, t.translations, t.state, t.suggested, t.came_from,
      coalesce(w.many, 0) as suggested_members, coalesce(d.many, 0) as decided_members, (
        select jsonb_agg(jsonb_build_object('id', c.contribution_id, 'title', c.title)) from contributions c
        where c.call_id = ${callId} and c.state = 'published' and c.merged_into is null
          and c.contribution_id in (select value::uuid from jsonb_array_elements_text(t.suggested->'typical'))) as samples
    from themes t left join waiting w using (theme_id) left join decided d using (theme_id)
    where t.call_id = ${callId} and t.state <> 'dropped'
    order by coalesce(w.many, 0) + coalesce(d.many, 0) desc, t.theme_id limit ${mostThemes}`)
  return rows.map(row => ({
    ...themeOf(row),
    suggestedMembers: row.suggested_members,
    decidedMembers: row.decided_members,
    samples: row.samples ?? []
  }))
}

/** How many of what everybody sees is in no theme, neither by the machine nor by a person. */
export async function countLoose(db: Db, callId: string): Promise<number> {
  const [row] = await db.query<{ many: number }>(sql`
    select count(*) as many from contributions c left join theme_members m using (call_id, contribution_id)
    left join themes t on t.call_id = c.call_id and t.theme_id = coalesce(m.decided_theme, case when m.decided_at is null then m.suggested_theme end)
    where c.call_id = ${callId} and c.state = 'published' and c.merged_into is null and (t.theme_id is null or t.state = 'dropped')`)
  return row!.many
}

/** The themes that everybody sees, the largest first. */
export async function listAccepted(
  db: Db,
  callId: string
): Promise<(Pick<Theme, 'themeId' | 'name' | 'summary' | 'translations'> & { contributions: number })[]> {
  const rows = await db.query<{
    theme_id: string
    name: string
    summary: string
    translations: Theme['translations']
    many: number
  }>(sql`
    select t.theme_id, t.name, t.summary, t.translations, coalesce(n.many, 0) as many
    from themes t left join (
      select desk_theme as theme_id, count(*) as many from contributions
      where call_id = ${callId} and desk_theme is not null and state = 'published' and merged_into is null group by 1) n using (theme_id)
    where t.call_id = ${callId} and t.state = 'accepted' order by coalesce(n.many, 0) desc, t.theme_id limit ${mostThemes}`)
  return rows.map(row => ({
    themeId: row.theme_id,
    name: row.name,
    summary: row.summary,
    translations: row.translations,
    contributions: row.many
  }))
}

export async function insertTheme(
  tx: Tx,
  made: {
    callId: string
    themeId: string
    name: string
    state: 'suggested' | 'accepted'
    cameFrom: Theme['cameFrom']
    by: string | null
  }
): Promise<void> {
  await tx.query(sql`
    insert into themes (call_id, theme_id, name, state, came_from, changed_by, changed_at)
    values (${made.callId}, ${made.themeId}, ${made.name}, ${made.state},
      ${made.cameFrom === null ? null : JSON.stringify(made.cameFrom)}, ${made.by}, ${tx.now})`)
}

export async function changeThemes(
  tx: Tx,
  callId: string,
  ids: readonly string[],
  change: {
    state?: Theme['state']
    name?: string
    summary?: string
    cameFrom?: Theme['cameFrom']
    by: string | null
  }
): Promise<void> {
  // Translations of a summary that is no more are of no use.
  await tx.query(sql`
    update themes set
      translations = case when summary = coalesce(${change.summary ?? null}, summary) then translations else '{}' end,
      state = coalesce(${change.state ?? null}, state), name = coalesce(${change.name ?? null}, name),
      summary = coalesce(${change.summary ?? null}, summary),
      came_from = coalesce(${change.cameFrom ? JSON.stringify(change.cameFrom) : null}::jsonb, came_from),
      changed_by = ${change.by}, changed_at = ${tx.now}
    where call_id = ${callId} and theme_id = any(${[...ids]}::uuid[])`)
}
