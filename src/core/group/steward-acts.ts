import { z } from 'zod'
import type { Tx } from '../../db/sql.server.ts'
import { defineAct } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import type { Who } from '../door/who.ts'
import { findOrganisation } from '../organisation/store.server.ts'
import { email } from '../person/email.ts'
import { groupLink } from '../person/links.ts'
import { language, requiredText } from '../text/schema.ts'
import { byRunners, loadLockedGroup } from './load.server.ts'
import type { AtGroup } from './load.server.ts'
import { dropLoosening } from './loosening.server.ts'
import type { Membership } from './rules.ts'
import {
  countRecentGroupInvitations,
  findMembership,
  insertGroupInvitation,
  putMembership,
  setSteward
} from './store.server.ts'

const noLines = () => []

/** Letters to strangers are what a stolen account would be used for. */
const mostADay = 100

interface AtMember extends AtGroup {
  /** Missing where nobody of that id is or wants to be in the group; only runners are told. */
  readonly member: Membership | undefined
}

async function loadMember(tx: Tx, input: { groupId: string; personId: string }, who: Who): Promise<AtMember> {
  const at = await loadLockedGroup(tx, input, who)
  return { ...at, member: at.runs ? await findMembership(tx, input.groupId, input.personId) : undefined }
}

export const admitMember = defineAct({
  name: 'group.admit',
  title: 'Let somebody in who asked to join',
  http: 'PUT /groups/{groupId}/members/{personId}',
  scope: 'organise',
  perMinute: 240,
  input: z.strictObject({ groupId: z.uuid(), personId: z.uuid() }),
  load: loadMember,
  may: byRunners,
  run: async (work, { group, member }) => {
    if (!member) throw new Refusal('not-found')
    if (group.closedAt) throw new Refusal('closed')
    if (member.state !== 'asked') throw new Refusal('changed-meanwhile')
    await putMembership(work.tx, group.groupId, { ...member, state: 'member' })
    return { groupId: group.groupId, personId: member.personId }
  },
  lines: noLines
})

export const refuseMember = defineAct({
  name: 'group.refuse',
  title: 'Refuse somebody who asked to join, or show a member out, with a reason that this person reads',
  http: 'POST /groups/{groupId}/members/{personId}/refusal',
  scope: 'organise',
  perMinute: 240,
  input: z.strictObject({ groupId: z.uuid(), personId: z.uuid(), reason: requiredText(1_000, 3) }),
  load: loadMember,
  may: byRunners,
  run: async (work, { group: { groupId }, member }, { reason }) => {
    if (!member) throw new Refusal('not-found')
    if (member.state !== 'asked' && member.state !== 'member') throw new Refusal('changed-meanwhile')
    const { personId } = member
    await putMembership(work.tx, groupId, { personId, state: 'refused', reason })
    // Nobody is shown out for not agreeing: a proposal does not outlive it.
    if (member.state === 'member') await dropLoosening(work.tx, groupId)
    return { groupId, personId }
  },
  lines: noLines
})

export const setStewardAct = defineAct({
  name: 'group.set-steward',
  title: 'Make a member a steward of the group, or no longer one',
  http: 'PUT /groups/{groupId}/stewards/{personId}',
  scope: 'organise',
  input: z.strictObject({ groupId: z.uuid(), personId: z.uuid(), isSteward: z.boolean() }),
  load: loadMember,
  may: byRunners,
  run: async (work, { group: { groupId }, member }, { isSteward }) => {
    if (member?.state !== 'member') throw new Refusal('not-found')
    await setSteward(work.tx, groupId, member.personId, isSteward)
    return { groupId, personId: member.personId, isSteward }
  },
  lines: noLines
})

export const inviteToGroup = defineAct({
  name: 'group.invite',
  title: 'Invite somebody to a group by e-mail: whoever proves this address may join',
  http: 'POST /groups/{groupId}/invitations',
  scope: null,
  perMinute: 20,
  input: z.strictObject({ groupId: z.uuid(), email, language }),
  load: async (tx, input, who) => {
    const at = await loadLockedGroup(tx, input, who)
    return { ...at, organisation: (await findOrganisation(tx, at.group.organisationId))! }
  },
  may: byRunners,
  run: async (work, { group, organisation }, input) => {
    if (group.closedAt) throw new Refusal('closed')
    if ((await countRecentGroupInvitations(work.tx, group.organisationId)) >= mostADay)
      throw new Refusal('too-many', { facts: { seconds: 86_400 } })
    // Whether the address has an account is not told; a second invitation sends no second letter.
    if (await insertGroupInvitation(work.tx, group.groupId, input.email))
      work.mail({
        to: input.email,
        language: input.language,
        template: 'group-invitation',
        facts: {
          link: groupLink(work.origin, input.language, group.groupId),
          group: group.name,
          organisation: organisation.name
        }
      })
    return { groupId: group.groupId }
  },
  lines: noLines
})
