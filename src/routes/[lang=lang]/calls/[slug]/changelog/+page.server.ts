import { findMeterView } from '#lib/core/answer/views.ts'
import { findChangelog } from '#lib/core/milestone/views.ts'
import { onServer } from '../../../../on-server.ts'
import { renderText } from '../../rendered-text.server.ts'
import { headOf, seeCall } from '../../seen-call.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, who } = locals
  const call = await seeCall(locals, params.slug)
  const { callId } = call
  const after = url.searchParams.get('after') ?? undefined
  const [log, meter] = await Promise.all([
    app.look(findChangelog, who, { callId, limit: 20, ...(after ? { after } : {}) }),
    app.look(findMeterView, who, { callId })
  ])
  const shown = {
    head: headOf(call),
    language: call.language,
    meter,
    after: after ?? null,
    next: log.next,
    items: log.items.map(item =>
      item.kind === 'answer'
        ? { ...item, html: renderText(item.answer.body) }
        : { ...item, html: renderText(item.turn.note) }
    )
  }
  return { hue: call.organisation.accent, page: onServer(shown) }
}
