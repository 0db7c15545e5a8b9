import { createHash, randomBytes } from 'node:crypto'
import type { Role } from '../role/rules.ts'

export const invitationDays = 7

export interface Invitation {
  readonly organisationId: string
  readonly invitationId: string
  readonly email: string
  readonly role: Role
  readonly invitedAt: Date
  readonly expiresAt: Date
  readonly acceptedAt: Date | null
  readonly withdrawnAt: Date | null
}

export type InvitationState = 'waiting' | 'accepted' | 'withdrawn' | 'expired'

export function invitationState(invitation: Invitation, now: Date): InvitationState {
  if (invitation.acceptedAt) return 'accepted'
  if (invitation.withdrawnAt) return 'withdrawn'
  return invitation.expiresAt <= now ? 'expired' : 'waiting'
}

export const newInvitationToken = (): string => randomBytes(24).toString('base64url')

/** What is kept of a token; it has 192 bits of its own. */
export const hashOfInvitation = (token: string): Buffer => createHash('sha256').update(token).digest()
