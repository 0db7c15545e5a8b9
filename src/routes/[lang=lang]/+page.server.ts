import { listCalls } from '#lib/core/call/views.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals }) => {
  const { items } = await locals.app.look(listCalls, locals.who, { limit: 20 })
  return { calls: items.map(({ slug, question }) => ({ slug, question })) }
}
