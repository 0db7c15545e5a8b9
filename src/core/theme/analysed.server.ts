import type { Db } from '../../db/sql.server.ts'
import { mayKnowOf } from '../call/rules.ts'
import type { Frame } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'

/** What every view of the analysis desk is judged by. */
export interface Analysed {
  readonly call: Frame
  readonly roles: ReadonlySet<Role>
}

export async function loadAnalysed(db: Db, { callId }: { callId: string }, who: Who): Promise<Analysed> {
  const call = (await listFrames(db, [callId])).get(callId)
  if (!call) throw new Refusal('not-found')
  const roles = await rolesOf(db, who, call.organisationId, callId)
  if (!mayKnowOf(call, roles)) throw new Refusal('not-found')
  return { call, roles }
}

export function byAnalysts(_: Who, { roles }: Analysed): boolean {
  return hasRole(roles, 'analyst')
}
