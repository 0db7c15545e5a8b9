import { z } from 'zod'
import { defineAct } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { Refusal } from '../door/refusal.ts'
import { findOrganisation } from '../organisation/store.server.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { lineOfText, optionalText, slug } from '../text/schema.ts'
import { byRunners, isMember, livingPerson, loadLockedGroup } from './load.server.ts'
import { consent, dropLoosening, propose, settleLoosening } from './loosening.server.ts'
import { discoverabilities, isSameCircle, joinings, splitChange, visibilities } from './rules.ts'
import { closeGroup, insertGroup, putMembership, updateGroup } from './store.server.ts'

const circle = {
  visibility: z.enum(visibilities),
  discoverability: z.enum(discoverabilities),
  joining: z.enum(joinings)
}

const texts = {
  name: lineOfText(120),
  about: optionalText(5_000),
  /** What whoever wants to join is asked. */
  questions: z
    .array(z.strictObject({ text: lineOfText(300), required: z.boolean() }))
    .max(5)
    .refine(list => new Set(list.map(one => one.text)).size === list.length, { params: { code: 'taken' } })
}

// Groups leave no lines: the record is public, and one that hides must not show there.
const noLines = () => []

export const makeGroup = defineAct({
  name: 'group.make',
  title: 'Make a group at an organisation; whoever makes it is its first member and steward',
  http: 'POST /organisations/{organisationId}/groups',
  scope: 'organise',
  perMinute: 20,
  input: z.strictObject({ organisationId: z.uuid(), slug, ...texts, ...circle }),
  load: async (tx, { organisationId }, who) => {
    if (!(await findOrganisation(tx, organisationId))) throw new Refusal('not-found')
    return { roles: await rolesOf(tx, who, organisationId), personId: await livingPerson(tx, who) }
  },
  may: (_, { roles }) => hasRole(roles, 'organiser'),
  run: async (work, { personId }, input) => {
    const groupId = newId()
    if (!(await insertGroup(work.tx, { ...input, groupId })))
      throw new Refusal('name-taken', { problems: [{ path: 'slug', code: 'taken' }] })
    if (personId) await putMembership(work.tx, groupId, { personId, state: 'member', isSteward: true })
    return { groupId, slug: input.slug, revision: 1 }
  },
  lines: noLines
})

export const editGroup = defineAct({
  name: 'group.edit',
  title: 'Change a group: what makes it narrower holds at once, what makes it wider once every member agreed',
  http: 'PUT /groups/{groupId}',
  scope: 'organise',
  input: z.strictObject({ groupId: z.uuid(), revision: z.int(), ...texts, ...circle }),
  load: loadLockedGroup,
  may: byRunners,
  run: async (work, at, input) => {
    const { group, personId } = at
    const { groupId } = group
    if (group.revision !== input.revision) throw new Refusal('changed-meanwhile')
    if (group.closedAt) throw new Refusal('closed')
    const { now, proposed } = splitChange(group, input)
    const { name, about, questions } = input
    await updateGroup(work.tx, groupId, { name, about, questions, ...now })
    const revision = group.revision + 1
    if (isSameCircle(group, input)) return { groupId, revision, proposed: false }
    // Whatever was proposed before was about another circle.
    await dropLoosening(work.tx, groupId)
    if (!proposed) return { groupId, revision, proposed: false }
    const looseningId = await propose(work.tx, groupId, proposed, personId)
    if (isMember(at)) await consent(work.tx, groupId, looseningId, personId!)
    const held = await settleLoosening(work.tx, groupId)
    return { groupId, revision: held ? revision + 1 : revision, proposed: !held }
  },
  lines: noLines
})

export const closeGroupAct = defineAct({
  name: 'group.close',
  title: 'Close a group: nobody joins any more; calls that ask it go on asking its members',
  http: 'POST /groups/{groupId}/closing',
  scope: 'organise',
  input: z.strictObject({ groupId: z.uuid() }),
  load: loadLockedGroup,
  may: byRunners,
  run: async (work, { group: { groupId, closedAt } }) => {
    if (closedAt) throw new Refusal('closed')
    await dropLoosening(work.tx, groupId)
    await closeGroup(work.tx, groupId)
    return { groupId }
  },
  lines: noLines
})

export const dropLooseningAct = defineAct({
  name: 'group.drop-loosening',
  title: 'Take back the proposal to make a group wider',
  http: 'DELETE /groups/{groupId}/loosening',
  scope: 'organise',
  input: z.strictObject({ groupId: z.uuid() }),
  load: loadLockedGroup,
  may: byRunners,
  run: async (work, { group: { groupId } }) => {
    if (!(await dropLoosening(work.tx, groupId))) throw new Refusal('nothing-to-take-back')
    return { groupId }
  },
  lines: noLines
})

export { enterAudience, importAudience } from './audience-acts.ts'
export { consentToLoosening, joinGroup, leaveGroup } from './member-acts.ts'
export { admitMember, inviteToGroup, refuseMember, setStewardAct } from './steward-acts.ts'
