import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Role } from '../role/rules.ts'
import { wholeOrganisation } from '../role/store.server.ts'

export interface Person {
  readonly personId: string
  readonly kind: 'guest' | 'account'
  readonly name: string | null
  readonly email: string | null
  readonly language: string | null
  /** Whether the person wants letters on how calls ended. */
  readonly hearsResults: boolean
  readonly createdAt: Date
}

interface PersonRow {
  person_id: string
  kind: 'guest' | 'account'
  name: string | null
  email: string | null
  language: string | null
  hears_results: boolean
  created_at: Date
}

/** A person who was not erased. */
export async function findPerson(db: Db, personId: string): Promise<Person | undefined> {
  const row = await first<PersonRow>(
    db,
    sql`
    select person_id, kind, name, email, language, hears_results, created_at from people
    where person_id = ${personId} and erased_at is null`
  )
  return row && personOf(row)
}

export async function lockPerson(tx: Tx, personId: string): Promise<Person | undefined> {
  const row = await first<PersonRow>(
    tx,
    sql`
    select person_id, kind, name, email, language, hears_results, created_at from people
    where person_id = ${personId} and erased_at is null for update`
  )
  return row && personOf(row)
}

/** Writes what is given; `null` takes it away. */
export async function renamePerson(
  tx: Tx,
  personId: string,
  {
    name,
    language,
    hearsResults
  }: {
    name?: string | null | undefined
    language?: string | null | undefined
    hearsResults?: boolean | undefined
  }
): Promise<void> {
  if (hearsResults !== undefined)
    await tx.query(sql`update people set hears_results = ${hearsResults} where person_id = ${personId}`)
  if (name !== undefined) await tx.query(sql`update people set name = ${name} where person_id = ${personId}`)
  if (language !== undefined)
    await tx.query(sql`update people set language = ${language} where person_id = ${personId}`)
}

export interface OwnRole {
  readonly organisationId: string
  readonly slug: string
  readonly name: string
  readonly role: Role
  /** Null for the whole organisation. */
  readonly callId: string | null
}

export async function listOwnRoles(db: Db, personId: string): Promise<OwnRole[]> {
  const rows = await db.query<{
    organisation_id: string
    slug: string
    name: string
    role: Role
    call_id: string
  }>(sql`
    select r.organisation_id, o.slug, o.name, r.role, r.call_id from roles r join organisations o using (organisation_id)
    where r.person_id = ${personId} order by o.name, r.role limit 500`)
  return rows.map(row => ({
    organisationId: row.organisation_id,
    slug: row.slug,
    name: row.name,
    role: row.role,
    callId: row.call_id === wholeOrganisation ? null : row.call_id
  }))
}

/** The ids under which a person took part: the own one and those of the guests claimed. */
export async function listOwnIds(db: Db, personId: string): Promise<string[]> {
  const rows = await db.query<{ guest_id: string }>(sql`
    select guest_id from guest_claims where person_id = ${personId} limit 1000`)
  return [personId, ...rows.map(row => row.guest_id)]
}

const personOf = (row: PersonRow): Person => ({
  personId: row.person_id,
  kind: row.kind,
  name: row.name,
  email: row.email,
  language: row.language,
  hearsResults: row.hears_results,
  createdAt: row.created_at
})
