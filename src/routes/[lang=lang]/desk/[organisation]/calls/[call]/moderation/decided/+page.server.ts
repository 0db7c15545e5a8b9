import { listDecided } from '#lib/core/moderation/views.ts'
import { decisions } from '../decide.server.ts'
import { seeSteps } from '../steps.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const after = url.searchParams.get('after') ?? undefined
  const { callId, steps } = await seeSteps(locals, params)
  const { items, next } = await locals.app.look(listDecided, locals.who, { callId, after, limit: 20 })
  return { items, next, after: after ?? null, steps }
}

export const actions: Actions = { publish: decisions.publish, decide: decisions.decide }
