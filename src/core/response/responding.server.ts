import type { Tx } from '../../db/sql.server.ts'
import { stepState } from '../call/rules.ts'
import type { Frame, Step } from '../call/rules.ts'
import { listFramesAt } from '../call/store.server.ts'
import type { Channel } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { isSignedIn } from '../door/who.ts'
import type { Who } from '../door/who.ts'
import { outsidersOf } from '../group/audience.server.ts'
import { joining, keyOf } from '../participant/store.server.ts'
import type { Participant } from '../participant/store.server.ts'
import { listStandings } from './standing.server.ts'
import type { Standing } from './standing.server.ts'

/** One who may try to respond: the step is open, and there is a participant to respond as. */
export interface Responding {
  readonly call: Frame
  readonly step: Step
  readonly participant: Participant
  /** Takes part from this response on: to be kept together with it. */
  readonly isJoining: boolean
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

/** Finds out about all who ask at once. Each gets an answer or a refusal of its own; nothing is written. */
export async function loadResponding(tx: Tx, asking: readonly Asking[]): Promise<(Responding | Refusal)[]> {
  const standings = await listStandings(
    tx,
    asking.map(({ input, who }) => ({
      callId: input.callId,
      stepId: input.stepId,
      target: input.target,
      personId: who.personId,
      isGuest: who.kind === 'guest'
    }))
  )
  const revisions = new Map<string, number>()
  for (const [n, { input }] of asking.entries()) {
    const { revision } = standings[n]!
    if (revision !== null) revisions.set(input.callId, revision)
  }
  const frames = await listFramesAt(tx, revisions)
  const outside = await outsidersOf(
    tx,
    asking.map(({ input, who }) => ({ call: frames.get(input.callId), who }))
  )
  // Somebody who asks twice in one batch joins once.
  const joined = new Map<string, Participant>()
  return asking.map(({ input, who }, n) => {
    if (who.personId === null) return new Refusal('not-allowed')
    const open = openStep(frames.get(input.callId), input.stepId, tx.now)
    if (open instanceof Refusal) return open
    const outsider = outside.get(n)
    if (outsider) return outsider
    const standing = standings[n]!
    if (standing.participant)
      return { ...open, participant: standing.participant, isJoining: false, standing }
    if (standing.isErased) return new Refusal('not-signed-in')
    const one = { callId: open.call.callId, personId: who.personId, confirmed: isSignedIn(who) }
    const participant = joined.get(keyOf(one)) ?? joining(one)
    joined.set(keyOf(one), participant)
    return { ...open, participant, isJoining: true, standing }
  })
}

function openStep(call: Frame | undefined, stepId: string, now: Date): { call: Frame; step: Step } | Refusal {
  const step = call?.steps.find(one => one.stepId === stepId)
  if (!call?.openedAt || !step) return new Refusal('not-found')
  const state = stepState(call, step, now)
  if (state === 'open') return { call, step }
  return new Refusal(state === 'waiting' ? 'not-open-yet' : 'closed')
}
