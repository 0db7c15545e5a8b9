import type { Tx } from '../../db/sql.server.ts'
import type { Frame } from '../call/rules.ts'
import type { LineDraft } from '../ledger/line.ts'
import { roleLine } from '../organisation/team-acts.ts'
import { deleteRole, insertRole } from '../role/store.server.ts'
import type { Asked } from './rules.ts'

/** Gives the role that somebody was asked for, in the call alone; false where there is none, or it was held already. */
export async function giveAskedRole(tx: Tx, { organisationId, callId }: Frame, { role, personId }: Asked) {
  return role !== 'advice' && (await insertRole(tx, organisationId, personId, role, callId))
}

/** Takes it again; only what came with having been asked. */
export async function takeAskedRole(tx: Tx, { organisationId, callId }: Frame, asked: Asked) {
  if (asked.role === 'advice' || asked.state !== 'accepted') return false
  return deleteRole(tx, organisationId, asked.personId, asked.role, callId)
}

/** The same line as of a role that an owner gives or takes. */
export const askedRoleLine = (
  { organisationId }: Frame,
  { callId, personId, role }: Asked,
  deed: 'give' | 'take'
): LineDraft => ({
  ...roleLine(organisationId, { role: role as 'juror' | 'analyst', personId, callId }),
  event: `organisation.${deed}-role`
})
