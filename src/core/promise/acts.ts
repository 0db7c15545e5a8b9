import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import type { Frame } from '../call/rules.ts'
import { listFrames } from '../call/store.server.ts'
import { defineAct } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { announce } from '../notification/announce.server.ts'
import { findOwnParts } from '../participant/store.server.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { requiredText } from '../text/schema.ts'
import { insertDispute, lockDispute, setDisputeState, wordDispute } from './disputes.server.ts'
import type { Dispute } from './disputes.server.ts'
import { disputeGrounds, disputeLine } from './rules.ts'

export const raiseDispute = defineAct({
  name: 'promise.dispute',
  title: 'Say, once, what you hold against the record of a promise in whose call you took part',
  http: 'POST /calls/{callId}/disputes',
  scope: 'contribute',
  perMinute: 10,
  identifies: false,
  input: z.strictObject({ callId: z.uuid(), words: requiredText(2_000, 10) }),
  load: async (tx, { callId }, who) => {
    const call = await loadOpened(tx, callId)
    return { call, participantId: await partOf(tx, callId, who) }
  },
  may: (_, { participantId }) => participantId !== null,
  run: async ({ tx }, { participantId }, { callId, words }) => {
    const dispute = { callId, disputeId: newId(), participantId: participantId!, words }
    if (!(await insertDispute(tx, dispute))) throw new Refusal('already-said')
    await announce(tx, [
      {
        callId,
        event: 'dispute.raised',
        subjectId: dispute.disputeId,
        audience: { desk: ['organiser', 'moderator'] }
      }
    ])
    return dispute
  },
  lines: (_, __, dispute) => [disputeLine(dispute, {}, { words: dispute.words })],
  reply: ({ disputeId }) => ({ disputeId })
})

export const withdrawDispute = defineAct({
  name: 'promise.withdraw-dispute',
  title: 'Take back what you hold against the record of a promise',
  http: 'POST /calls/{callId}/disputes/{disputeId}/withdrawal',
  scope: 'contribute',
  identifies: false,
  input: z.strictObject({ callId: z.uuid(), disputeId: z.uuid() }),
  load: loadDispute,
  may: (_, { own }) => own,
  run: async ({ tx }, { dispute }) => {
    if (dispute.state !== 'published') throw new Refusal('gone')
    await setDisputeState(tx, dispute, 'withdrawn')
    return { disputeId: dispute.disputeId }
  },
  lines: ({ dispute }) => [disputeLine(dispute, { withdrawn: true })]
})

export const wordOnDispute = defineAct({
  name: 'promise.word',
  title: 'Say the organisation’s word on a dispute, once; it stands beside it',
  http: 'POST /calls/{callId}/disputes/{disputeId}/word',
  scope: 'organise',
  input: z.strictObject({ callId: z.uuid(), disputeId: z.uuid(), words: requiredText(2_000, 10) }),
  load: loadDispute,
  may: (_, { roles }) => hasRole(roles, 'organiser'),
  run: async ({ tx }, { dispute }, { callId, words }) => {
    if (dispute.state !== 'published') throw new Refusal('gone')
    if (dispute.wordedAt) throw new Refusal('already-said')
    await wordDispute(tx, dispute, words)
    await announce(tx, [
      {
        callId,
        event: 'dispute.worded',
        subjectId: dispute.disputeId,
        audience: { participants: [dispute.participantId] }
      }
    ])
    return { disputeId: dispute.disputeId }
  },
  lines: ({ dispute }, { words }) => [{ ...disputeLine(dispute, { word: words }), participantId: null }]
})

export const hideDispute = defineAct({
  name: 'promise.hide-dispute',
  title:
    'Take the words of a dispute from view, on a ground that has nothing to do with the promise; that there was one stays',
  http: 'POST /calls/{callId}/disputes/{disputeId}/hiding',
  scope: 'moderate',
  input: z.strictObject({ callId: z.uuid(), disputeId: z.uuid(), ground: z.enum(disputeGrounds) }),
  load: loadDispute,
  may: (_, { roles }) => hasRole(roles, 'moderator'),
  run: async ({ tx }, { dispute }) => {
    if (dispute.state !== 'published') throw new Refusal('gone')
    await setDisputeState(tx, dispute, 'hidden')
    return { disputeId: dispute.disputeId }
  },
  lines: ({ dispute }, { ground }) => [disputeLine(dispute, { hidden: true, ground })]
})

const partOf = async (tx: Tx, callId: string, { personId }: Who): Promise<string | null> =>
  (personId && (await findOwnParts(tx, [callId], personId)).get(callId)) || null

/** A call with a promise to hold somebody to: it was opened. */
async function loadOpened(tx: Tx, callId: string): Promise<Frame> {
  const call = (await listFrames(tx, [callId])).get(callId)
  if (!call?.openedAt) throw new Refusal('not-found')
  return call
}

interface Loaded {
  readonly dispute: Dispute
  readonly own: boolean
  readonly roles: ReadonlySet<Role>
}

async function loadDispute(
  tx: Tx,
  { callId, disputeId }: { callId: string; disputeId: string },
  who: Who
): Promise<Loaded> {
  const call = await loadOpened(tx, callId)
  const dispute = await lockDispute(tx, callId, disputeId)
  if (!dispute || dispute.state === 'erased' || dispute.state === 'withdrawn') throw new Refusal('not-found')
  const part = await partOf(tx, callId, who)
  return {
    dispute,
    own: part === dispute.participantId,
    roles: await rolesOf(tx, who, call.organisationId, callId)
  }
}
