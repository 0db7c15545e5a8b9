import { sql } from '../../db/sql.server.ts'
import type { Db } from '../../db/sql.server.ts'
import type { Group, JoinAnswer, MemberState } from './rules.ts'
import { groupOf } from './store.server.ts'
import type { GroupRow } from './store.server.ts'

export interface ListedGroup extends Group {
  readonly members: number
}

/** Groups of an organisation by address: those everybody finds and one's own, or all of them. */
export async function listGroupsOf(
  db: Db,
  organisationId: string,
  by: { personId: string | null; all: boolean },
  after: string | undefined,
  limit: number
): Promise<ListedGroup[]> {
  const rows = await db.query<GroupRow & { members: number }>(sql`
    select g.*, (select count(*) from group_members m where m.group_id = g.group_id and m.state = 'member') as members
    from groups g where g.organisation_id = ${organisationId} and (${after ?? null}::text is null or g.slug > ${after ?? null}::text)
      and (${by.all} or (g.closed_at is null and g.discoverability = 'listed') or exists (select 1 from group_members m
        where m.group_id = g.group_id and m.person_id = ${by.personId}::uuid and m.state = 'member'))
    order by g.slug limit ${limit}`)
  return rows.map(row => ({ ...groupOf(row), members: Number(row.members) }))
}

export interface OwnGroup {
  readonly groupId: string
  readonly name: string
  readonly organisation: { readonly slug: string; readonly name: string }
  readonly state: MemberState | 'invited'
  readonly isSteward: boolean
  readonly reason: string
  /** Whether a wider circle waits for this person's consent. */
  readonly isAsked: boolean
  /** How many ask to be let in, where this person may decide. */
  readonly asking: number
}

/** The groups somebody is in, asked for, was refused by or is invited to; by their ids. */
export async function listOwnGroups(
  db: Db,
  personId: string,
  after: string | undefined,
  limit: number
): Promise<OwnGroup[]> {
  const rows = await db.query<{
    group_id: string
    name: string
    organisation_slug: string
    organisation_name: string
    state: OwnGroup['state']
    is_steward: boolean
    reason: string
    is_asked: boolean
    asking: number
  }>(sql`
    with own as (
      select group_id, state, is_steward, reason from group_members
      where person_id = ${personId} and state <> 'left'
      union all
      select i.group_id, 'invited', false, '' from people p join group_invitations i on i.email = lower(p.email)
      where p.person_id = ${personId} and p.kind = 'account'
        and not exists (select 1 from group_members m where m.person_id = p.person_id and m.group_id = i.group_id and m.state <> 'left')
    )
    select g.group_id, g.name, o.slug as organisation_slug, o.name as organisation_name, own.state, own.is_steward, own.reason,
      own.state = 'member' and exists (select 1 from group_loosenings l where l.group_id = g.group_id and l.settled_at is null
        and not exists (select 1 from group_consents c where c.group_id = l.group_id and c.loosening_id = l.loosening_id and c.person_id = ${personId})) as is_asked,
      case when own.is_steward and own.state = 'member'
        then (select count(*) from group_members m where m.group_id = g.group_id and m.state = 'asked') else 0 end as asking
    from own join groups g using (group_id) join organisations o using (organisation_id)
    where ${after ?? null}::uuid is null or g.group_id > ${after ?? null}::uuid
    order by g.group_id limit ${limit}`)
  return rows.map(row => ({
    groupId: row.group_id,
    name: row.name,
    organisation: { slug: row.organisation_slug, name: row.organisation_name },
    state: row.state,
    isSteward: row.is_steward,
    reason: row.reason,
    isAsked: row.is_asked,
    asking: Number(row.asking)
  }))
}

export interface ListedMember {
  readonly personId: string
  readonly name: string | null
  readonly isSteward: boolean
  readonly answers: readonly JoinAnswer[]
  readonly since: Date
}

/** Those in a state, longest there first. */
export async function listMembers(
  db: Db,
  groupId: string,
  state: 'asked' | 'member',
  after: { at: string; personId: string } | undefined,
  limit: number
): Promise<ListedMember[]> {
  const rows = await db.query<{
    person_id: string
    name: string | null
    is_steward: boolean
    answers: JoinAnswer[]
    changed_at: Date
  }>(sql`
    select m.person_id, p.name, m.is_steward, m.answers, m.changed_at
    from group_members m join people p using (person_id)
    where m.group_id = ${groupId} and m.state = ${state}
      and (${after?.at ?? null}::timestamptz is null
        or (date_trunc('milliseconds', m.changed_at), m.person_id) > (${after?.at ?? null}::timestamptz, ${after?.personId ?? null}::uuid))
    order by date_trunc('milliseconds', m.changed_at), m.person_id limit ${limit}`)
  return rows.map(row => ({
    personId: row.person_id,
    name: row.name,
    isSteward: row.is_steward,
    answers: Array.isArray(row.answers) ? row.answers : [],
    since: row.changed_at
  }))
}

export async function countMembers(db: Db, groupId: string): Promise<{ members: number; asking: number }> {
  const [row] = await db.query<{ members: number; asking: number }>(sql`
    select count(*) filter (where state = 'member') as members, count(*) filter (where state = 'asked') as asking
    from group_members where group_id = ${groupId}`)
  return { members: Number(row!.members), asking: Number(row!.asking) }
}

/** The open and past calls that ask this group, newest first; a short list, since a group has few. */
export async function listCallsOfGroup(db: Db, { groupId, organisationId }: Group) {
  return db.query<{ slug: string; question: string }>(sql`
    select c.slug, c.question from calls c
    where c.organisation_id = ${organisationId} and c.audience_rule->>'groupId' = ${groupId}
      and exists (select 1 from rules r where r.call_id = c.call_id)
    order by c.created_at desc limit 50`)
}
