import { randomBytes } from 'node:crypto'
import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Organisation, OrganisationKind } from './rules.ts'

interface OrganisationRow {
  organisation_id: string
  slug: string
  kind: OrganisationKind
  name: string
  about: string
  accent: number
  languages: string[]
  time_zone: string
  contact_email: string | null
  address: string
  website: string | null
  domain: string | null
  domain_verified_at: Date | null
  domain_token: string
  privacy: string
  terms: string
  imprint: string
  accessibility: string
  second_look: boolean
  is_demo: boolean
  created_at: Date
}

export async function findOrganisation(db: Db, organisationId: string): Promise<Organisation | undefined> {
  const row = await first<OrganisationRow>(
    db,
    sql`select * from organisations where organisation_id = ${organisationId}`
  )
  return row && organisationOf(row)
}

export async function findOrganisationBySlug(db: Db, slug: string): Promise<Organisation | undefined> {
  const row = await first<OrganisationRow>(db, sql`select * from organisations where slug = ${slug}`)
  return row && organisationOf(row)
}

/** The same with its row taken: whatever changes an organisation or its team waits here for the one before. */
export async function lockOrganisation(tx: Tx, organisationId: string): Promise<Organisation | undefined> {
  const row = await first<OrganisationRow>(
    tx,
    sql`select * from organisations where organisation_id = ${organisationId} for update`
  )
  return row && organisationOf(row)
}

/** Newest first; `before` is the last id of the page before. */
export async function listOrganisations(
  db: Db,
  before: string | null,
  limit: number
): Promise<Organisation[]> {
  const rows = await db.query<OrganisationRow>(sql`
    select * from organisations
    where ${before}::uuid is null or organisation_id < ${before}::uuid
    order by organisation_id desc limit ${limit}`)
  return rows.map(organisationOf)
}

/** How many public calls of each organisation have been opened, by organisation. */
export async function countCalls(db: Db, organisationIds: readonly string[]): Promise<Map<string, number>> {
  const rows = await db.query<{ organisation_id: string; calls: number }>(sql`
    select organisation_id, count(*) as calls from calls c
    where organisation_id = any(${organisationIds}::uuid[]) and visibility = 'public'
      and exists (select 1 from rules r where r.call_id = c.call_id) group by 1`)
  return new Map(rows.map(row => [row.organisation_id, Number(row.calls)]))
}

export interface NewOrganisation {
  readonly organisationId: string
  readonly slug: string
  readonly kind: OrganisationKind
  readonly name: string
  readonly about?: string
  readonly accent?: number
  readonly languages: readonly string[]
  readonly timeZone: string
  readonly contactEmail?: string | null
  readonly isDemo?: boolean
}

/** False when the slug is taken. */
export async function insertOrganisation(tx: Tx, made: NewOrganisation): Promise<boolean> {
  const rows = await tx.query(sql`
    insert into organisations (organisation_id, slug, kind, name, about, accent, languages, time_zone, contact_email,
      domain_token, is_demo, created_at)
    values (${made.organisationId}, ${made.slug}, ${made.kind}, ${made.name}, ${made.about ?? ''}, ${made.accent ?? 212},
      ${made.languages}, ${made.timeZone}, ${made.contactEmail ?? null}, ${randomBytes(16).toString('hex')},
      ${made.isDemo ?? false}, ${tx.now})
    on conflict (slug) do nothing returning 1 as made`)
  return rows.length > 0
}

/** Writes the whole of what an owner may edit. */
export async function updateOrganisation(tx: Tx, organisation: Organisation): Promise<void> {
  await tx.query(sql`
    update organisations set kind = ${organisation.kind}, name = ${organisation.name}, about = ${organisation.about},
      accent = ${organisation.accent}, languages = ${organisation.languages}, time_zone = ${organisation.timeZone},
      contact_email = ${organisation.contactEmail}, address = ${organisation.address}, website = ${organisation.website},
      privacy = ${organisation.privacy}, terms = ${organisation.terms},
      imprint = ${organisation.imprint}, accessibility = ${organisation.accessibility},
      second_look = ${organisation.secondLook}
    where organisation_id = ${organisation.organisationId}`)
}

export async function keepDomain(tx: Tx, organisationId: string, domain: string): Promise<void> {
  await tx.query(sql`
    update organisations set domain = ${domain}, domain_verified_at = ${tx.now}
    where organisation_id = ${organisationId}`)
}

function organisationOf(row: OrganisationRow): Organisation {
  return {
    organisationId: row.organisation_id,
    slug: row.slug,
    kind: row.kind,
    name: row.name,
    about: row.about,
    accent: row.accent,
    languages: row.languages,
    timeZone: row.time_zone,
    contactEmail: row.contact_email,
    address: row.address,
    website: row.website,
    domain: row.domain,
    domainVerifiedAt: row.domain_verified_at,
    domainToken: row.domain_token,
    privacy: row.privacy,
    terms: row.terms,
    imprint: row.imprint,
    accessibility: row.accessibility,
    secondLook: row.second_look,
    isDemo: row.is_demo,
    createdAt: row.created_at
  }
}
