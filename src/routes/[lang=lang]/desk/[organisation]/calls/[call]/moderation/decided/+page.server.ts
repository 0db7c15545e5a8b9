import { listDecided } from '#lib/core/moderation/views.ts'
import { decisions } from '../decide.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const after = url.searchParams.get('after') ?? undefined
  const { items, next } = await locals.app.look(listDecided, locals.who, {
    callId: params.call,
    after,
    limit: 20
  })
  return { items, next, after: after ?? null }
}

export const actions: Actions = decisions
