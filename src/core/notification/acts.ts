import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import { defineAct } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { listFrames } from '../call/store.server.ts'
import { listOwnIds } from '../person/store.server.ts'
import { paces } from './rules.ts'
import { allCalls, forgetPace, isLetterKey, keepPace, markSeen } from './store.server.ts'

export const seeNotifications = defineAct({
  name: 'notification.see',
  title: 'Say that you have seen what you were told, up to one of them',
  http: 'PUT /me/notifications/seen',
  scope: 'contribute',
  perMinute: 120,
  identifies: false,
  input: z.strictObject({ upTo: z.uuid() }),
  load: async () => null,
  may: who => who.personId !== null,
  run: async (work, _, { upTo }, who) => ({
    seen: await markSeen(work.tx, await listOwnIds(work.tx, who.personId!), upTo)
  }),
  lines: () => []
})

export const setPace = defineAct({
  name: 'notification.set-pace',
  title:
    'Say how often letters should come: of one call, or of all; for one call, null goes with all the others again',
  http: 'PUT /me/paces',
  scope: 'contribute',
  perMinute: 120,
  identifies: false,
  input: z.strictObject({ callId: z.uuid().nullable().default(null), pace: z.enum(paces).nullable() }),
  load: (tx, { callId }) => loadCall(tx, callId),
  may: who => who.personId !== null,
  run: async (work, callId, { pace }, who) => {
    if (pace === null) await forgetPace(work.tx, who.personId!, callId)
    else await keepPace(work.tx, who.personId!, callId, pace)
    return { pace }
  },
  lines: () => []
})

export const stopLetters = defineAct({
  name: 'notification.stop-letters',
  title: 'Stop letters with the key that a letter carries, without signing in: of one call, or of all',
  http: 'POST /letters/stop',
  scope: 'contribute',
  perMinute: 30,
  identifies: false,
  input: z.strictObject({ personId: z.uuid(), key: z.uuid(), callId: z.uuid().nullable().default(null) }),
  load: async (tx, { personId, key, callId }) => {
    if (!(await isLetterKey(tx, personId, key))) throw new Refusal('not-found')
    return loadCall(tx, callId)
  },
  // Whoever has the letter may: the key is for nothing else.
  may: () => true,
  run: async (work, callId, { personId }) => {
    await keepPace(work.tx, personId, callId, 'never')
    return { pace: 'never' as const }
  },
  lines: () => []
})

/** The id a pace is kept under; a call that is not there is refused. */
async function loadCall(tx: Tx, callId: string | null): Promise<string> {
  if (callId === null) return allCalls
  if (!(await listFrames(tx, [callId])).has(callId)) throw new Refusal('not-found')
  return callId
}
