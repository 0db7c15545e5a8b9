import { z } from 'zod'
import { defineAct } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { setApart } from './copies.server.ts'
import { byOrganisers, loadDesk } from './desk.server.ts'

export const setCopiesApart = defineAct({
  name: 'theme.set-apart',
  title: 'Say of near-copies that they are different things, so that nobody is asked again',
  http: 'POST /calls/{callId}/near-copies/difference',
  scope: 'organise',
  perMinute: 240,
  input: z.strictObject({
    callId: z.uuid(),
    pairs: z
      .array(z.strictObject({ one: z.uuid(), other: z.uuid() }))
      .min(1)
      .max(100)
  }),
  load: (tx, { callId }, who) => loadDesk(tx, callId, [], who),
  may: byOrganisers,
  run: async (work, { call }, { pairs }, who) => {
    const apart = await setApart(work.tx, call.callId, pairs, who.personId)
    if (apart === 0) throw new Refusal('changed-meanwhile')
    return { apart }
  },
  lines: () => []
})
