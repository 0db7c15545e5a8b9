import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import { defineAct } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { listFrames } from '../call/store.server.ts'
import type { Who } from '../door/who.ts'
import { listOwnIds, lockPerson } from '../person/store.server.ts'
import { forgetPushAddress, keepPushAddress } from './push.server.ts'
import { paces } from './rules.ts'
import { allCalls, forgetPace, isLetterKey, keepPace, markSeen, wasToldOf } from './store.server.ts'

export const seeNotifications = defineAct({
  name: 'notification.see',
  title: 'Say that you have seen what you were told, up to one of them',
  http: 'PUT /me/notifications/seen',
  scope: 'contribute',
  perMinute: 120,
  identifies: false,
  input: z.strictObject({ upTo: z.uuid() }),
  load: (tx, _, who) => loadReader(tx, who),
  may: (who, personId) => who.personId === personId,
  run: async (work, personId, { upTo }) => ({
    seen: await markSeen(work.tx, await listOwnIds(work.tx, personId), upTo)
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
  load: async (tx, { callId }, who) => ({
    personId: await loadReader(tx, who),
    place: await loadCall(tx, callId)
  }),
  may: (who, { personId }) => who.personId === personId,
  run: async (work, { personId, place }, { pace }) => {
    if (pace === null) await forgetPace(work.tx, personId, place)
    else await keepPace(work.tx, personId, place, pace)
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
    if (callId !== null && !(await wasToldOf(tx, personId, callId))) throw new Refusal('not-found')
    return callId ?? allCalls
  },
  // Whoever has the letter may: the key is for nothing else.
  may: () => true,
  run: async (work, callId, { personId }) => {
    await keepPace(work.tx, personId, callId, 'never')
    return { pace: 'never' as const }
  },
  lines: () => []
})

/** Where a browser's push service listens: given by the browser, so it is only ever knocked at through the guard. */
const endpoint = z
  .url({ protocol: /^https$/ })
  .max(1_000)
  .regex(/^[\x21-\x7e]+$/)

export const pushOn = defineAct({
  name: 'notification.push-on',
  title: 'Have news shown by a browser of yours at once; its push subscription as the browser gives it',
  http: 'POST /me/push-addresses',
  scope: null,
  perMinute: 20,
  identifies: false,
  input: z.strictObject({
    endpoint,
    keys: z.strictObject({
      p256dh: z
        .string()
        .max(88)
        .regex(/^[A-Za-z0-9_-]{87}=?$/),
      auth: z
        .string()
        .max(24)
        .regex(/^[A-Za-z0-9_-]{22}={0,2}$/)
    })
  }),
  load: (tx, _, who) => loadReader(tx, who),
  may: (who, personId) => who.personId === personId,
  run: async (work, personId, { endpoint: address, keys }) => {
    await keepPushAddress(work.tx, personId, { endpoint: address, ...keys })
    return { endpoint: address }
  },
  lines: () => []
})

export const pushOff = defineAct({
  name: 'notification.push-off',
  title: 'No longer have news shown by a browser of yours',
  http: 'DELETE /me/push-addresses',
  scope: null,
  perMinute: 20,
  identifies: false,
  input: z.strictObject({ endpoint }),
  load: (tx, _, who) => loadReader(tx, who),
  may: (who, personId) => who.personId === personId,
  run: async (work, personId, { endpoint: address }) => {
    await forgetPushAddress(work.tx, personId, address)
    return { endpoint: address }
  },
  lines: () => []
})

/** Whoever has news here: a person or a guest who is still there. */
async function loadReader(tx: Tx, { personId }: Who): Promise<string> {
  const person = personId ? await lockPerson(tx, personId) : undefined
  if (!person) throw new Refusal('not-signed-in')
  return person.personId
}

/** The id a pace is kept under; a call that is not there is refused. */
async function loadCall(tx: Tx, callId: string | null): Promise<string> {
  if (callId === null) return allCalls
  if (!(await listFrames(tx, [callId])).get(callId)?.openedAt) throw new Refusal('not-found')
  return callId
}
