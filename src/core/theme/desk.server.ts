import type { Tx } from '../../db/sql.server.ts'
import type { Frame } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import type { LineDraft } from '../ledger/line.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { lockThemes } from './store.server.ts'
import type { Theme } from './store.server.ts'

export interface Desk {
  readonly call: Frame
  readonly roles: ReadonlySet<Role>
  /** In the order they were named in. */
  readonly themes: readonly Theme[]
}

/** A call that was opened, with themes of it taken. */
export async function loadDesk(tx: Tx, callId: string, themeIds: readonly string[], who: Who): Promise<Desk> {
  const call = (await listFrames(tx, [callId])).get(callId)
  if (!call?.openedAt) throw new Refusal('not-found')
  const roles = await rolesOf(tx, who, call.organisationId, callId)
  const ids = [...new Set(themeIds)]
  const found = await lockThemes(tx, callId, ids)
  if (found.size < ids.length) throw new Refusal('not-found')
  return { call, roles, themes: ids.map(id => found.get(id)!) }
}

export function byOrganisers(_: Who, { roles }: Desk): boolean {
  return hasRole(roles, 'organiser')
}

export function byAnalysts(_: Who, { roles }: Desk): boolean {
  return hasRole(roles, 'analyst')
}

/** Somebody else was at it: merged it into another one, or dropped it. */
export function refuseDropped(themes: readonly Theme[]): void {
  if (themes.some(theme => theme.state === 'dropped')) throw new Refusal('changed-meanwhile')
}

/** A line about a theme: ids and figures, no words. */
export const themeLine = (callId: string, themeId: string, counted: JsonObject): LineDraft => ({
  log: callId,
  effect: 'note',
  subject: { kind: 'theme', id: themeId },
  counted
})
