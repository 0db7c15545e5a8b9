import { redirect } from '@sveltejs/kit'
import { Refusal } from '#lib/core/door/refusal.ts'
import { clearAccount } from '#lib/core/person/acts.ts'
import { listHeld } from '#lib/core/person/views.ts'
import { textOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { findDesk } from '../../desk.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, parent, url }) => {
  const { desk } = await parent()
  if (!desk.isOrganiser) throw new Refusal('not-allowed')
  const after = url.searchParams.get('after') ?? undefined
  const { organisationId } = desk
  const { items, next } = await locals.app.look(listHeld, locals.who, { organisationId, after })
  return { items, next, after: after ?? null }
}

export const actions: Actions = {
  clear: async event => {
    const { organisationId } = await findDesk(event.locals, event.params.organisation)
    return submit(
      event,
      clearAccount,
      form => ({
        organisationId,
        callId: textOf(form, 'callId') ?? '',
        participantId: textOf(form, 'participantId') ?? ''
      }),
      { onDone: () => redirect(303, `${event.url.pathname}?done=cleared`) }
    )
  }
}
