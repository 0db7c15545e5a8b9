import { redirect } from '@sveltejs/kit'
import { dropCall } from '#lib/core/call/acts.ts'
import { Refusal } from '#lib/core/door/refusal.ts'
import { to } from '#lib/ui/to.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { seeCallToOrganise } from '../../call.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, params }) => {
  const call = await seeCallToOrganise(locals, params)
  if (call.openedAt) throw new Refusal('frozen')
}

export const actions: Actions = {
  default: event =>
    submit(event, dropCall, () => ({ callId: event.params.call }), {
      onDone: () => redirect(303, `${to(`/desk/${event.params.organisation}`)}?done=dropped`)
    })
}
