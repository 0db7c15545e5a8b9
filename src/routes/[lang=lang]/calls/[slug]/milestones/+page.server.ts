import { milestoneStates } from '#lib/core/milestone/rules.ts'
import { listMilestonesView } from '#lib/core/milestone/views.ts'
import { onServer } from '../../../../on-server.ts'
import { headOf, seeCall } from '../../seen-call.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const call = await seeCall(locals, params.slug)
  const after = url.searchParams.get('after') ?? undefined
  const { items, next } = await locals.app.look(listMilestonesView, locals.who, {
    callId: call.callId,
    ...(after ? { after } : {})
  })
  const shown = {
    head: headOf(call),
    language: call.language,
    after: after ?? null,
    next,
    total: items.length,
    columns: milestoneStates.map(state => ({
      state,
      items: items
        .filter(item => item.state === state)
        .map(({ milestoneId, title, owner, dueOn, sources }) => ({
          milestoneId,
          title,
          owner,
          dueOn,
          sources
        }))
    }))
  }
  return { hue: call.organisation.accent, page: onServer(shown) }
}
