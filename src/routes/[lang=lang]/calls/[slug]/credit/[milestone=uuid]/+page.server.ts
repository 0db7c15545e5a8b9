import { findCredit } from '#lib/core/credit/views.ts'
import { onServer } from '../../../../../on-server.ts'
import { headOf, seeCall } from '../../../seen-call.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const call = await seeCall(locals, params.slug)
  const { app, who } = locals
  const credit = await app.look(findCredit, who, { callId: call.callId, milestoneId: params.milestone })
  return {
    hue: call.organisation.accent,
    page: onServer({ head: headOf(call), language: call.language, credit })
  }
}
