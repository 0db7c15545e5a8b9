import { findCallView } from '#lib/core/call/views.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { question, organisation } = await locals.app.look(findCallView, locals.who, { call: params.slug })
  return { hue: organisation.accent, question }
}
