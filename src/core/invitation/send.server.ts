import type { Work } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { invitationLink } from '../person/links.ts'
import type { Role } from '../role/rules.ts'
import { invitationDays, newInvitationToken } from './rules.ts'
import { insertInvitation } from './store.server.ts'

/** Keeps an invitation and writes its letter; the secret is in the letter only. */
export async function sendInvitation(
  work: Work,
  invitation: {
    readonly organisationId: string
    readonly organisationName: string
    readonly email: string
    readonly role: Role
    readonly language: string
    readonly invitedBy: string | null
  }
): Promise<string> {
  const invitationId = newId()
  const token = newInvitationToken()
  await insertInvitation(work.tx, { ...invitation, invitationId, token })
  work.mail({
    to: invitation.email,
    language: invitation.language,
    template: 'invitation',
    facts: {
      link: invitationLink(work.origin, invitation.language, token),
      organisation: invitation.organisationName,
      role: invitation.role,
      days: invitationDays
    }
  })
  return invitationId
}
