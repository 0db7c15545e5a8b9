import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Circle, Group, JoinAnswer, MemberState, Membership, Question } from './rules.ts'

export interface GroupRow {
  group_id: string
  organisation_id: string
  slug: string
  name: string
  about: string
  visibility: Circle['visibility']
  discoverability: Circle['discoverability']
  joining: Circle['joining']
  questions: Question[]
  revision: number
  made_at: Date
  closed_at: Date | null
}

export async function findGroup(db: Db, groupId: string): Promise<Group | undefined> {
  const row = await first<GroupRow>(db, sql`select * from groups where group_id = ${groupId}`)
  return row && groupOf(row)
}

/** The same with its row taken: whatever changes a group or who is in it waits here for the one before. */
export async function lockGroup(tx: Tx, groupId: string): Promise<Group | undefined> {
  const row = await first<GroupRow>(tx, sql`select * from groups where group_id = ${groupId} for update`)
  return row && groupOf(row)
}

/** Tells whether the address was free in its organisation. */
export async function insertGroup(tx: Tx, group: Omit<Group, 'revision' | 'madeAt' | 'closedAt'>) {
  const rows = await tx.query(sql`
    insert into groups (group_id, organisation_id, slug, name, about, visibility, discoverability, joining, questions, made_at)
    values (${group.groupId}, ${group.organisationId}, ${group.slug}, ${group.name}, ${group.about}, ${group.visibility},
      ${group.discoverability}, ${group.joining}, ${JSON.stringify(group.questions)}, ${tx.now})
    on conflict do nothing returning 1`)
  return rows.length > 0
}

export async function updateGroup(
  tx: Tx,
  groupId: string,
  fields: Circle & Pick<Group, 'name' | 'about' | 'questions'>
): Promise<void> {
  await tx.query(sql`
    update groups set name = ${fields.name}, about = ${fields.about}, questions = ${JSON.stringify(fields.questions)},
      visibility = ${fields.visibility}, discoverability = ${fields.discoverability}, joining = ${fields.joining},
      revision = revision + 1
    where group_id = ${groupId}`)
}

export async function closeGroup(tx: Tx, groupId: string): Promise<void> {
  await tx.query(sql`
    update groups set closed_at = ${tx.now}, revision = revision + 1 where group_id = ${groupId}`)
}

interface MemberRow {
  person_id: string
  state: MemberState
  is_steward: boolean
  answers: JoinAnswer[]
  reason: string
  changed_at: Date
}

export async function findMembership(
  db: Db,
  groupId: string,
  personId: string
): Promise<Membership | undefined> {
  const row = await first<MemberRow>(
    db,
    sql`
    select person_id, state, is_steward, answers, reason, changed_at from group_members
    where group_id = ${groupId} and person_id = ${personId}`
  )
  return row && membershipOf(row)
}

/** Puts somebody's membership into a state; whatever was before is replaced. */
export async function putMembership(
  tx: Tx,
  groupId: string,
  member: {
    personId: string
    state: MemberState
    isSteward?: boolean
    answers?: readonly JoinAnswer[]
    reason?: string
  }
): Promise<void> {
  await tx.query(sql`
    insert into group_members (group_id, person_id, state, is_steward, answers, reason, changed_at)
    values (${groupId}, ${member.personId}, ${member.state}, ${member.isSteward ?? false},
      ${JSON.stringify(member.answers ?? [])}, ${member.reason ?? ''}, ${tx.now})
    on conflict (person_id, group_id) do update set state = excluded.state, is_steward = excluded.is_steward,
      answers = excluded.answers, reason = excluded.reason, changed_at = excluded.changed_at`)
}

export async function setSteward(
  tx: Tx,
  groupId: string,
  personId: string,
  isSteward: boolean
): Promise<void> {
  await tx.query(sql`
    update group_members set is_steward = ${isSteward}, changed_at = ${tx.now}
    where group_id = ${groupId} and person_id = ${personId}`)
}

/** Whether an address that this person proved was invited. */
export async function isInvited(db: Db, groupId: string, personId: string): Promise<boolean> {
  const row = await first(
    db,
    sql`
    select 1 as found from people p join group_invitations i on i.email = lower(p.email)
    where p.person_id = ${personId} and p.kind = 'account' and p.erased_at is null and i.group_id = ${groupId}`
  )
  return row !== undefined
}

/** Tells whether the address had not been invited yet. */
export async function insertGroupInvitation(tx: Tx, groupId: string, email: string): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into group_invitations (group_id, email, invited_at) values (${groupId}, ${email}, ${tx.now})
    on conflict do nothing returning 1`)
  return rows.length > 0
}

/** An invitation that was followed has done what it was for. */
export async function useGroupInvitation(tx: Tx, groupId: string, personId: string): Promise<void> {
  await tx.query(sql`
    delete from group_invitations i using people p
    where p.person_id = ${personId} and i.group_id = ${groupId} and i.email = lower(p.email)`)
}

/** How many letters groups of an organisation sent since yesterday. */
export async function countRecentGroupInvitations(tx: Tx, organisationId: string): Promise<number> {
  const row = await first<{ sent: number }>(
    tx,
    sql`
    select count(*) as sent from group_invitations i join groups g using (group_id)
    where g.organisation_id = ${organisationId} and i.invited_at > ${tx.now}::timestamptz - interval '1 day'`
  )
  return Number(row!.sent)
}

export const groupOf = (row: GroupRow): Group => ({
  groupId: row.group_id,
  organisationId: row.organisation_id,
  slug: row.slug,
  name: row.name,
  about: row.about,
  visibility: row.visibility,
  discoverability: row.discoverability,
  joining: row.joining,
  questions: row.questions,
  revision: row.revision,
  madeAt: row.made_at,
  closedAt: row.closed_at
})

const membershipOf = (row: MemberRow): Membership => ({
  personId: row.person_id,
  state: row.state,
  isSteward: row.is_steward,
  answers: Array.isArray(row.answers) ? row.answers : [],
  reason: row.reason,
  changedAt: row.changed_at
})
