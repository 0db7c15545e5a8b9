import { redirect } from '@sveltejs/kit'
import { findContributionView } from '#lib/core/contribution/views.ts'
import { splitContribution } from '#lib/core/reshaping/acts.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { to } from '#lib/ui/to.ts'
import { seeCallToOrganise } from '../../../call.server.ts'
import type { Actions, PageServerLoad } from './$types'

const mostParts = 4

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const call = await seeCallToOrganise(locals, params)
  const { contributionId, title, text } = await locals.app.look(findContributionView, locals.who, {
    callId: call.callId,
    contributionId: url.searchParams.get('contribution') ?? ''
  })
  return { contribution: { contributionId, title, text }, mostParts }
}

export const actions: Actions = {
  default: async event =>
    submit(
      event,
      splitContribution,
      form => ({
        callId: event.params.call,
        contributionId: textOf(form, 'contributionId') ?? '',
        reason: textOf(form, 'reason') ?? '',
        parts: Array.from({ length: mostParts }, (_, n) => ({
          title: textOf(form, `parts.${n}.title`) ?? '',
          text: textOf(form, `parts.${n}.text`) ?? ''
        })).filter((part, n) => n < 2 || part.title !== '' || part.text !== '')
      }),
      {
        onDone: () =>
          redirect(303, to(`/desk/${event.params.organisation}/calls/${event.params.call}/analysis/reshaped`))
      }
    )
}
