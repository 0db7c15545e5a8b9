import { sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Scope, Who } from '../door/who.ts'
import type { Role } from './rules.ts'

/** Stands in `roles.call_id` for the whole organisation. */
export const wholeOrganisation = '00000000-0000-0000-0000-000000000000'

/** The roles a person was given in an organisation and, when a call is named, in that call. */
export async function listRoles(
  db: Db,
  personId: string,
  organisationId: string,
  callId: string = wholeOrganisation
): Promise<ReadonlySet<Role>> {
  const rows = await db.query<{ role: Role }>(sql`
    select distinct role from roles
    where organisation_id = ${organisationId} and person_id = ${personId}
      and call_id in (${wholeOrganisation}, ${callId}) limit 10`)
  return new Set(rows.map(row => row.role))
}

/**
 * The roles of whoever knocks. The operator and our own jobs count as owners; a person's token has that person's roles
 * (its scopes are checked at the door); an organisation's token has one role per scope, in that organisation alone.
 */
export async function rolesOf(
  db: Db,
  who: Who,
  organisationId: string,
  callId: string = wholeOrganisation
): Promise<ReadonlySet<Role>> {
  switch (who.kind) {
    case 'operator':
    case 'system':
      return new Set<Role>(['owner'])
    case 'guest':
      return new Set()
    case 'person':
      return listRoles(db, who.personId, organisationId, callId)
    case 'token':
      if (who.personId) return listRoles(db, who.personId, organisationId, callId)
      return who.organisationId === organisationId ? rolesOfScopes(who.scopes) : new Set()
  }
}

const roleOfScope: Readonly<Record<Scope, Role | null>> = {
  organise: 'organiser',
  moderate: 'moderator',
  read: 'analyst',
  contribute: null
}

const rolesOfScopes = (scopes: readonly Scope[]): ReadonlySet<Role> =>
  new Set(scopes.map(scope => roleOfScope[scope]).filter(role => role !== null))

/** Giving a role twice leaves it as it is; tells whether anything changed. */
export async function insertRole(
  tx: Tx,
  organisationId: string,
  personId: string,
  role: Role,
  callId: string = wholeOrganisation
): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into roles (organisation_id, person_id, call_id, role, given_at)
    values (${organisationId}, ${personId}, ${callId}, ${role}, ${tx.now})
    on conflict do nothing returning 1 as given`)
  return rows.length > 0
}

/** Tells whether the role was there to take. */
export async function deleteRole(
  tx: Tx,
  organisationId: string,
  personId: string,
  role: Role,
  callId: string = wholeOrganisation
): Promise<boolean> {
  const rows = await tx.query(sql`
    delete from roles where organisation_id = ${organisationId} and person_id = ${personId}
      and call_id = ${callId} and role = ${role} returning 1 as taken`)
  return rows.length > 0
}

export interface Colleague {
  readonly personId: string
  readonly name: string | null
  readonly email: string | null
  readonly roles: readonly { readonly role: Role; readonly callId: string | null; readonly givenAt: string }[]
}

/** Everybody with a role in an organisation or in one of its calls, longest there first. */
export async function listTeam(db: Db, organisationId: string): Promise<Colleague[]> {
  const rows = await db.query<{
    person_id: string
    name: string | null
    email: string | null
    role: Role
    call_id: string
    given_at: Date
  }>(sql`
    select r.person_id, p.name, p.email, r.role, r.call_id, r.given_at
    from roles r join people p using (person_id)
    where r.organisation_id = ${organisationId} order by r.given_at, r.person_id limit 2000`)
  const team = new Map<string, Colleague & { roles: Colleague['roles'][number][] }>()
  for (const row of rows) {
    const colleague = team.get(row.person_id) ?? {
      personId: row.person_id,
      name: row.name,
      email: row.email,
      roles: []
    }
    const callId = row.call_id === wholeOrganisation ? null : row.call_id
    colleague.roles.push({ role: row.role, callId, givenAt: row.given_at.toISOString() })
    team.set(row.person_id, colleague)
  }
  return [...team.values()]
}

/** Whether a person has any role in an organisation: a colleague, to whom other roles can be given. */
export async function isColleague(db: Db, organisationId: string, personId: string): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 as found from roles where organisation_id = ${organisationId} and person_id = ${personId} limit 1`)
  return rows.length > 0
}

/** How many owners an organisation has; lock its row first where the answer must still hold afterwards. */
export async function countOwners(db: Db, organisationId: string): Promise<number> {
  const [row] = await db.query<{ owners: number }>(sql`
    select count(*) as owners from roles
    where organisation_id = ${organisationId} and call_id = ${wholeOrganisation} and role = 'owner'`)
  return row!.owners
}

export async function isOwnerSomewhere(db: Db, personId: string): Promise<boolean> {
  const rows = await db.query(sql`
    select 1 as found from roles where person_id = ${personId} and role = 'owner' limit 1`)
  return rows.length > 0
}

/** Takes every role of a person in an organisation and its calls; gives those that were there. */
export async function deleteRoles(tx: Tx, organisationId: string, personId: string): Promise<Role[]> {
  const rows = await tx.query<{ role: Role }>(sql`
    delete from roles where organisation_id = ${organisationId} and person_id = ${personId} returning role`)
  return [...new Set(rows.map(row => row.role))].sort()
}
