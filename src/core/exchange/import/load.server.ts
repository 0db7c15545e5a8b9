import { sql } from '../../../db/sql.server.ts'
import type { Tx } from '../../../db/sql.server.ts'
import type { Frame, Step } from '../../call/rules.ts'
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

/**
 * An open step with its call's row taken, so that two imports into one call go one after the other. People hand in and
 * respond meanwhile: what they write refers to the row, and does not change it.
 */
export async function loadImport(
  tx: Tx,
  { callId, stepId }: { callId: string; stepId: string },
  who: Who
): Promise<ImportSubject> {
  const taken = await tx.query(sql`select 1 from calls where call_id = ${callId} for no key update`)
  if (taken.length === 0) throw new Refusal('not-found')
  const { call, step } = await loadOpenStep(tx, callId, stepId)
  return { call, step, roles: await rolesOf(tx, who, call.organisationId, callId) }
}
