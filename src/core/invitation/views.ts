import { z } from 'zod'
import { defineView } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { findOrganisation } from '../organisation/store.server.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { invitationState } from './rules.ts'
import { findInvitation, listInvitations } from './store.server.ts'

export const findInvitationView = defineView({
  name: 'invitation.find',
  title: 'What an invitation is to, for whoever holds the secret of its letter',
  http: 'GET /invitation',
  scope: null,
  perMinute: 30,
  input: z.strictObject({ token: z.string().min(1).max(100) }),
  load: async (db, { token }) => {
    const invitation = await findInvitation(db, token)
    if (!invitation) throw new Refusal('not-found')
    return invitation
  },
  may: () => true,
  run: async (look, invitation) => {
    const organisation = await findOrganisation(look.db, invitation.organisationId)
    return {
      organisation: { slug: organisation!.slug, name: organisation!.name, accent: organisation!.accent },
      email: invitation.email,
      role: invitation.role,
      state: invitationState(invitation, look.now),
      expiresAt: invitation.expiresAt.toISOString()
    }
  }
})

export const listInvitationsView = defineView({
  name: 'invitation.list',
  title: 'The invitations of an organisation and what became of them',
  http: 'GET /organisations/{organisationId}/invitations',
  scope: 'organise',
  input: z.strictObject({ organisationId: z.uuid() }),
  load: async (db, { organisationId }, who) => ({ roles: await rolesOf(db, who, organisationId) }),
  may: (_, { roles }) => hasRole(roles, 'organiser'),
  run: async (look, _, { organisationId }) => ({
    items: (await listInvitations(look.db, organisationId)).map(invitation => ({
      invitationId: invitation.invitationId,
      email: invitation.email,
      role: invitation.role,
      state: invitationState(invitation, look.now),
      invitedAt: invitation.invitedAt.toISOString(),
      expiresAt: invitation.expiresAt.toISOString()
    }))
  })
})
