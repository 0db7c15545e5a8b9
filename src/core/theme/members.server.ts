import { sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { repaint } from '../contribution/mosaic.server.ts'
import type { JsonObject } from '../ledger/canonical.ts'

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
  await repaint(tx, callId)
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
