import { z } from 'zod'
import { defineView } from '../door/act.ts'
import { cursor, readCursor, writeCursor } from '../door/cursor.ts'
import { Refusal } from '../door/refusal.ts'
import { findFigures } from '../promise/record.server.ts'
import { hasRole } from '../role/rules.ts'
import { listTeam, rolesOf } from '../role/store.server.ts'
import { slug } from '../text/schema.ts'
import { domainProof } from './domain.server.ts'
import { shownOrganisation } from './rules.ts'
import { countCalls, findOrganisation, findOrganisationBySlug, listOrganisations } from './store.server.ts'

export const findOrganisationView = defineView({
  name: 'organisation.find',
  title: 'One organisation by its address, with what became of the answers it promised',
  http: 'GET /organisations/{slug}',
  scope: 'read',
  input: z.strictObject({ slug }),
  load: async (db, input) => {
    const organisation = await findOrganisationBySlug(db, input.slug)
    if (!organisation) throw new Refusal('not-found')
    return organisation
  },
  may: () => true,
  run: async (look, organisation) => ({
    ...shownOrganisation(organisation),
    promises: await findFigures(look.db, organisation.organisationId)
  })
})

export const listOrganisationsView = defineView({
  name: 'organisation.list',
  title: 'The organisations of this installation, newest first',
  http: 'GET /organisations',
  scope: 'read',
  input: z.strictObject({
    after: cursor.optional(),
    limit: z.coerce.number().int().min(1).max(50).default(20)
  }),
  load: async () => null,
  may: () => true,
  run: async (look, _, { after, limit }) => {
    const found = await listOrganisations(look.db, readCursor(after, 'uuid')?.[0] ?? null, limit + 1)
    const page = found.slice(0, limit)
    const calls = await countCalls(
      look.db,
      page.map(one => one.organisationId)
    )
    const items = page.map(({ organisationId, slug, kind, name, about, accent, isDemo }) => ({
      organisationId,
      slug,
      kind,
      name,
      about,
      accent,
      isDemo,
      calls: calls.get(organisationId) ?? 0
    }))
    return { items, next: found.length > limit ? writeCursor(items.at(-1)!.organisationId) : null }
  }
})

const ofOrganisation = z.strictObject({ organisationId: z.uuid() })

export const listTeamView = defineView({
  name: 'organisation.team',
  title: 'Who works in an organisation, with their roles',
  http: 'GET /organisations/{organisationId}/team',
  scope: 'organise',
  input: ofOrganisation,
  load: async (db, { organisationId }, who) => ({ roles: await rolesOf(db, who, organisationId) }),
  may: (_, { roles }) => hasRole(roles, 'organiser'),
  run: async (look, _, { organisationId }) => ({ items: await listTeam(look.db, organisationId) })
})

export const findSettings = defineView({
  name: 'organisation.settings',
  title: 'An organisation as its owners see it, with the record that proves its domain',
  http: 'GET /organisations/{organisationId}/settings',
  scope: 'organise',
  input: ofOrganisation,
  load: async (db, { organisationId }, who) => {
    const organisation = await findOrganisation(db, organisationId)
    if (!organisation) throw new Refusal('not-found')
    return { organisation, roles: await rolesOf(db, who, organisationId) }
  },
  may: (_, { roles }) => hasRole(roles, 'owner'),
  run: async (_, { organisation }) => ({
    ...shownOrganisation(organisation),
    domainProof: domainProof(organisation.domainToken)
  })
})
