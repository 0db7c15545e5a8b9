import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import { first, sql } from '../../db/sql.server.ts'
import { defineAct } from '../door/act.ts'
import { invalid, Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import type { LineDraft } from '../ledger/line.ts'
import { canBeGivenInCall, hasRole, mayHandOut, roles } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import {
  countOwners,
  deleteRole,
  deleteRoles,
  insertRole,
  isColleague,
  rolesOf,
  wholeOrganisation
} from '../role/store.server.ts'
import { lockOrganisation } from './store.server.ts'

const named = {
  organisationId: z.uuid(),
  personId: z.uuid(),
  role: z.enum(roles),
  /** A role in this call only; in the whole organisation without it. */
  callId: z.uuid().optional()
}

interface Team {
  readonly organisationId: string
  readonly roles: ReadonlySet<Role>
}

async function loadTeam(tx: Tx, { organisationId }: { organisationId: string }, who: Who): Promise<Team> {
  if (!(await lockOrganisation(tx, organisationId))) throw new Refusal('not-found')
  return { organisationId, roles: await rolesOf(tx, who, organisationId) }
}

async function loadColleague(
  tx: Tx,
  input: { organisationId: string; personId: string; callId?: string | undefined },
  who: Who
): Promise<Team> {
  const team = await loadTeam(tx, input, who)
  if (!hasRole(team.roles, 'organiser')) return team
  if (!(await isColleague(tx, input.organisationId, input.personId))) throw new Refusal('not-found')
  if (input.callId && !(await hasCall(tx, input.organisationId, input.callId))) {
    throw invalid('callId', 'not-found')
  }
  return team
}

export const giveRole = defineAct({
  name: 'organisation.give-role',
  title: 'Give a colleague another role, in the organisation or in one call',
  http: 'PUT /organisations/{organisationId}/team/{personId}/roles/{role}',
  scope: null,
  input: z.strictObject(named),
  load: async (tx, input, who) => ({ ...(await loadColleague(tx, input, who)), wanted: input.role }),
  may: (_, { roles, wanted }) => mayHandOut(roles, wanted),
  run: async (work, { organisationId }, { personId, role, callId }) => {
    if (callId && !canBeGivenInCall(role)) throw invalid('callId', 'unknown-key')
    return { given: await insertRole(work.tx, organisationId, personId, role, callId) }
  },
  lines: ({ organisationId }, input, { given }) => (given ? [roleLine(organisationId, input)] : [])
})

export const takeRole = defineAct({
  name: 'organisation.take-role',
  title: 'Take a role from a colleague; the last owner stays',
  http: 'DELETE /organisations/{organisationId}/team/{personId}/roles/{role}',
  scope: null,
  input: z.strictObject(named),
  load: async (tx, input, who) => ({ ...(await loadColleague(tx, input, who)), wanted: input.role }),
  may: (_, { roles, wanted }) => mayHandOut(roles, wanted),
  run: async (work, { organisationId }, { personId, role, callId }) => {
    const taken = await deleteRole(work.tx, organisationId, personId, role, callId)
    await keepAnOwner(work.tx, organisationId)
    return { taken }
  },
  lines: ({ organisationId }, input, { taken }) => (taken ? [roleLine(organisationId, input)] : [])
})

export const leaveOrganisation = defineAct({
  name: 'organisation.leave',
  title: 'Give back all your roles in an organisation; the last owner stays',
  http: 'DELETE /organisations/{organisationId}/membership',
  scope: null,
  input: z.strictObject({ organisationId: z.uuid() }),
  load: async (tx, input, who) => {
    const team = await loadTeam(tx, input, who)
    const personId = who.kind === 'person' ? who.personId : null
    return {
      ...team,
      personId,
      belongs: personId !== null && (await isColleague(tx, team.organisationId, personId))
    }
  },
  may: (_, { belongs }) => belongs,
  run: async (work, { organisationId, personId }) => {
    const left = await deleteRoles(work.tx, organisationId, personId!)
    await keepAnOwner(work.tx, organisationId)
    return { left }
  },
  lines: ({ organisationId, personId }, _, { left }) =>
    left.map(role => roleLine(organisationId, { role, personId: personId! }))
})

/** The organisation's row is taken, so no two owners go at the same moment. */
async function keepAnOwner(tx: Tx, organisationId: string): Promise<void> {
  if ((await countOwners(tx, organisationId)) === 0) throw new Refusal('last-owner')
}

async function hasCall(tx: Tx, organisationId: string, callId: string): Promise<boolean> {
  const row = await first(
    tx,
    sql`select 1 as found from calls where call_id = ${callId} and organisation_id = ${organisationId}`
  )
  return row !== undefined
}

/** Says that the role changed hands and in which call; whose it was goes when that person asks. */
export const roleLine = (
  organisationId: string,
  { role, personId, callId }: { role: Role; personId: string; callId?: string | undefined }
): LineDraft => ({
  log: organisationId,
  effect: 'note',
  subject: { kind: 'organisation', id: organisationId },
  counted: { role, ...(callId && callId !== wholeOrganisation ? { call: callId } : {}) },
  personal: { person: personId },
  participantId: personId
})
