import { z } from 'zod'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import type { Db } from '../../db/sql.server.ts'
import { findPerson, listOwnIds } from '../person/store.server.ts'
import type { Person } from '../person/store.server.ts'
import { publicPushKey } from './push.server.ts'
import { usualPace } from './rules.ts'
import { countNew, findPace, listPaces, listTold } from './store.server.ts'

/** Whoever has news here: a person, a guest with a cookie, a person's token. */
async function loadReader(db: Db, _: unknown, { personId }: Who): Promise<Person> {
  const person = personId ? await findPerson(db, personId) : undefined
  if (!person) throw new Refusal('not-signed-in')
  return person
}

const isReader = (who: Who, { personId }: Person) => who.personId === personId

const page = z.strictObject({
  after: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30)
})

export const listNotifications = defineView({
  name: 'notification.list',
  title: 'What you were told, newest first',
  http: 'GET /me/notifications',
  scope: 'read',
  input: page,
  load: loadReader,
  may: isReader,
  run: async (look, { personId }, { after, limit }) => {
    const ids = await listOwnIds(look.db, personId)
    const found = await listTold(look.db, ids, readCursor(after, 'uuid')?.[0] ?? null, limit + 1)
    const items = found.slice(0, limit)
    return {
      items: items.map(item => ({ ...item, madeAt: item.madeAt.toISOString() })),
      next: found.length > limit ? writeCursor(items.at(-1)!.notificationId) : null
    }
  }
})

export const countNotifications = defineView({
  name: 'notification.count',
  title: 'How much of what you were told you have not seen; counted up to a hundred',
  http: 'GET /me/notifications/new',
  scope: 'read',
  input: z.strictObject({}),
  load: loadReader,
  may: isReader,
  run: async (look, { personId }) => ({ new: await countNew(look.db, [personId]) })
})

export const listPacesView = defineView({
  name: 'notification.paces',
  title: 'How often letters come to you: of all calls, and of single ones',
  http: 'GET /me/paces',
  scope: 'read',
  input: page,
  load: loadReader,
  may: isReader,
  run: async (look, { personId }, { after, limit }) => {
    const ids = await listOwnIds(look.db, personId)
    const from = readCursor(after, 'uuid')?.[0] ?? null
    const found = await listPaces(look.db, personId, ids, from, limit + 1)
    const items = found.slice(0, limit)
    return {
      pace: (await findPace(look.db, personId)) ?? usualPace,
      items,
      next: found.length > limit ? writeCursor(items.at(-1)!.callId) : null
    }
  }
})

export const findPushKey = defineView({
  name: 'notification.push-key',
  title: 'The public key by which browsers know our pushes (VAPID, RFC 8292)',
  http: 'GET /push-key',
  scope: 'read',
  input: z.strictObject({}),
  load: async () => null,
  may: () => true,
  run: async look => ({ key: await publicPushKey(look.db) })
})
