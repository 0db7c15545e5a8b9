import { redirect } from '@sveltejs/kit'
import { findMeterView } from '#lib/core/answer/views.ts'
import { listRules } from '#lib/core/call/views.ts'
import { listQueue } from '#lib/core/moderation/views.ts'
import { to } from '#lib/ui/to.ts'
import { seeCall } from '../call.server.ts'
import type { PageServerLoad } from './$types'

const mostCounted = 50

export const load: PageServerLoad = async ({ locals, params }) => {
  const { app, who } = locals
  const { call, mayOrganise, mayModerate } = await seeCall(locals, params)
  if (call.state === 'draft' && mayOrganise)
    redirect(307, `${to(`/desk/${params.organisation}/calls/${params.call}`)}/edit`)
  const [rules, queue, meter] = await Promise.all([
    app.look(listRules, who, { call: call.callId }),
    mayModerate ? app.look(listQueue, who, { callId: call.callId, limit: mostCounted }) : null,
    mayOrganise && call.openedAt ? app.look(findMeterView, who, { callId: call.callId }) : null
  ])
  return {
    call: {
      openedAt: call.openedAt,
      answerOn: call.answerOn,
      concludedAt: call.concludedAt,
      rulesHash: call.rulesHash,
      statement: call.statement,
      cancelReason: call.cancelReason,
      visibility: call.visibility,
      hasList: call.audienceRule?.kind === 'list' || call.audienceRule?.kind === 'verified',
      steps: call.steps.map(({ stepId, title, state, opensAt, closesAt }) => ({
        stepId,
        title,
        state,
        opensAt,
        closesAt,
        contributions: Number(call.contributions[stepId] ?? 0)
      }))
    },
    meter: meter && meter.total > 0 ? meter : null,
    waiting: queue && { count: queue.items.length, more: queue.next !== null },
    versions: rules.items.map(({ version, reason, madeAt }) => ({ version, reason, madeAt })).toReversed()
  }
}
