import { responseRecord } from '../response/rules.ts'
import type { LineDraft } from '../ledger/line.ts'
import type { Held } from './carry.ts'

/** Where responses are that move, and what one of them weighs in the totals. */
export interface Place {
  readonly callId: string
  readonly stepId: string
  readonly hiddenUntil: Date | null
  weight(body: Held['body']): number
}

/** A response that leaves the count with what it was given to. */
export const leavingLine = ({ callId, stepId, hiddenUntil, weight }: Place, held: Held): LineDraft => ({
  log: callId,
  event: 'response.supersede',
  effect: 'remove',
  subject: { kind: 'response', id: held.responseId },
  step: stepId,
  counted: {},
  participantId: held.responder,
  hiddenUntil,
  change: { target: held.target, responses: -1, value: -weight(held.body) }
})

/** A response that counts from now on where it is. */
export const comingLine = (
  { callId, stepId, hiddenUntil, weight }: Place,
  held: Held,
  event: 'response.carry' | 'response.restore'
): LineDraft => ({
  log: callId,
  event,
  effect: 'put',
  subject: { kind: 'response', id: held.responseId },
  step: stepId,
  ...responseRecord({
    responseId: held.responseId,
    stepId,
    target: held.target,
    kind: held.kind,
    body: held.body,
    responder: held.alias,
    at: held.givenAt
  }),
  participantId: held.responder,
  hiddenUntil,
  change: { target: held.target, responses: 1, value: weight(held.body) }
})
