import { z } from 'zod'
import { defineAct } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { loadLocked } from '../organisation/acts.ts'
import { roleLine } from '../organisation/team-acts.ts'
import { email } from '../person/email.ts'
import { hasRole, mayHandOut, roles } from '../role/rules.ts'
import { insertRole, rolesOf } from '../role/store.server.ts'
import { language } from '../text/schema.ts'
import { invitationState } from './rules.ts'
import { sendInvitation as send } from './send.server.ts'
import { countRecentInvitations, lockInvitation, markAccepted, markWithdrawn } from './store.server.ts'

/** Letters to strangers are what a stolen account would be used for. */
const mostADay = 100

export const sendInvitation = defineAct({
  name: 'invitation.send',
  title: 'Invite somebody to a role by e-mail',
  http: 'POST /organisations/{organisationId}/invitations',
  scope: null,
  perMinute: 20,
  input: z.strictObject({ organisationId: z.uuid(), email, role: z.enum(roles), language }),
  load: async (tx, input, who) => ({ ...(await loadLocked(tx, input, who)), wanted: input.role }),
  may: (_, { roles, wanted }) => mayHandOut(roles, wanted),
  run: async (work, { organisation }, input, who) => {
    const { organisationId, name: organisationName } = organisation
    if ((await countRecentInvitations(work.tx, organisationId)) >= mostADay) {
      throw new Refusal('too-many', { facts: { seconds: 86_400 } })
    }
    const invitationId = await send(work, { ...input, organisationName, invitedBy: who.personId })
    return { invitationId }
  },
  lines: ({ organisation: { organisationId } }, { role }, { invitationId }) => [
    {
      log: organisationId,
      effect: 'note',
      subject: { kind: 'invitation', id: invitationId },
      counted: { role }
    }
  ]
})

export const acceptInvitation = defineAct({
  name: 'invitation.accept',
  title: 'Accept an invitation by the secret of its letter',
  http: 'POST /invitation-acceptances',
  scope: null,
  perMinute: 10,
  identifies: false,
  input: z.strictObject({ token: z.string().min(1).max(100) }),
  load: async (tx, { token }) => {
    const invitation = await lockInvitation(tx, { token })
    if (!invitation) throw new Refusal('not-found')
    const state = invitationState(invitation, tx.now)
    if (state === 'accepted') throw new Refusal('already-used')
    if (state !== 'waiting') throw new Refusal('expired')
    return invitation
  },
  // Whoever holds the letter's secret has the mailbox it went to; the account may have another address.
  may: who => who.kind === 'person',
  run: async (work, invitation, _, who) => {
    await insertRole(work.tx, invitation.organisationId, who.personId!, invitation.role)
    await markAccepted(work.tx, invitation, who.personId!)
    return { organisationId: invitation.organisationId, role: invitation.role }
  },
  lines: (invitation, _, { organisationId, role }, who) => [
    {
      ...roleLine(organisationId, { role, personId: who.personId! }),
      subject: { kind: 'invitation', id: invitation.invitationId }
    }
  ]
})

export const withdrawInvitation = defineAct({
  name: 'invitation.withdraw',
  title: 'Take an invitation back that was not accepted yet',
  http: 'DELETE /organisations/{organisationId}/invitations/{invitationId}',
  scope: null,
  input: z.strictObject({ organisationId: z.uuid(), invitationId: z.uuid() }),
  load: async (tx, input, who) => {
    const roles = await rolesOf(tx, who, input.organisationId)
    const invitation = await lockInvitation(tx, input)
    if (!invitation && hasRole(roles, 'organiser')) throw new Refusal('not-found')
    return { invitation, roles }
  },
  may: (_, { invitation, roles }) => invitation !== undefined && mayHandOut(roles, invitation.role),
  run: async (work, { invitation }) => {
    if (invitation!.acceptedAt) throw new Refusal('already-used')
    await markWithdrawn(work.tx, invitation!)
    return { invitationId: invitation!.invitationId }
  },
  lines: ({ invitation }) => [
    {
      log: invitation!.organisationId,
      effect: 'note',
      subject: { kind: 'invitation', id: invitation!.invitationId },
      counted: { role: invitation!.role }
    }
  ]
})
