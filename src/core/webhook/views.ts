import { z } from 'zod'
import { defineView } from '../door/act.ts'
import { Refusal } from '../door/refusal.ts'
import { findOrganisation } from '../organisation/store.server.ts'
import { hasRole } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { listLastDeliveries, listWebhooks } from './store.server.ts'

export const listWebhooksView = defineView({
  name: 'webhook.list',
  title: "An organisation's webhooks, those at work first, each with its last deliveries",
  http: 'GET /organisations/{organisationId}/webhooks',
  scope: 'organise',
  input: z.strictObject({ organisationId: z.uuid() }),
  load: async (db, { organisationId }, who) => {
    if (!(await findOrganisation(db, organisationId))) throw new Refusal('not-found')
    return { roles: await rolesOf(db, who, organisationId) }
  },
  may: (_, { roles }) => hasRole(roles, 'organiser'),
  run: async (look, _, { organisationId }) => {
    const webhooks = await listWebhooks(look.db, organisationId)
    const deliveries = await listLastDeliveries(
      look.db,
      webhooks.map(webhook => webhook.webhookId)
    )
    return {
      items: webhooks.map(({ webhookId, url, events, madeAt, stoppedAt, failuresInARow }) => ({
        webhookId,
        url,
        events,
        madeAt: madeAt.toISOString(),
        stoppedAt: stoppedAt?.toISOString() ?? null,
        failuresInARow,
        deliveries: deliveries.get(webhookId)!.map(one => ({
          deliveryId: one.deliveryId,
          event: one.event,
          madeAt: one.madeAt.toISOString(),
          tries: one.tries,
          deliveredAt: one.deliveredAt?.toISOString() ?? null,
          nextTryAt: one.nextTryAt?.toISOString() ?? null,
          lastAnswer: one.lastAnswer
        }))
      }))
    }
  }
})
