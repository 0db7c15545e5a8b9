import { z } from 'zod'
import { hiddenUntil } from '../call/rules.ts'
import { methodOf } from '../contribution/open-step.server.ts'
import { defineAct, defineBatchAct } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import type { LineDraft } from '../ledger/line.ts'
import { joinedOnce } from '../participant/store.server.ts'
import { giveAll } from './give.server.ts'
import type { Given } from './give.server.ts'
import { loadResponding, responderOf } from './responding.server.ts'
import type { Responding } from './responding.server.ts'
import { responseRecord } from './rules.ts'
import { givenOnce, takeBackResponse } from './store.server.ts'

const target = { callId: z.uuid(), stepId: z.uuid(), target: z.uuid() }

export const giveResponse = defineBatchAct({
  name: 'response.give',
  title: 'Respond to a contribution: support it, score it',
  http: 'POST /calls/{callId}/responses',
  scope: 'contribute',
  perMinute: 120,
  most: 200,
  races: [givenOnce, joinedOnce],
  input: z.strictObject({ ...target, body: z.record(z.string().max(40), z.json()).optional() }),
  load: loadResponding,
  // Who may respond is a setting of the step, checked in `run`, where its method is at hand.
  may: who => who.personId !== null,
  run: giveAll,
  lines: (subject, _, given) => [givenLine(subject, given)],
  reply: ({ row }) => ({ responseId: row.responseId, target: row.target, body: row.body })
})

function givenLine(
  { call, step, participant }: Responding,
  { row, isNew, weightChange, hiddenUntil }: Given
): LineDraft {
  return {
    log: call.callId,
    effect: 'put',
    subject: { kind: 'response', id: row.responseId },
    step: step.stepId,
    ...responseRecord({ ...row, responder: participant.alias }),
    participantId: row.responder,
    hiddenUntil,
    change: { target: row.target, responses: isNew ? 1 : 0, value: weightChange }
  }
}

export const takeBack = defineAct({
  name: 'response.take-back',
  title: 'Take your response back while the step is open',
  http: 'DELETE /calls/{callId}/responses',
  scope: 'contribute',
  perMinute: 120,
  identifies: false,
  input: z.strictObject(target),
  load: async (tx, input, who) => {
    if (who.personId === null) throw new Refusal('nothing-to-take-back')
    const [responding] = await loadResponding(tx, [{ input, who, channel: 'web' }])
    if (responding instanceof Refusal) throw responding
    if (responding!.isJoining) throw new Refusal('nothing-to-take-back')
    return responding!
  },
  may: who => who.personId !== null,
  run: async (work, { call, step, participant }, input) => {
    const { method, rules } = methodOf(work.methods, step)
    const taken = await takeBackResponse(work.tx, {
      callId: call.callId,
      stepId: step.stepId,
      target: input.target,
      responder: responderOf(participant),
      kind: rules.responseKind
    })
    if (!taken) throw new Refusal('nothing-to-take-back')
    return { ...taken, weight: method.weight(taken.body), hiddenUntil: hiddenUntil(rules, step) }
  },
  lines: ({ call, step, participant }, input, taken) => [
    {
      log: call.callId,
      effect: 'remove',
      subject: { kind: 'response', id: taken.responseId },
      step: step.stepId,
      counted: {},
      participantId: responderOf(participant),
      hiddenUntil: taken.hiddenUntil,
      change: { target: input.target, responses: -1, value: -taken.weight }
    }
  ],
  reply: ({ responseId }) => ({ responseId })
})
