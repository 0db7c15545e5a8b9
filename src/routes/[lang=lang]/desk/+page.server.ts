import { Refusal } from '#lib/core/door/refusal.ts'
import { findMe } from '#lib/core/person/views.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  if (locals.who.kind !== 'person') throw new Refusal('not-signed-in')
  const { roles } = await locals.app.look(findMe, locals.who, {})
  const desks = Map.groupBy(roles, role => role.slug)
  return {
    mayFound: roles.some(role => role.role === 'owner'),
    organisations: [...desks].map(([slug, given]) => ({
      slug,
      name: given[0]!.name,
      roles: [...new Set(given.map(role => role.role))]
    }))
  }
}
