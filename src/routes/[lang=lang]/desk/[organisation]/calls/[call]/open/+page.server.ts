import { redirect } from '@sveltejs/kit'
import { openCall } from '#lib/core/call/acts.ts'
import { checkCall } from '#lib/core/call/views.ts'
import { Refusal } from '#lib/core/door/refusal.ts'
import { problemText } from '#lib/locales/refusals.ts'
import { to } from '#lib/ui/to.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { seeCallToOrganise } from '../../call.server.ts'
import { labelsOf } from '../../labels.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { app, who, lang } = locals
  const call = await seeCallToOrganise(locals, params)
  if (call.openedAt) throw new Refusal('already-open')
  const { problems, canonical, rulesHash } = await app.look(checkCall, who, { call: call.callId })
  const labels = labelsOf(
    call.steps,
    problems.map(problem => problem.path)
  )
  return {
    canonical,
    rulesHash,
    missing: problems.map(({ path, code, limits }) => ({
      path,
      label: labels[path] ?? path,
      text: problemText({ code, ...(limits ? { limits } : {}) }, lang)
    })),
    promise: { text: call.promise, decides: call.decides, answerOn: call.answerOn },
    steps: call.steps.map(({ title, opensAt, closesAt }) => ({ title, opensAt, closesAt })),
    timeZone: call.timeZone
  }
}

export const actions: Actions = {
  default: event =>
    submit(event, openCall, () => ({ callId: event.params.call }), {
      onDone: () =>
        redirect(303, `${to(`/desk/${event.params.organisation}/calls/${event.params.call}`)}?done=opened`)
    })
}
