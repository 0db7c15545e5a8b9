import type { Tx } from '../../../db/sql.server.ts'
import type { Frame, Step } from '../../call/rules.ts'
import { lockCall } from '../../call/store.server.ts'
import { loadOpenStep } from '../../contribution/open-step.server.ts'
import { Refusal } from '../../door/refusal.ts'
import type { Who } from '../../door/who.ts'
import type { Role } from '../../role/rules.ts'
import { rolesOf } from '../../role/store.server.ts'

export interface ImportSubject {
  readonly call: Frame
  readonly step: Step
  readonly roles: ReadonlySet<Role>
}

/** An open step with its call's row taken: two imports into one call go one after the other. */
export async function loadImport(
  tx: Tx,
  { callId, stepId }: { callId: string; stepId: string },
  who: Who
): Promise<ImportSubject> {
  if (!(await lockCall(tx, callId))) throw new Refusal('not-found')
  const { call, step } = await loadOpenStep(tx, callId, stepId)
  return { call, step, roles: await rolesOf(tx, who, call.organisationId, callId) }
}
