import { redirect } from '@sveltejs/kit'
import { Refusal } from '#lib/core/door/refusal.ts'
import { makeWebhook, stopWebhookAct } from '#lib/core/webhook/acts.ts'
import { listWebhooksView } from '#lib/core/webhook/views.ts'
import { to } from '#lib/ui/to.ts'
import { textOf, textsOf } from '#lib/routes/form.ts'
import { submit } from '#lib/routes/submit.server.ts'
import { findDesk } from '../../desk.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async ({ locals, parent }) => {
  const { desk } = await parent()
  if (!desk.isOrganiser) throw new Refusal('not-allowed')
  const { items } = await locals.app.look(listWebhooksView, locals.who, {
    organisationId: desk.organisationId
  })
  return { webhooks: items }
}

export const actions: Actions = {
  make: async event => {
    const { organisationId } = await findDesk(event.locals, event.params.organisation)
    return submit(
      event,
      makeWebhook,
      form => {
        const chosen = textsOf(form, 'events')
        return {
          organisationId,
          url: textOf(form, 'url') ?? '',
          events: chosen.includes('*') ? ['*'] : chosen
        }
      },
      { onDone: ({ result }) => ({ secret: result.secret }) }
    )
  },

  stop: async event => {
    const { organisationId } = await findDesk(event.locals, event.params.organisation)
    return submit(
      event,
      stopWebhookAct,
      form => ({ organisationId, webhookId: textOf(form, 'webhookId') ?? '' }),
      {
        onDone: () => redirect(303, `${to(`/desk/${event.params.organisation}/webhooks`)}?done=stopped`)
      }
    )
  }
}
