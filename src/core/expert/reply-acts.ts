import { z } from 'zod'
import { defineAct } from '../door/act.ts'
import { invalid, Refusal } from '../door/refusal.ts'
import { optionalText, requiredText, slug } from '../text/schema.ts'
import type { Who } from '../door/who.ts'
import { askedRoleLine, giveAskedRole, takeAskedRole } from './asked-role.server.ts'
import { findFindable, insertAsked, updateAsked } from './invitation.server.ts'
import { announceAsked, announceReply, isExpert, loadAsked, refuseEnded } from './load.server.ts'
import type { AtAsked } from './load.server.ts'

const named = { callId: z.uuid(), invitationId: z.uuid() }

const byExpert = (who: Who, { asked }: AtAsked) => isExpert(who, asked)

export const replyToAsked = defineAct({
  name: 'expert.reply',
  title:
    'Agree to what you were asked for, saying whether you have a conflict of interest, or decline; ' +
    'a role is given at once where you declare none',
  http: 'PUT /calls/{callId}/experts/{invitationId}/reply',
  scope: 'contribute',
  identifies: false,
  input: z.strictObject({
    ...named,
    reply: z.enum(['accept', 'decline']),
    words: optionalText(2_000).default(''),
    /** What could sway you, in your words; empty: nothing. Needed to agree. */
    conflict: optionalText(2_000).optional(),
    shares: z.boolean().default(false)
  }),
  load: loadAsked,
  may: byExpert,
  run: async (work, { call, asked }, { reply, words, conflict, shares }) => {
    const { tx } = work
    const { invitationId } = asked
    if (reply === 'decline') {
      if (asked.state !== 'invited' && asked.state !== 'accepted') throw new Refusal('changed-meanwhile')
      const taken = await takeAskedRole(tx, call, asked)
      await updateAsked(tx, asked, { state: 'declined', reply: words, expertShares: false })
      await announceReply(tx, asked)
      return { invitationId, state: 'declined' as const, given: false, taken }
    }
    refuseEnded(call)
    if (asked.state !== 'invited') throw new Refusal('changed-meanwhile')
    if (conflict === undefined) throw invalid('conflict', 'required')
    await updateAsked(tx, asked, { state: 'accepted', reply: words, conflict, expertShares: shares })
    const given = conflict === '' && (await giveAskedRole(tx, call, asked))
    await announceReply(tx, asked)
    return { invitationId, state: 'accepted' as const, given, taken: false }
  },
  lines: ({ call, asked }, _, { given, taken }) =>
    given || taken ? [askedRoleLine(call, asked, given ? 'give' : 'take')] : [],
  reply: ({ invitationId, state, given }) => ({ invitationId, state, given })
})

export const declareConflict = defineAct({
  name: 'expert.declare-conflict',
  title:
    'Declare a conflict of interest that came up after you agreed: the role rests until an organiser decides',
  http: 'PUT /calls/{callId}/experts/{invitationId}/conflict',
  scope: 'contribute',
  identifies: false,
  input: z.strictObject({ ...named, conflict: requiredText(2_000, 3) }),
  load: loadAsked,
  may: byExpert,
  run: async (work, { call, asked }, { conflict }) => {
    if (asked.state !== 'accepted') throw new Refusal('changed-meanwhile')
    const taken = await takeAskedRole(work.tx, call, asked)
    await updateAsked(work.tx, asked, { conflict })
    await announceReply(work.tx, asked)
    return { invitationId: asked.invitationId, taken }
  },
  lines: ({ call, asked }, _, { taken }) => (taken ? [askedRoleLine(call, asked, 'take')] : []),
  reply: ({ invitationId }) => ({ invitationId })
})

export const forwardAsked = defineAct({
  name: 'expert.forward',
  title: 'Hand on what you were asked for to somebody who may be found and knows better',
  http: 'POST /calls/{callId}/experts/{invitationId}/forwarding',
  scope: 'contribute',
  perMinute: 10,
  identifies: false,
  input: z.strictObject({ ...named, profile: slug, words: optionalText(2_000).default('') }),
  load: loadAsked,
  may: byExpert,
  run: async (work, { call, asked }, { profile, words }) => {
    refuseEnded(call)
    if (asked.state !== 'invited') throw new Refusal('changed-meanwhile')
    const personId = await findFindable(work.tx, profile)
    if (!personId) throw invalid('profile', 'not-found')
    if (personId === asked.personId) throw invalid('profile', 'yourself')
    await updateAsked(work.tx, asked, { state: 'forwarded', reply: words })
    const invitationId = await insertAsked(work.tx, {
      ...asked,
      personId,
      forwardedFrom: asked.invitationId
    })
    if (!invitationId) throw new Refusal('already-asked')
    await announceAsked(work.tx, call.callId, invitationId, personId)
    await announceReply(work.tx, asked)
    return { invitationId }
  },
  lines: () => []
})
