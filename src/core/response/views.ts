import { z } from 'zod'
import { methodOf } from '../contribution/open-step.server.ts'
import { listAuthorship } from '../contribution/store.server.ts'
import { loadSeenStep } from '../contribution/views.ts'
import { defineView } from '../door/act.ts'
import type { JsonObject } from '../ledger/canonical.ts'
import { findParticipants, keyOf } from '../participant/store.server.ts'
import { countHeld, listOwnResponses } from './store.server.ts'

export const listOwn = defineView({
  name: 'response.mine',
  title:
    'Which of these contributions you respond to, wrote or do not want to see, and how much of your budget is left',
  http: 'GET /calls/{callId}/steps/{stepId}/responses/mine',
  scope: 'read',
  input: z.strictObject({
    callId: z.uuid(),
    stepId: z.uuid(),
    targets: z.union([z.uuid().transform(one => [one]), z.array(z.uuid()).max(50)]).default([])
  }),
  load: loadSeenStep,
  may: () => true,
  run: async (look, { call, step }, { targets }, who) => {
    const { rules } = methodOf(look.methods, step)
    const nothing = {
      budget: rules.budget,
      held: 0,
      mine: [] as { target: string; body: JsonObject }[],
      written: [] as string[],
      folded: [] as string[]
    }
    if (who.personId === null) return nothing
    const place = { callId: call.callId, personId: who.personId }
    const participant = (await findParticipants(look.db, [place])).get(keyOf(place))
    const authorship = await listAuthorship(look.db, call.callId, targets, who.personId)
    if (!participant) return { ...nothing, ...authorship }
    const responder = participant.linkedTo ?? participant.participantId
    const own = await listOwnResponses(look.db, call.callId, step.stepId, responder, targets)
    return {
      budget: rules.budget,
      held: await countHeld(look.db, call.callId, step.stepId, responder),
      mine: [...own].map(([target, body]) => ({ target, body })),
      ...authorship
    }
  }
})
