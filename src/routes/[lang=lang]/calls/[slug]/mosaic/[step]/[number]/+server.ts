import { redirect } from '@sveltejs/kit'
import { Refusal } from '#lib/core/door/refusal.ts'
import { findNumbered } from '#lib/core/contribution/mosaic.ts'
import { to } from '#lib/ui/to.ts'
import { seeCall } from '../../../../seen-call.server.ts'
import type { RequestHandler } from './$types'

/** Where a tile of a large mosaic leads: to its contribution. */
export const GET: RequestHandler = async ({ locals, params }) => {
  const call = await seeCall(locals, params.slug)
  const step = call.steps.find(one => one.slug === params.step)
  if (!step || !/^\d{1,8}$/.test(params.number)) throw new Refusal('not-found')
  const found = await locals.app.look(findNumbered, locals.who, {
    callId: call.callId,
    stepId: step.stepId,
    number: Number(params.number)
  })
  redirect(303, to(`/calls/${params.slug}/${found.contributionId}`))
}
