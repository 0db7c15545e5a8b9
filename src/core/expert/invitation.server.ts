import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { Asked, AskedState, ExpertRole } from './rules.ts'

interface AskedRow {
  call_id: string
  invitation_id: string
  person_id: string
  words: string
  role: ExpertRole
  invited_by: string | null
  state: AskedState
  reply: string
  conflict: string | null
  inviter_shares: boolean
  expert_shares: boolean
}

/** Somebody who may be found, by the address of the own page. */
export async function findFindable(db: Db, slug: string): Promise<string | undefined> {
  const row = await first<{ person_id: string }>(
    db,
    sql`
    select f.person_id from profiles f join people p on p.person_id = f.person_id and p.erased_at is null
    where f.slug = ${slug} and f.is_findable and p.kind = 'account'`
  )
  return row?.person_id
}

export async function lockAsked(tx: Tx, callId: string, invitationId: string): Promise<Asked | undefined> {
  const row = await first<AskedRow>(
    tx,
    sql`
    select * from expert_invitations where call_id = ${callId} and invitation_id = ${invitationId} for update`
  )
  return (
    row && {
      callId: row.call_id,
      invitationId: row.invitation_id,
      personId: row.person_id,
      words: row.words,
      role: row.role,
      invitedBy: row.invited_by,
      state: row.state,
      reply: row.reply,
      conflict: row.conflict,
      inviterShares: row.inviter_shares,
      expertShares: row.expert_shares
    }
  )
}

/** Asks somebody, once a call; nothing is given where that happened before. */
export async function insertAsked(
  tx: Tx,
  asked: {
    callId: string
    personId: string
    words: string
    role: ExpertRole
    invitedBy: string | null
    inviterShares: boolean
    forwardedFrom: string | null
  }
): Promise<string | undefined> {
  const rows = await tx.query<{ invitation_id: string }>(sql`
    insert into expert_invitations (call_id, invitation_id, person_id, words, role, invited_by, invited_at, state, inviter_shares, forwarded_from)
    values (${asked.callId}, ${newId()}, ${asked.personId}, ${asked.words}, ${asked.role}, ${asked.invitedBy}, ${tx.now}, 'invited',
      ${asked.inviterShares}, ${asked.forwardedFrom})
    on conflict do nothing returning invitation_id`)
  return rows[0]?.invitation_id
}

/** Writes what is given; the row is taken. */
export async function updateAsked(
  tx: Tx,
  { callId, invitationId }: Asked,
  change: Partial<Pick<Asked, 'state' | 'reply' | 'conflict' | 'inviterShares' | 'expertShares'>>
): Promise<void> {
  await tx.query(sql`
    update expert_invitations set state = coalesce(${change.state ?? null}, state), reply = coalesce(${change.reply ?? null}, reply),
      conflict = coalesce(${change.conflict ?? null}, conflict),
      inviter_shares = coalesce(${change.inviterShares ?? null}, inviter_shares),
      expert_shares = coalesce(${change.expertShares ?? null}, expert_shares),
      replied_at = case when ${change.state ?? null}::text is null then replied_at else ${tx.now}::timestamptz end
    where call_id = ${callId} and invitation_id = ${invitationId}`)
}

export interface AskedHere {
  readonly invitationId: string
  /** The address of a page that everybody may see. */
  readonly profile: string | null
  readonly name: string | null
  readonly words: string
  readonly role: ExpertRole
  readonly state: AskedState
  readonly reply: string
  readonly conflict: string | null
  readonly hasRole: boolean
  readonly wasForwarded: boolean
  readonly inviterShares: boolean
  readonly expertShares: boolean
  /** The expert's address, once both have agreed. */
  readonly contact: string | null
}

