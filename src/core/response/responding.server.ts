import type { Tx } from '../../db/sql.server.ts'
import { stepState } from '../call/rules.ts'
import type { Frame, Step } from '../call/rules.ts'
import { listFramesAt } from '../call/store.server.ts'
import type { Channel } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { isSignedIn } from '../door/who.ts'
import type { Who } from '../door/who.ts'
import { join, keyOf } from '../participant/store.server.ts'
import type { Participant } from '../participant/store.server.ts'
import { listStandings } from './standing.server.ts'
import type { Standing } from './standing.server.ts'

/** One who may try to respond: the step is open, and there is a participant to respond as. */
export interface Responding {
  readonly call: Frame
  readonly step: Step
  readonly participant: Participant
  readonly standing: Standing
}

interface Asking {
  readonly input: { readonly callId: string; readonly stepId: string; readonly target: string }
  readonly who: Who
  readonly channel: Channel
}

/** The one whom a participant's responses belong to: a claimed guest responds as the account that claimed it. */
export const responderOf = (participant: Participant): string =>
  participant.linkedTo ?? participant.participantId

/** Finds out about all who ask at once, and lets those take part who do not yet. Each gets an answer or a refusal of its own. */
export async function loadResponding(tx: Tx, asking: readonly Asking[]): Promise<(Responding | Refusal)[]> {
  const standings = await listStandings(
    tx,
    asking.map(({ input, who }) => ({
      callId: input.callId,
      stepId: input.stepId,
      target: input.target,
      personId: who.personId!
    }))
  )
  const revisions = new Map<string, number>()
  for (const [n, { input }] of asking.entries()) {
    const { revision } = standings[n]!
    if (revision !== null) revisions.set(input.callId, revision)
  }
  const frames = await listFramesAt(tx, revisions)
  const open = asking.map(({ input, who }) =>
    who.personId === null
      ? new Refusal('not-allowed')
      : openStep(frames.get(input.callId), input.stepId, tx.now)
  )
  const joining = asking.flatMap(({ who, channel }, n) => {
    const step = open[n]!
    if (step instanceof Refusal || standings[n]!.participant) return []
    return [{ callId: step.call.callId, personId: who.personId!, channel, confirmed: isSignedIn(who) }]
  })
  // Somebody who asks twice in one batch joins once.
  const joined =
    joining.length > 0
      ? await join(tx, [...new Map(joining.map(one => [keyOf(one), one])).values()])
      : new Map<string, Participant>()
  return open.map((step, n) => {
    if (step instanceof Refusal) return step
    const standing = standings[n]!
    const participant =
      standing.participant ??
      joined.get(keyOf({ callId: step.call.callId, personId: asking[n]!.who.personId! }))
    return participant ? { ...step, participant, standing } : new Refusal('not-signed-in')
  })
}

function openStep(call: Frame | undefined, stepId: string, now: Date): { call: Frame; step: Step } | Refusal {
  const step = call?.steps.find(one => one.stepId === stepId)
  if (!call?.openedAt || !step) return new Refusal('not-found')
  const state = stepState(call, step, now)
  if (state === 'open') return { call, step }
  return new Refusal(state === 'waiting' ? 'not-open-yet' : 'closed')
}
