import { z } from 'zod'
import { sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { defineAct } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { Refusal, invalid } from '../door/refusal.ts'
import { isTrusted } from '../door/who.ts'
import type { Who } from '../door/who.ts'
import { lockOrganisation } from '../organisation/store.server.ts'
import { hasRole } from '../role/rules.ts'
import type { Role } from '../role/rules.ts'
import { rolesOf } from '../role/store.server.ts'
import { moment, requiredText } from '../text/schema.ts'
import { keepTry } from './deliveries.server.ts'
import { address, events, mostFailures, mostWebhooks, newWebhookSecret } from './rules.ts'
import { countActive, insertWebhook, keepFailures, lockWebhook, stopWebhook } from './store.server.ts'

const organisers = (_: Who, { roles }: { roles: ReadonlySet<Role> }) => hasRole(roles, 'organiser')

export const makeWebhook = defineAct({
  name: 'webhook.make',
  replays: false,
  title:
    'Have events of an organisation and its calls sent to an address, signed with the secret told here, once',
  http: 'POST /organisations/{organisationId}/webhooks',
  scope: 'organise',
  perMinute: 20,
  input: z.strictObject({ organisationId: z.uuid(), url: address, events }),
  load: async (tx, { organisationId }, who) => {
    const organisation = await lockOrganisation(tx, organisationId)
    if (!organisation) throw new Refusal('not-found')
    return { roles: await rolesOf(tx, who, organisationId) }
  },
  may: organisers,
  run: async (work, _, { organisationId, url, events }) => {
    if ((await countActive(work.tx, organisationId)) >= mostWebhooks)
      throw invalid('url', 'too-many', { most: mostWebhooks })
    const made = { webhookId: newId(), secret: newWebhookSecret(), url, events: [...new Set(events)] }
    await insertWebhook(work.tx, { ...made, organisationId })
    return made
  },
  // Where an organisation's own programs listen is nobody else's business.
  lines: () => []
})

export const stopWebhookAct = defineAct({
  name: 'webhook.stop',
  title: 'Send no more events to an address',
  http: 'DELETE /organisations/{organisationId}/webhooks/{webhookId}',
  scope: 'organise',
  input: z.strictObject({ organisationId: z.uuid(), webhookId: z.uuid() }),
  load: async (tx, { organisationId, webhookId }, who) => {
    const webhook = await lockWebhook(tx, organisationId, webhookId)
    if (!webhook) throw new Refusal('not-found')
    return { webhook, roles: await rolesOf(tx, who, organisationId) }
  },
  may: organisers,
  run: async (work, { webhook }, { organisationId, webhookId }) => {
    if (!webhook.stoppedAt) await stopWebhook(work.tx, organisationId, webhookId)
    return { webhookId }
  },
  lines: () => []
})

export const recordTry = defineAct({
  name: 'webhook.record',
  title: 'Write down how a delivery went; after too many failures in a row the webhook is stopped',
  http: 'POST /organisations/{organisationId}/deliveries/{deliveryId}/tries',
  scope: null,
  input: z.strictObject({
    organisationId: z.uuid(),
    deliveryId: z.uuid(),
    delivered: z.boolean(),
    /** What the other side answered, or why nothing was: `status 503`. */
    answer: requiredText(200),
    /** Null: given up. */
    nextTryAt: moment.nullable()
  }),
  load: async () => null,
  may: who => isTrusted(who),
  run: async (work, _, { organisationId, deliveryId, delivered, answer, nextTryAt }) => {
    const { tx } = work
    const end = { delivered, answer, nextTryAt: nextTryAt === null ? null : new Date(nextTryAt) }
    const webhookId = await keepTry(tx, organisationId, deliveryId, end)
    // Stopped or tried by somebody else in the meantime: what this try ended with changes nothing.
    if (!webhookId) return { stopped: false }
    const webhook = (await lockWebhook(tx, organisationId, webhookId))!
    const failures = delivered ? 0 : webhook.failuresInARow + 1
    if (failures !== webhook.failuresInARow) await keepFailures(tx, webhookId, failures)
    if (failures < mostFailures || webhook.stoppedAt) return { stopped: false }
    await stopWebhook(tx, organisationId, webhookId)
    for (const owner of await listOwners(tx, organisationId)) {
      work.mail({
        to: owner.email,
        language: owner.language,
        template: 'webhook-stopped',
        facts: {
          organisation: owner.organisation,
          url: webhook.url,
          failures,
          answer,
          link: `${work.origin}/desk/${owner.slug}/webhooks`
        }
      })
    }
    return { stopped: true }
  },
  lines: () => []
})

/** The owners of an organisation who can be written to. */
async function listOwners(
  db: Db | Tx,
  organisationId: string
): Promise<{ email: string; language: string; organisation: string; slug: string }[]> {
  return db.query(sql`
    select distinct p.email, coalesce(p.language, o.languages[1]) as language, o.name as organisation, o.slug
    from roles r join organisations o using (organisation_id) join people p using (person_id)
    where r.organisation_id = ${organisationId} and r.role = 'owner' and p.email is not null and p.erased_at is null
    limit 50`)
}
