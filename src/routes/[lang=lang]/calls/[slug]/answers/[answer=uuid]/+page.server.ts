import { findAnswerView } from '#lib/core/answer/views.ts'
import { onServer } from '../../../../../on-server.ts'
import { renderText } from '../../../rendered-text.server.ts'
import { headOf, seeCall } from '../../../seen-call.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const call = await seeCall(locals, params.slug)
  const after = url.searchParams.get('after') ?? undefined
  const answer = await locals.app.look(findAnswerView, locals.who, {
    callId: call.callId,
    answerId: params.answer,
    limit: 100,
    ...(after ? { after } : {})
  })
  const { body, ...rest } = answer
  const shown = {
    head: headOf(call),
    language: call.language,
    answer: { ...rest, html: renderText(body) },
    after: after ?? null
  }
  return { hue: call.organisation.accent, page: onServer(shown) }
}
