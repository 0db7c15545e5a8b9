import { z } from 'zod'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { listOwnIds } from '../person/store.server.ts'
import { usualPace } from './rules.ts'
import { countNew, findPace, listPaces, listTold } from './store.server.ts'

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
  load: async () => null,
  may: who => who.personId !== null,
  run: async (look, _, { after, limit }, who) => {
    const ids = await listOwnIds(look.db, who.personId!)
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
  load: async () => null,
  may: who => who.personId !== null,
  run: async (look, _, __, who) => ({ new: await countNew(look.db, [who.personId!]) })
})

export const listPacesView = defineView({
  name: 'notification.paces',
  title: 'How often letters come to you: of all calls, and of single ones',
  http: 'GET /me/paces',
  scope: 'read',
  input: page,
  load: async () => null,
  may: who => who.personId !== null,
  run: async (look, _, { after, limit }, who) => {
    const ids = await listOwnIds(look.db, who.personId!)
    const from = readCursor(after, 'uuid')?.[0] ?? null
    const found = await listPaces(look.db, who.personId!, ids, from, limit + 1)
    const items = found.slice(0, limit)
    return {
      pace: (await findPace(look.db, who.personId!)) ?? usualPace,
      items,
      next: found.length > limit ? writeCursor(items.at(-1)!.callId) : null
    }
  }
})
