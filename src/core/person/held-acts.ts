import { z } from 'zod'
import type { Db } from '../../db/sql.server.ts'
import { defineAct, defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { clearPerson, findHeldPerson, listHeldAccounts } from './held-accounts.server.ts'

export const clearAccount = defineAct({
  name: 'person.clear',
  title: 'Trust a new account that a rule holds: what it hands in from now on is held no more',
  http: 'POST /organisations/{organisationId}/held-accounts/{participantId}/clearing',
  scope: 'organise',
  input: z.strictObject({ organisationId: z.uuid(), callId: z.uuid(), participantId: z.uuid() }),
  load: async (tx, wanted, who) => ({
    isOrganiser: await organises(tx, wanted, who),
    held: await findHeldPerson(tx, wanted)
  }),
  may: (_, { isOrganiser }) => isOrganiser,
  run: async (work, { held }) => {
    if (!held) throw new Refusal('not-found')
    if (!(await clearPerson(work.tx, held.personId))) throw new Refusal('changed-meanwhile')
    return { cleared: 1 }
  },
  // That a rule held somebody is between them and those who look.
  lines: () => []
})

export const listHeld = defineView({
  name: 'person.held',
  title: 'New accounts that a rule holds and that take part in calls of an organisation, with the rule',
  http: 'GET /organisations/{organisationId}/held-accounts',
  scope: 'organise',
  input: z.strictObject({
    organisationId: z.uuid(),
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20)
  }),
  load: async (db, wanted, who) => ({ isOrganiser: await organises(db, wanted, who) }),
  may: (_, { isOrganiser }) => isOrganiser,
  run: async ({ db }, _, { organisationId, after, limit }) => {
    const rows = await listHeldAccounts(db, organisationId, readCursor(after, 'number', 'uuid'), limit + 1)
    const page = rows.slice(0, limit)
    const last = page.at(-1)
    return {
      items: page.map(({ at: _, since, ...one }) => ({ ...one, since: since.toISOString() })),
      next: rows.length > limit ? writeCursor(last!.at, last!.participantId) : null
    }
  }
})

const organises = async (db: Db, { organisationId }: { organisationId: string }, who: Who) =>
  hasRole(await rolesOf(db, who, organisationId), 'organiser')
