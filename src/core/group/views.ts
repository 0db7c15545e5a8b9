import { z } from 'zod'
import type { Db } from '../../db/sql.server.ts'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { findOrganisation } from '../organisation/store.server.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { countMembers, listCallsOfGroup, listGroupsOf, listMembers, listOwnGroups } from './list.server.ts'
import { isMember, livingPerson, loadGroup, seesInside } from './load.server.ts'
import type { AtGroup } from './load.server.ts'
import { findLoosening } from './loosening.server.ts'
import { circleOf, questionId } from './rules.ts'
import type { Group } from './rules.ts'

export { audienceDesk, findAudience } from './audience-views.ts'

const everybody = () => true

const page = {
  after: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50)
}

const shownGroup = (group: Group) => ({
  groupId: group.groupId,
  slug: group.slug,
  name: group.name,
  about: group.about,
  ...circleOf(group),
  closedAt: group.closedAt?.toISOString() ?? null
})

export const listGroups = defineView({
  name: 'group.list',
  title: 'Groups of an organisation: those that are listed and your own; its organisers see all of them',
  http: 'GET /organisations/{organisationId}/groups',
  scope: 'read',
  input: z.strictObject({ organisationId: z.uuid(), ...page }),
  load: async (db, { organisationId }, who) => {
    if (!(await findOrganisation(db, organisationId))) throw new Refusal('not-found')
    const organises = hasRole(await rolesOf(db, who, organisationId), 'organiser')
    return { organises, personId: await livingPerson(db, who) }
  },
  may: everybody,
  run: async (look, { organises, personId }, { organisationId, after, limit }) => {
    const by = { personId, all: organises }
    const rows = await listGroupsOf(look.db, organisationId, by, readCursor(after, 'string')?.[0], limit + 1)
    const items = rows.slice(0, limit)
    return {
      organises,
      items: items.map(group => ({ ...shownGroup(group), members: group.members })),
      next: rows.length > limit ? writeCursor(items.at(-1)!.slug) : null
    }
  }
})

export const findGroupView = defineView({
  name: 'group.find',
  title: 'One group: what it is for, how open it is, how you stand to it, and what is proposed',
  http: 'GET /groups/{groupId}',
  scope: 'read',
  input: z.strictObject({ groupId: z.uuid() }),
  load: loadGroup,
  may: everybody,
  run: async (look, at) => {
    const { group, membership, personId } = at
    const inside = seesInside(at)
    const organisation = (await findOrganisation(look.db, group.organisationId))!
    const { members, asking } = await countMembers(look.db, group.groupId)
    return {
      ...shownGroup(group),
      organisation: {
        organisationId: organisation.organisationId,
        slug: organisation.slug,
        name: organisation.name
      },
      questions: group.questions.map(question => ({ id: questionId(question), ...question })),
      revision: group.revision,
      members: inside ? members : null,
      calls: inside ? await listCallsOfGroup(look.db, group) : [],
      loosening: isMember(at) || at.runs ? await shownLoosening(look.db, at) : null,
      asking: at.runs ? asking : null,
      you: {
        isSomebody: personId !== null,
        state: membership?.state ?? null,
        isSteward: isMember(at) && membership!.isSteward,
        answers: membership?.answers ?? [],
        reason: membership?.reason ?? '',
        isInvited: at.isInvited,
        runs: at.runs,
        seesMembers: inside
      }
    }
  }
})

async function shownLoosening(db: Db, { group: { groupId }, personId }: AtGroup) {
  const loosening = await findLoosening(db, groupId, personId)
  if (!loosening) return null
  return { ...loosening, proposedAt: loosening.proposedAt.toISOString() }
}

export const listGroupMembers = defineView({
  name: 'group.members',
  title: 'Members of a group, longest there first, or those who ask to join; answers are for who decides',
  http: 'GET /groups/{groupId}/members',
  scope: 'read',
  input: z.strictObject({ groupId: z.uuid(), state: z.enum(['member', 'asked']).default('member'), ...page }),
  load: async (db, input, who) => ({ ...(await loadGroup(db, input, who)), wanted: input.state }),
  may: (_, at) => (at.wanted === 'asked' ? at.runs : seesInside(at)),
  run: async (look, { runs }, { groupId, state, after, limit }) => {
    const from = readCursor(after, 'string', 'uuid')
    const rows = await listMembers(
      look.db,
      groupId,
      state,
      from && { at: momentOf(from[0]), personId: from[1] },
      limit + 1
    )
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return {
      items: items.map(({ answers, since, ...member }) => ({
        ...member,
        since: since.toISOString(),
        answers: runs ? answers : []
      })),
      next: rows.length > limit ? writeCursor(last!.since.toISOString(), last!.personId) : null
    }
  }
})

/** A moment out of a cursor; anything else was made up. */
function momentOf(text: string): string {
  if (!z.iso.datetime().safeParse(text).success)
    throw new Refusal('invalid', { problems: [{ path: 'after', code: 'not-well-formed' }] })
  return text
}

export const listOwnGroupsView = defineView({
  name: 'group.mine',
  title: 'The groups you are in, asked for, were refused by or are invited to',
  http: 'GET /me/groups',
  scope: 'read',
  input: z.strictObject(page),
  load: loadSelf,
  may: (who, personId) => who.personId === personId,
  run: async (look, personId, { after, limit }) => {
    const rows = await listOwnGroups(look.db, personId, readCursor(after, 'uuid')?.[0], limit + 1)
    const items = rows.slice(0, limit)
    return { items, next: rows.length > limit ? writeCursor(items.at(-1)!.groupId) : null }
  }
})

async function loadSelf(db: Db, _: unknown, who: Who): Promise<string> {
  const personId = await livingPerson(db, who)
  if (!personId) throw new Refusal('not-signed-in')
  return personId
}
