import { findMosaic } from '#lib/core/contribution/mosaic.ts'
import { onServer } from '../../../../on-server.ts'
import { headOf, rulesOf, seeCall, stepToWorkIn } from '../../seen-call.server.ts'
import { themesOf } from '../../themes-of.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const call = await seeCall(locals, params.slug)
  const step = stepToWorkIn(call, url.searchParams.get('step') ?? call.currentStep)
  const place = { callId: call.callId, stepId: step.stepId }
  const mosaic = await locals.app.look(findMosaic, locals.who, { ...place, detail: 'named' })
  const themes = await themesOf(locals, call.callId, rulesOf(step).themes)
  const shown = { head: headOf(call), method: step.method, themes, mosaic }
  return { hue: call.organisation.accent, page: onServer(shown) }
}
