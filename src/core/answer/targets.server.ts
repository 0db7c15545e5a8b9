import { z } from 'zod'
import { sql } from '../../db/sql.server.ts'
import type { Tx } from '../../db/sql.server.ts'
import { Refusal, invalid } from '../door/refusal.ts'

/** So many can be answered at once, chosen or filtered; a theme may have more. */
export const mostChosen = 2_000
const mostOfTheme = 20_000

const only = z.enum(['waiting', 'all']).default('waiting')

/** A theme of the desk, or what is in none. */
export const deskTheme = z.union([z.uuid(), z.literal('none')])

/** Whom an answer is for. `waiting`: of these, those without one. */
export const selection = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('ids'), ids: z.array(z.uuid()).min(1).max(mostChosen) }),
  z.strictObject({
    by: z.literal('filter'),
    theme: deskTheme.optional(),
    ownTheme: z.string().max(60).optional(),
    q: z.string().max(200).optional(),
    only
  }),
  z.strictObject({ by: z.literal('theme'), themeId: z.uuid(), only }),
  z.strictObject({ by: z.literal('call') })
])
export type Selection = z.output<typeof selection>

export const scopeOf = (select: Selection) =>
  select.by === 'theme'
    ? ('theme' as const)
    : select.by === 'call'
      ? ('call' as const)
      : ('contributions' as const)

/** Those that can be answered of a selection, and how many cannot. */
export interface Chosen {
  readonly ids: readonly string[]
  readonly leftOut: number
}

/**
 * Finds whom an answer is for. `answerable`: the steps whose contributions are owed one.
 *
 * @throws {Refusal} `nothing-to-answer` when none of what was chosen can be answered; `invalid` when it is too many.
 */
export async function findTargets(
  tx: Tx,
  callId: string,
  select: Selection,
  answerable: readonly string[]
): Promise<Chosen> {
  if (select.by === 'call') return { ids: [], leftOut: 0 }
  const ids = await idsOf(tx, callId, select, answerable)
  const isTheme = select.by === 'theme' || (select.by === 'filter' && select.theme !== undefined)
  const most = isTheme ? mostOfTheme : mostChosen
  if (ids.length > most) throw invalid('select', 'too-many', { most })
  if (ids.length === 0) throw new Refusal('nothing-to-answer')
  return { ids, leftOut: select.by === 'ids' ? new Set(select.ids).size - ids.length : 0 }
}

async function idsOf(
  tx: Tx,
  callId: string,
  select: Exclude<Selection, { by: 'call' }>,
  answerable: readonly string[]
): Promise<string[]> {
  if (select.by === 'ids') {
    const rows = await tx.query<{ contribution_id: string }>(sql`
      select contribution_id from contributions
      where call_id = ${callId} and contribution_id = any(${select.ids}::uuid[]) and state = 'published' and merged_into is null
        and step_id = any(${answerable}::uuid[])
      order by contribution_id`)
    return rows.map(row => row.contribution_id)
  }
  const theme = themeWanted(select.by === 'theme' ? select.themeId : (select.theme ?? null))
  const ownTheme = select.by === 'filter' ? (select.ownTheme ?? null) : null
  const words = select.by === 'filter' ? patternOf(select.q) : null
  const rows = await tx.query<{ contribution_id: string }>(sql`
    select contribution_id from contributions
    where call_id = ${callId} and state = 'published' and merged_into is null and step_id = any(${answerable}::uuid[])
      and (${select.only} = 'all' or answered_at is null)
      and (${theme.any} or desk_theme is not distinct from ${theme.id}::uuid)
      and (${ownTheme}::text is null or theme = ${ownTheme})
      and (${words}::text is null or title ilike ${words} or exists (
        select 1 from jsonb_path_query(body, 'strict $.** ? (@.type() == "string")') as said(value) where said.value #>> '{}' ilike ${words}))
    order by contribution_id limit ${mostOfTheme + 1}`)
  return rows.map(row => row.contribution_id)
}

/** What of the desk's themes is asked for: any, one of them, or none at all. */
export const themeWanted = (theme: string | null) => ({
  any: theme === null,
  id: theme === 'none' ? null : theme
})

/** Words as a pattern for `ilike`; null where nothing is looked for. */
export function patternOf(words: string | undefined): string | null {
  const text = words?.normalize('NFC').replaceAll('\0', '').trim()
  return text ? `%${text.replace(/[\\%_]/g, '\\$&')}%` : null
}
