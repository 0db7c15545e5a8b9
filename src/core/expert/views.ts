import { z } from 'zod'
import type { Db } from '../../db/sql.server.ts'
import { sql } from '../../db/sql.server.ts'
import { byOrganisers, loadCall } from '../answer/load.server.ts'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { livingPerson } from '../group/load.server.ts'
import { findOrganisation } from '../organisation/store.server.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { lineOfText } from '../text/schema.ts'
import { listAskedIn, listAskedOf } from './invitation.server.ts'
import { mostSkills } from './rules.ts'
import { findExperts } from './search.server.ts'
import { listWork } from './work.server.ts'

const page = {
  after: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(50).default(20)
}

export const searchExperts = defineView({
  name: 'expert.search',
  title:
    'People who may be found, by a skill they declared and by words of work that was accepted here; in no order of worth',
  http: 'GET /organisations/{organisationId}/experts',
  scope: 'organise',
  perMinute: 60,
  input: z.strictObject({
    organisationId: z.uuid(),
    skill: lineOfText(60).optional(),
    work: lineOfText(60).optional(),
    ...page
  }),
  load: async (db, { organisationId }, who) => {
    if (!(await findOrganisation(db, organisationId))) throw new Refusal('not-found')
    return rolesOf(db, who, organisationId)
  },
  may: (_, roles) => hasRole(roles, 'organiser'),
  run: async (look, _, { skill, work, after, limit }) => {
    const found = await findExperts(look.db, { skill, work }, readCursor(after, 'string')?.[0], limit + 1)
    const items = found.slice(0, limit)
    const done = await listWork(
      look.db,
      items.map(one => one.personId)
    )
    return {
      // Who a page belongs to is told by its address alone.
      items: items.map(({ personId, ...one }) => ({ ...one, work: done.get(personId)! })),
      next: found.length > limit ? writeCursor(items.at(-1)!.slug) : null
    }
  }
})

export const listAsked = defineView({
  name: 'expert.list',
  title: 'Experts asked for a call, newest first, and what they replied; how to reach them once both agreed',
  http: 'GET /calls/{callId}/experts',
  scope: 'organise',
  input: z.strictObject({ callId: z.uuid(), ...page }),
  load: loadCall,
  may: byOrganisers,
  run: async (look, _, { callId, after, limit }) => {
    const rows = await listAskedIn(look.db, callId, readCursor(after, 'uuid')?.[0], limit + 1)
    const items = rows.slice(0, limit)
    return { items, next: rows.length > limit ? writeCursor(items.at(-1)!.invitationId) : null }
  }
})

export const listAskedOfMe = defineView({
  name: 'expert.asked',
  title: 'What you were asked for as an expert, newest first',
  http: 'GET /me/asked',
  scope: 'read',
  input: z.strictObject(page),
  load: loadSelf,
  may: (who, personId) => who.personId === personId,
  run: async (look, personId, { after, limit }) => {
    const rows = await listAskedOf(look.db, personId, readCursor(after, 'uuid')?.[0], limit + 1)
    const items = rows.slice(0, limit)
    return { items, next: rows.length > limit ? writeCursor(items.at(-1)!.invitationId) : null }
  }
})

export const findSkills = defineView({
  name: 'expert.skills',
  title: 'The skills you declared, whether you may be found by them, and what you did here',
  http: 'GET /me/skills',
  scope: 'read',
  input: z.strictObject({}),
  load: loadSelf,
  may: (who, personId) => who.personId === personId,
  run: async (look, personId) => {
    const skills = await look.db.query<{ skill: string }>(sql`
      select skill from skills where person_id = ${personId} order by lower(skill) limit ${mostSkills}`)
    const profile = await look.db.query<{ is_findable: boolean }>(sql`
      select is_findable from profiles where person_id = ${personId}`)
    return {
      skills: skills.map(row => row.skill),
      isFindable: profile[0]?.is_findable ?? false,
      work: (await listWork(look.db, [personId])).get(personId)!
    }
  }
})

async function loadSelf(db: Db, _: unknown, who: Who): Promise<string> {
  const personId = await livingPerson(db, who)
  if (!personId) throw new Refusal('not-signed-in')
  return personId
}
