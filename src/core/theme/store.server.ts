import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'

export interface Theme {
  readonly themeId: string
  readonly name: string
  readonly summary: string
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
  state: Theme['state']
  suggested: (Suggested & JsonObject) | null
  came_from: Theme['cameFrom']
}

const themeOf = (row: ThemeRow): Theme => ({
  themeId: row.theme_id,
  name: row.name,
  summary: row.summary,
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
    select theme_id, name, summary, state, suggested, came_from from themes
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
    select t.theme_id, t.name, t.summary, t.state, t.suggested, t.came_from,
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
): Promise<{ themeId: string; name: string; summary: string; contributions: number }[]> {
  const rows = await db.query<{ theme_id: string; name: string; summary: string; many: number }>(sql`
    select t.theme_id, t.name, t.summary, coalesce(n.many, 0) as many
    from themes t left join (
      select desk_theme as theme_id, count(*) as many from contributions
      where call_id = ${callId} and desk_theme is not null and state = 'published' and merged_into is null group by 1) n using (theme_id)
    where t.call_id = ${callId} and t.state = 'accepted' order by coalesce(n.many, 0) desc, t.theme_id limit ${mostThemes}`)
  return rows.map(row => ({
    themeId: row.theme_id,
    name: row.name,
    summary: row.summary,
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
  await tx.query(sql`
    update themes set state = coalesce(${change.state ?? null}, state), name = coalesce(${change.name ?? null}, name),
      summary = coalesce(${change.summary ?? null}, summary),
      came_from = coalesce(${change.cameFrom ? JSON.stringify(change.cameFrom) : null}::jsonb, came_from),
      changed_by = ${change.by}, changed_at = ${tx.now}
    where call_id = ${callId} and theme_id = any(${[...ids]}::uuid[])`)
}

/** Decides where contributions belong; null: to no theme. Gives those that are there to be placed. */
export async function decideMembers(
  tx: Tx,
  callId: string,
  contributionIds: readonly string[],
  themeId: string | null,
  by: string | null
): Promise<number> {
  const rows = await tx.query(sql`
    insert into theme_members (call_id, contribution_id, decided_theme, decided_by, decided_at)
    select ${callId}, contribution_id, ${themeId}, ${by}, ${tx.now} from contributions
    where call_id = ${callId} and contribution_id = any(${[...contributionIds]}::uuid[]) and state = 'published' and merged_into is null
    on conflict (call_id, contribution_id) do update set decided_theme = excluded.decided_theme, decided_by = excluded.decided_by,
      decided_at = excluded.decided_at
    returning 1`)
  return rows.length
}

/** Takes the machine at its word: those it put in these themes and nobody decided about are decided to be there. */
export async function decideSuggested(
  tx: Tx,
  callId: string,
  themeIds: readonly string[],
  by: string | null
): Promise<number> {
  const rows = await tx.query(sql`
    update theme_members m set decided_theme = m.suggested_theme, decided_by = ${by}, decided_at = ${tx.now}
    where m.call_id = ${callId} and m.suggested_theme = any(${[...themeIds]}::uuid[]) and m.decided_at is null returning 1`)
  return rows.length
}

/** Moves all of some themes to another (null: to none): those decided to be there, and those only suggested. */
export async function moveMembers(
  tx: Tx,
  callId: string,
  from: readonly string[],
  to: string | null,
  by: string | null
): Promise<number> {
  const rows = await tx.query(sql`
    update theme_members set decided_theme = ${to}, decided_by = ${by}, decided_at = ${tx.now}
    where call_id = ${callId} and (decided_theme = any(${[...from]}::uuid[])
      or decided_at is null and suggested_theme = any(${[...from]}::uuid[])) returning 1`)
  return rows.length
}

/** Lets contributions say what was decided, where their theme is accepted; pages and pictures are drawn anew. */
export async function showDecided(tx: Tx, callId: string): Promise<void> {
  await tx.query(sql`
    update contributions c set desk_theme = d.theme_id
    from theme_members m left join themes d on d.call_id = m.call_id and d.theme_id = m.decided_theme and d.state = 'accepted'
    where c.call_id = ${callId} and m.call_id = c.call_id and m.contribution_id = c.contribution_id
      and c.desk_theme is distinct from d.theme_id`)
  await tx.query(sql`update step_totals set version = version + 1 where call_id = ${callId}`)
}

export interface Member {
  readonly contributionId: string
  readonly title: string
  readonly body: JsonObject
  readonly stepId: string
  readonly language: string | null
  readonly responses: number
  readonly suggestedTheme: string | null
  readonly likeness: number | null
  readonly decidedTheme: string | null
  readonly isDecided: boolean
}

/** The contributions of a theme (null: of none), newest first, after an id. */
export async function listMembers(
  db: Db,
  callId: string,
  themeId: string | null,
  after: string | undefined,
  limit: number
): Promise<Member[]> {
  const rows = await db.query<{
    contribution_id: string
    title: string
    body: JsonObject
    step_id: string
    language: string | null
    responses: number | null
    suggested_theme: string | null
    likeness: number | null
    decided_theme: string | null
    decided_at: Date | null
  }>(sql`
    select c.contribution_id, c.title, c.body, c.step_id, c.language, t.responses, m.suggested_theme, m.likeness, m.decided_theme, m.decided_at
    from contributions c left join theme_members m using (call_id, contribution_id)
    left join contribution_totals t using (call_id, contribution_id)
    left join themes own on own.call_id = c.call_id
      and own.theme_id = coalesce(m.decided_theme, case when m.decided_at is null then m.suggested_theme end) and own.state <> 'dropped'
    where c.call_id = ${callId} and c.state = 'published' and c.merged_into is null
      and own.theme_id is not distinct from ${themeId}::uuid
      and c.contribution_id < ${after ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid
    order by c.contribution_id desc limit ${limit}`)
  return rows.map(row => ({
    contributionId: row.contribution_id,
    title: row.title,
    body: row.body,
    stepId: row.step_id,
    language: row.language,
    responses: row.responses ?? 0,
    suggestedTheme: row.suggested_theme,
    likeness: row.likeness,
    decidedTheme: row.decided_theme,
    isDecided: row.decided_at !== null
  }))
}

export interface Copy {
  readonly likeness: number
  readonly one: CopySide
  readonly other: CopySide
}
export interface CopySide {
  readonly contributionId: string
  readonly title: string
  readonly body: JsonObject
  readonly stepId: string
  readonly author: string | null
  readonly createdAt: Date
  readonly responses: number
}

interface SideRow {
  id: string
  title: string
  body: JsonObject
  step: string
  author: string | null
  at: string
  responses: number
}

const sideOf = (side: SideRow): CopySide => ({
  contributionId: side.id,
  title: side.title,
  body: side.body,
  stepId: side.step,
  author: side.author,
  createdAt: new Date(side.at),
  responses: side.responses
})

/** Pairs that nobody decided about and that can still be merged, the likest first, after a pair. */
export async function listCopies(
  db: Db,
  callId: string,
  after: readonly [likeness: number, one: string, other: string] | undefined,
  limit: number
): Promise<Copy[]> {
  const [likeness, one, other] = after ?? [
    2,
    '00000000-0000-0000-0000-000000000000',
    '00000000-0000-0000-0000-000000000000'
  ]
  const rows = await db.query<{ likeness: number; one: SideRow; other: SideRow }>(sql`
    select n.likeness, jsonb_build_object('id', a.contribution_id, 'title', a.title, 'body', a.body, 'step', a.step_id, 'at', a.created_at,
        'author', (select name from participants p where p.call_id = a.call_id and p.participant_id = a.first_author),
        'responses', coalesce((select responses from contribution_totals t where t.call_id = a.call_id and t.contribution_id = a.contribution_id), 0)) as one, jsonb_build_object('id', b.contribution_id, 'title', b.title, 'body', b.body, 'step', b.step_id, 'at', b.created_at,
        'author', (select name from participants p where p.call_id = b.call_id and p.participant_id = b.first_author),
        'responses', coalesce((select responses from contribution_totals t where t.call_id = b.call_id and t.contribution_id = b.contribution_id), 0)) as other
    from near_copies n
    join contributions a on a.call_id = n.call_id and a.contribution_id = n.contribution_id and a.state = 'published' and a.merged_into is null
    join contributions b on b.call_id = n.call_id and b.contribution_id = n.other_id and b.state = 'published' and b.merged_into is null
    where n.call_id = ${callId} and n.state = 'open' and a.step_id = b.step_id
      and (n.likeness < ${likeness}::real or n.likeness = ${likeness}::real and (n.contribution_id, n.other_id) > (${one}::uuid, ${other}::uuid))
    order by n.likeness desc, n.contribution_id, n.other_id limit ${limit}`)
  return rows.map(row => ({ likeness: row.likeness, one: sideOf(row.one), other: sideOf(row.other) }))
}

export async function countCopies(db: Db, callId: string): Promise<number> {
  const row = await first<{ many: number }>(
    db,
    sql`select count(*) as many from near_copies n
      join contributions a on a.call_id = n.call_id and a.contribution_id = n.contribution_id and a.state = 'published' and a.merged_into is null
      join contributions b on b.call_id = n.call_id and b.contribution_id = n.other_id and b.state = 'published' and b.merged_into is null
      where n.call_id = ${callId} and n.state = 'open' and a.step_id = b.step_id`
  )
  return row!.many
}

/** Says of pairs that they are different things; gives how many were open. */
export async function setApart(
  tx: Tx,
  callId: string,
  pairs: readonly { readonly one: string; readonly other: string }[],
  by: string | null
): Promise<number> {
  const rows = await tx.query(sql`
    update near_copies n set state = 'different', decided_by = ${by}, decided_at = ${tx.now}
    from unnest(${pairs.map(pair => pair.one)}::uuid[], ${pairs.map(pair => pair.other)}::uuid[]) as p(a, b)
    where n.call_id = ${callId} and n.contribution_id = least(p.a, p.b) and n.other_id = greatest(p.a, p.b) and n.state = 'open'
    returning 1`)
  return rows.length
}
