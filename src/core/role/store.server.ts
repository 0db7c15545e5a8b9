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
