import { findMilestoneView } from '#lib/core/milestone/views.ts'
import { onServer } from '../../../../../on-server.ts'
import { renderText } from '../../../rendered-text.server.ts'
import { headOf, seeCall } from '../../../seen-call.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const call = await seeCall(locals, params.slug)
  const after = url.searchParams.get('after') ?? undefined
  const found = await locals.app.look(findMilestoneView, locals.who, {
    callId: call.callId,
    milestoneId: params.milestone,
    ...(after ? { after } : {})
  })
  const { body, turns, sources, ...milestone } = found
  const shown = {
    head: headOf(call),
    language: call.language,
    milestone: { ...milestone, html: renderText(body) },
    turns: turns.map(({ turnId, kind, dueOn, dueBefore, note, evidence, madeAt }) => ({
      turnId,
      kind,
      dueOn,
      dueBefore,
      html: renderText(note),
      evidence,
      madeAt
    })),
    sources,
    after: after ?? null
  }
  return { hue: call.organisation.accent, page: onServer(shown) }
}
