import { redirect } from '@sveltejs/kit'
import { findMeterView } from '#lib/core/answer/views.ts'
import { concludeCall } from '#lib/core/call/acts.ts'
import { Refusal } from '#lib/core/door/refusal.ts'
import { to } from '#lib/ui/to.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { seeCallToOrganise } from '../../call.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const call = await seeCallToOrganise(locals, params)
  if (call.concludedAt || call.cancelledAt) throw new Refusal('already-concluded')
  if (!call.openedAt) throw new Refusal('not-open-yet')
  const { total, answered } = await locals.app.look(findMeterView, locals.who, { callId: call.callId })
  return { unanswered: total - answered }
}

export const actions: Actions = {
  default: event =>
    submit(
      event,
      concludeCall,
      form => ({ callId: event.params.call, statement: textOf(form, 'statement') ?? '' }),
      {
        onDone: () =>
          redirect(
            303,
            `${to(`/desk/${event.params.organisation}/calls/${event.params.call}`)}?done=concluded`
          )
      }
    )
}