/** Experts asked for a call, newest first. */
export async function listAskedIn(
  db: Db,
  callId: string,
  before: string | undefined,
  limit: number
): Promise<AskedHere[]> {
  const rows = await db.query<
    AskedRow & {
      profile: string | null
      name: string | null
      email: string | null
      has_role: boolean
      forwarded_from: string | null
    }
  >(sql`
    select i.*, case when f.is_public then f.slug end as profile, f.name,
      case when i.inviter_shares and i.expert_shares then p.email end as email,
      exists (select 1 from roles r where r.person_id = i.person_id and r.call_id = i.call_id and r.role = i.role) as has_role
    from expert_invitations i
    left join people p on p.person_id = i.person_id and p.erased_at is null
    left join profiles f on f.person_id = p.person_id
    where i.call_id = ${callId} and (${before ?? null}::uuid is null or i.invitation_id < ${before ?? null}::uuid)
    order by i.invitation_id desc limit ${limit}`)
  return rows.map(row => ({
    invitationId: row.invitation_id,
    profile: row.profile,
    name: row.name,
    words: row.words,
    role: row.role,
    state: row.state,
    reply: row.reply,
    conflict: row.conflict,
    hasRole: row.has_role,
    wasForwarded: row.forwarded_from !== null,
    inviterShares: row.inviter_shares,
    expertShares: row.expert_shares,
    contact: row.email
  }))
}

export interface AskedOfMe {
  readonly callId: string
  readonly invitationId: string
  readonly call: { readonly slug: string; readonly question: string; readonly isOpened: boolean }
  readonly organisation: string
  readonly words: string
  readonly role: ExpertRole
  readonly state: AskedState
  readonly reply: string
  readonly conflict: string | null
  readonly hasRole: boolean
  /** Who handed it on, and with which words. */
  readonly forwardedBy: string | null
  readonly forwardWords: string
  readonly inviterShares: boolean
  readonly expertShares: boolean
  /** Whom to turn to, once both have agreed. */
  readonly contact: { readonly name: string | null; readonly email: string | null } | null
}

/** What somebody was asked for, newest first; what was taken back is not shown. */
export async function listAskedOf(
  db: Db,
  personId: string,
  before: string | undefined,
  limit: number
): Promise<AskedOfMe[]> {
  const rows = await db.query<
    AskedRow & {
      slug: string
      question: string
      is_opened: boolean
      organisation: string
      has_role: boolean
      forwarded_by: string | null
      forward_words: string | null
      inviter_name: string | null
      inviter_email: string | null
    }
  >(sql`
    select i.*, c.slug, c.question, o.name as organisation,
      exists (select 1 from rules r where r.call_id = c.call_id) as is_opened,
      exists (select 1 from roles r where r.person_id = i.person_id and r.call_id = i.call_id and r.role = i.role) as has_role,
      bf.name as forwarded_by, b.reply as forward_words,
      case when i.inviter_shares and i.expert_shares then coalesce(v.name, o.name) end as inviter_name,
      case when i.inviter_shares and i.expert_shares then coalesce(v.email, o.contact_email) end as inviter_email
    from expert_invitations i join calls c using (call_id) join organisations o using (organisation_id)
    left join people v on v.person_id = i.invited_by and v.erased_at is null
    left join expert_invitations b on b.call_id = i.call_id and b.invitation_id = i.forwarded_from
    left join people bp on bp.person_id = b.person_id and bp.erased_at is null
    left join profiles bf on bf.person_id = bp.person_id
    where i.person_id = ${personId} and i.state <> 'withdrawn'
      and (${before ?? null}::uuid is null or i.invitation_id < ${before ?? null}::uuid)
    order by i.invitation_id desc limit ${limit}`)
  return rows.map(row => ({
    callId: row.call_id,
    invitationId: row.invitation_id,
    call: { slug: row.slug, question: row.question, isOpened: row.is_opened },
    organisation: row.organisation,
    words: row.words,
    role: row.role,
    state: row.state,
    reply: row.reply,
    conflict: row.conflict,
    hasRole: row.has_role,
    forwardedBy: row.forwarded_by,
    forwardWords: row.forward_words ?? '',
    inviterShares: row.inviter_shares,
    expertShares: row.expert_shares,
    contact:
      row.inviter_shares && row.expert_shares ? { name: row.inviter_name, email: row.inviter_email } : null
  }))
}
