import { listOrganisationsView } from '#lib/core/organisation/views.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const { items } = await locals.app.look(listOrganisationsView, locals.who, {})
  return { organisations: items.map(({ slug, name }) => ({ slug, name })) }
}
