import { z } from 'zod'
import { byOrganisers, loadCall } from '../answer/load.server.ts'
import { defineAct } from '../door/act.ts'
import { invalid, Refusal } from '../door/refusal.ts'
import { optionalText, slug } from '../text/schema.ts'
import { askedRoleLine, giveAskedRole, takeAskedRole } from './asked-role.server.ts'
import { findFindable, insertAsked, updateAsked } from './invitation.server.ts'
import { announceAsked, isExpert, loadAsked, refuseEnded } from './load.server.ts'
import { expertRoles } from './rules.ts'

export { declareConflict, forwardAsked, replyToAsked } from './reply-acts.ts'
export { declareSkills } from './skills-acts.ts'

export const inviteExpert = defineAct({
  name: 'expert.invite',
  title: 'Ask somebody who may be found to be a juror or an analyst of a call, or for advice',
  http: 'POST /calls/{callId}/experts',
  scope: 'organise',
  perMinute: 20,
  input: z.strictObject({
    callId: z.uuid(),
    /** The address of the person's page. */
    profile: slug,
    role: z.enum(expertRoles),
    words: optionalText(2_000),
    /** Whether the expert may see who asks and how to reach them, once the expert agrees too. */
    shares: z.boolean().default(false)
  }),
  load: loadCall,
  may: byOrganisers,
  run: async (work, { call }, { callId, profile, role, words, shares }, who) => {
    refuseEnded(call)
    const personId = await findFindable(work.tx, profile)
    if (!personId) throw invalid('profile', 'not-found')
    if (personId === who.personId) throw invalid('profile', 'yourself')
    const asked = { callId, personId, role, words, invitedBy: who.personId, inviterShares: shares }
    const invitationId = await insertAsked(work.tx, { ...asked, forwardedFrom: null })
    if (!invitationId) throw new Refusal('already-asked')
    await announceAsked(work.tx, callId, invitationId, personId)
    return { invitationId }
  },
  // Who was asked, and who said no, is between the two of them; a role that was given is public.
  lines: () => []
})

const named = { callId: z.uuid(), invitationId: z.uuid() }

export const withdrawAsked = defineAct({
  name: 'expert.withdraw',
  title: 'Take back that an expert was asked, and the role that came with it',
  http: 'DELETE /calls/{callId}/experts/{invitationId}',
  scope: 'organise',
  input: z.strictObject(named),
  load: loadAsked,
  may: byOrganisers,
  run: async (work, { call, asked }) => {
    if (asked.state !== 'invited' && asked.state !== 'accepted') throw new Refusal('changed-meanwhile')
    const taken = await takeAskedRole(work.tx, call, asked)
    await updateAsked(work.tx, asked, { state: 'withdrawn' })
    return { invitationId: asked.invitationId, taken }
  },
  lines: ({ call, asked }, _, { taken }) => (taken ? [askedRoleLine(call, asked, 'take')] : []),
  reply: ({ invitationId }) => ({ invitationId })
})

export const admitExpert = defineAct({
  name: 'expert.admit',
  title: 'Give an expert the role in spite of the conflict of interest that was declared',
  http: 'PUT /calls/{callId}/experts/{invitationId}/role',
  scope: 'organise',
  input: z.strictObject(named),
  load: loadAsked,
  may: byOrganisers,
  run: async (work, { call, asked }) => {
    if (asked.state !== 'accepted') throw new Refusal('changed-meanwhile')
    const given = await giveAskedRole(work.tx, call, asked)
    return { invitationId: asked.invitationId, given }
  },
  lines: ({ call, asked }, _, { given }) => (given ? [askedRoleLine(call, asked, 'give')] : []),
  reply: ({ invitationId }) => ({ invitationId })
})

export const shareContact = defineAct({
  name: 'expert.share-contact',
  title: 'Say whether the other side may see how to reach you: shown once both agree',
  http: 'PUT /calls/{callId}/experts/{invitationId}/contact',
  scope: 'contribute',
  identifies: false,
  input: z.strictObject({ ...named, shares: z.boolean() }),
  load: loadAsked,
  // Programs of an organisation have nobody to speak for; the inviter's side is any of its organisers.
  may: (who, at) => isExpert(who, at.asked) || (who.kind === 'person' && byOrganisers(who, at)),
  run: async (work, { asked }, { shares }, who) => {
    const isTheirs = isExpert(who, asked)
    await updateAsked(work.tx, asked, isTheirs ? { expertShares: shares } : { inviterShares: shares })
    return { invitationId: asked.invitationId, shares }
  },
  lines: () => []
})
