import type { Tx } from '../../db/sql.server.ts'
import type { AtWork } from '../answer/load.server.ts'
import type { Frame } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { announce } from '../notification/announce.server.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { lockAsked } from './invitation.server.ts'
import type { Asked } from './rules.ts'

export interface AtAsked extends AtWork {
  readonly asked: Asked
}

/** Somebody asked for a call, with its row taken: there for organisers and for the expert alone, of a draft too. */
export async function loadAsked(
  tx: Tx,
  { callId, invitationId }: { callId: string; invitationId: string },
  who: Who
): Promise<AtAsked> {
  const call = (await listFrames(tx, [callId])).get(callId)
  const asked = call && (await lockAsked(tx, callId, invitationId))
  if (!asked) throw new Refusal('not-found')
  const roles = await rolesOf(tx, who, call.organisationId, callId)
  if (!hasRole(roles, 'organiser') && !isExpert(who, asked)) throw new Refusal('not-found')
  return { call, roles, asked }
}

/** Only people were asked, and each alone replies: programs by their token, guests never. */
export const isExpert = (who: Who, { personId }: Asked): boolean =>
  who.personId === personId && (who.kind === 'person' || who.kind === 'token')

export const refuseEnded = (call: Pick<Frame, 'concludedAt' | 'cancelledAt'>): void => {
  if (call.concludedAt || call.cancelledAt) throw new Refusal('closed')
}

export const announceAsked = (tx: Tx, callId: string, invitationId: string, personId: string) =>
  announce(tx, [
    { callId, event: 'expert.invited', subjectId: invitationId, audience: { people: [personId] } }
  ])

export const announceReply = (tx: Tx, { callId, invitationId }: Asked) =>
  announce(tx, [
    { callId, event: 'expert.replied', subjectId: invitationId, audience: { desk: ['organiser'] } }
  ])
