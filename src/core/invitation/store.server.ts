import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Role } from '../role/rules.ts'
import { hashOfInvitation, invitationDays } from './rules.ts'
import type { Invitation } from './rules.ts'

interface InvitationRow {
  organisation_id: string
  invitation_id: string
  email: string
  role: Role
  invited_at: Date
  expires_at: Date
  accepted_at: Date | null
  withdrawn_at: Date | null
}

export async function findInvitation(db: Db, token: string): Promise<Invitation | undefined> {
  const row = await first<InvitationRow>(
    db,
    sql`
    select organisation_id, invitation_id, email, role, invited_at, expires_at, accepted_at, withdrawn_at
    from invitations where token_hash = ${hashOfInvitation(token)}`
  )
  return row && invitationOf(row)
}

/** The same with its row taken, by token or by id. */
export async function lockInvitation(
  tx: Tx,
  by: { token: string } | { organisationId: string; invitationId: string }
): Promise<Invitation | undefined> {
  const hash = 'token' in by ? hashOfInvitation(by.token) : null
  const { organisationId, invitationId } = 'token' in by ? { organisationId: null, invitationId: null } : by
  const row = await first<InvitationRow>(
    tx,
    sql`
    select organisation_id, invitation_id, email, role, invited_at, expires_at, accepted_at, withdrawn_at
    from invitations where token_hash = ${hash}::bytea
      or (organisation_id = ${organisationId}::uuid and invitation_id = ${invitationId}::uuid)
    for update`
  )
  return row && invitationOf(row)
}

/** Newest first, also those that ended. */
export async function listInvitations(db: Db, organisationId: string): Promise<Invitation[]> {
  const rows = await db.query<InvitationRow>(sql`
    select organisation_id, invitation_id, email, role, invited_at, expires_at, accepted_at, withdrawn_at
    from invitations where organisation_id = ${organisationId} order by invitation_id desc limit 200`)
  return rows.map(invitationOf)
}

/** Invitations that were sent within the last day. */
export async function countRecentInvitations(db: Db, organisationId: string): Promise<number> {
  const [row] = await db.query<{ recent: number }>(sql`
    select count(*) as recent from invitations
    where organisation_id = ${organisationId} and invited_at > now() - interval '1 day'`)
  return row!.recent
}

export async function insertInvitation(
  tx: Tx,
  invitation: {
    organisationId: string
    invitationId: string
    email: string
    role: Role
    token: string
    invitedBy: string | null
  }
): Promise<void> {
  await tx.query(sql`
    insert into invitations (organisation_id, invitation_id, email, role, token_hash, invited_by, invited_at, expires_at)
    values (${invitation.organisationId}, ${invitation.invitationId}, ${invitation.email}, ${invitation.role},
      ${hashOfInvitation(invitation.token)}, ${invitation.invitedBy}, ${tx.now},
      ${tx.now}::timestamptz + make_interval(days => ${invitationDays}))`)
}

export async function markAccepted(tx: Tx, invitation: Invitation, personId: string): Promise<void> {
  await tx.query(sql`
    update invitations set accepted_at = ${tx.now}, accepted_by = ${personId}
    where organisation_id = ${invitation.organisationId} and invitation_id = ${invitation.invitationId}`)
}

export async function markWithdrawn(tx: Tx, invitation: Invitation): Promise<void> {
  await tx.query(sql`
    update invitations set withdrawn_at = ${tx.now}
    where organisation_id = ${invitation.organisationId} and invitation_id = ${invitation.invitationId}`)
}

const invitationOf = (row: InvitationRow): Invitation => ({
  organisationId: row.organisation_id,
  invitationId: row.invitation_id,
  email: row.email,
  role: row.role,
  invitedAt: row.invited_at,
  expiresAt: row.expires_at,
  acceptedAt: row.accepted_at,
  withdrawnAt: row.withdrawn_at
})
