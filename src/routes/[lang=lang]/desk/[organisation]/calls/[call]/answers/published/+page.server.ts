import { listAnswers } from '#lib/core/answer/views.ts'
import { seeCallToOrganise } from '../../../call.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { callId } = await seeCallToOrganise(locals, params)
  const after = url.searchParams.get('after') ?? undefined
  const list = await locals.app.look(listAnswers, locals.who, { callId, ...(after ? { after } : {}) })
  return { list, after: after ?? null }
}
