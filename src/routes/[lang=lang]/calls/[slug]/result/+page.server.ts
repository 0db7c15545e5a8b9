import { findResultView } from '#lib/core/result/views.ts'
import { onServer } from '../../../../on-server.ts'
import { headOf, seeCall, stepToWorkIn } from '../../seen-call.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const call = await seeCall(locals, params.slug)
  const step = stepToWorkIn(call, url.searchParams.get('step') ?? lastClosed(call.steps) ?? call.currentStep)
  const place = { callId: call.callId, stepId: step.stepId }
  const found = await locals.app.look(findResultView, locals.who, place)
  const shown = {
    head: headOf(call),
    place,
    step: {
      stepId: step.stepId,
      title: step.title,
      method: step.method,
      state: step.state,
      opensAt: step.opensAt,
      closesAt: step.closesAt
    },
    steps: call.steps.map(({ stepId, title }) => ({ stepId, title })),
    statement: call.statement,
    concludedAt: call.concludedAt,
    language: call.language,
    from: Math.max(0, Math.floor(Number(url.searchParams.get('from')) || 0)),
    found
  }
  return { hue: call.organisation.accent, page: onServer(shown) }
}

/** The step whose result is the newest there can be. */
const lastClosed = (steps: readonly { stepId: string; state: string }[]): string | undefined =>
  steps.findLast(step => step.state === 'closed')?.stepId
