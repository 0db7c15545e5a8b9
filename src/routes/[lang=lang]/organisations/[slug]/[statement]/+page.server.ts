import { findOrganisationView } from '#lib/core/organisation/views.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { name, accent } = await locals.app.look(findOrganisationView, locals.who, { slug: params.slug })
  return { hue: accent, name }
}
