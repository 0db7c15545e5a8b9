import { redirect } from '@sveltejs/kit'
import { editContribution } from '#lib/core/contribution/acts.ts'
import { Refusal } from '#lib/core/door/refusal.ts'
import { partsOf } from '#lib/methods/parts.ts'
import { formOf, textOf } from '../../../../../form.ts'
import { onServer } from '../../../../../on-server.ts'
import { submitForm } from '../../../../../submit.server.ts'
import { headOf, seeCall, stepToWorkIn } from '../../../seen-call.server.ts'
import { seeContribution } from '../seen-contribution.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { call, step, contribution, may } = await seeContribution(locals, params)
  if (!contribution.own) throw new Refusal('not-allowed')
  if (!may.edit) throw new Refusal('closed')
  const { contributionId, title, version, body } = contribution
  const shown = {
    head: headOf(call),
    step: { stepId: step.stepId, method: step.method, settings: step.settings },
    contribution: { contributionId, title, version, body }
  }
  return { hue: call.organisation.accent, page: onServer(shown) }
}

export const actions: Actions = {
  default: async event => {
    const { params, locals, request, url } = event
    const form = await formOf(request)
    const call = await seeCall(locals, params.slug)
    const parts = await partsOf(stepToWorkIn(call, textOf(form, 'stepId') ?? null).method)
    return submitForm(
      event,
      form,
      editContribution,
      () => ({
        callId: call.callId,
        contributionId: params.contribution,
        version: Number(textOf(form, 'version')),
        body: parts.readContribution(form)
      }),
      { onDone: () => redirect(303, url.pathname.replace(/\/edit$/, '')) }
    )
  }
}
