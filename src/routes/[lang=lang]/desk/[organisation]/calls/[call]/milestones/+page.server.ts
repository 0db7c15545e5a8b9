import { redirect } from '@sveltejs/kit'
import { planMilestone } from '#lib/core/milestone/acts.ts'
import { findMilestoneDesk, listMilestonesView } from '#lib/core/milestone/views.ts'
import { formOf, textOf, textsOf } from '#lib/routes/form.ts'
import { submitForm } from '#lib/routes/submit.server.ts'
import { to } from '#lib/ui/to.ts'
import { seeCallToOrganise } from '../../call.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { app, who } = locals
  const { callId } = await seeCallToOrganise(locals, params)
  const after = url.searchParams.get('after') ?? undefined
  const [list, desk] = await Promise.all([
    app.look(listMilestonesView, who, { callId, ...(after ? { after } : {}) }),
    app.look(findMilestoneDesk, who, { callId })
  ])
  return { list, sources: desk, after: after ?? null }
}

export const actions: Actions = {
  default: async event => {
    const { locals, params } = event
    const { callId } = await seeCallToOrganise(locals, params)
    const form = await formOf(event.request)
    const answerId = textOf(form, 'sources.answerId')
    return submitForm(
      event,
      form,
      planMilestone,
      () => ({
        callId,
        title: textOf(form, 'title') ?? '',
        body: textOf(form, 'body') ?? '',
        owner: textOf(form, 'owner') ?? '',
        dueOn: textOf(form, 'dueOn') ?? null,
        sources: answerId ? { answerId } : { ids: textsOf(form, 'sources') }
      }),
      {
        onDone: ({ result }) =>
          redirect(
            303,
            `${to(`/desk/${params.organisation}/calls/${params.call}`)}/milestones/${result.milestoneId}?done=planned`
          )
      }
    )
  }
}
