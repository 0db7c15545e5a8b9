import { listGroups } from '#lib/core/group/views.ts'
import { findOrganisationView } from '#lib/core/organisation/views.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, who } = locals
  const organisation = await app.look(findOrganisationView, who, { slug: params.slug })
  const { organisationId } = organisation
  const after = url.searchParams.get('after') || undefined
  const list = await app.look(listGroups, who, { organisationId, after })
  return {
    hue: organisation.accent,
    organisation: { slug: organisation.slug, name: organisation.name },
    groups: list.items,
    next: list.next
  }
}
