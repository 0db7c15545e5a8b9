import { findMosaic } from '#lib/core/contribution/mosaic.ts'
import { onServer } from '../../../../on-server.ts'
import { headOf, rulesOf, seeCall, stepToWorkIn } from '../../seen-call.server.ts'
import { themesOf } from '../../themes-of.server.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const call = await seeCall(locals, params.slug)
  const step = stepToWorkIn(call, url.searchParams.get('step') ?? call.currentStep)
  const place = { callId: call.callId, stepId: step.stepId }
  const look = (detail: 'named' | 'numbered') => locals.app.look(findMosaic, locals.who, { ...place, detail })
  const named = await look('named')
  // Too many to say their titles: each is still a link, by its number.
  const mosaic = named.per > 1 ? await look('numbered') : named
  const themes = await themesOf(locals, call.callId, rulesOf(step).themes)
  const shown = { head: headOf(call), stepSlug: step.slug, method: step.method, themes, mosaic }
  return { hue: call.organisation.accent, page: onServer(shown) }
}
