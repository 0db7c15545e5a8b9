import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import type { Webhook } from './rules.ts'

interface WebhookRow {
  webhook_id: string
  organisation_id: string
  url: string
  events: string[]
  made_at: Date
  stopped_at: Date | null
  failures_in_a_row: number
}

/** Newest first. */
export async function listWebhooks(db: Db, organisationId: string): Promise<Webhook[]> {
  const rows = await db.query<WebhookRow>(sql`
    select webhook_id, organisation_id, url, events, made_at, stopped_at, failures_in_a_row from webhooks
    where organisation_id = ${organisationId} order by stopped_at is not null, webhook_id desc limit 100`)
  return rows.map(webhookOf)
}

export async function countActive(tx: Tx, organisationId: string): Promise<number> {
  const rows = await tx.query(sql`
    select 1 from webhooks where organisation_id = ${organisationId} and stopped_at is null limit 1000`)
  return rows.length
}

export async function lockWebhook(
  tx: Tx,
  organisationId: string,
  webhookId: string
): Promise<Webhook | undefined> {
  const row = await first<WebhookRow>(
    tx,
    sql`
    select webhook_id, organisation_id, url, events, made_at, stopped_at, failures_in_a_row from webhooks
    where organisation_id = ${organisationId} and webhook_id = ${webhookId} for update`
  )
  return row && webhookOf(row)
}

export async function insertWebhook(
  tx: Tx,
  made: { webhookId: string; organisationId: string; url: string; secret: string; events: readonly string[] }
): Promise<void> {
  await tx.query(sql`
    insert into webhooks (webhook_id, organisation_id, url, secret, events, made_at)
    values (${made.webhookId}, ${made.organisationId}, ${made.url}, ${made.secret}, ${made.events}, ${tx.now})`)
}

/** Ends a webhook and what still waits for it. Its deliveries so far can be looked at, its secret is forgotten. */
export async function stopWebhook(tx: Tx, organisationId: string, webhookId: string): Promise<void> {
  await tx.query(sql`
    update webhooks set stopped_at = ${tx.now}, secret = '' where webhook_id = ${webhookId}`)
  await tx.query(sql`
    update webhook_deliveries set next_try_at = null
    where organisation_id = ${organisationId} and webhook_id = ${webhookId} and next_try_at is not null`)
}

export async function keepFailures(tx: Tx, webhookId: string, failures: number): Promise<void> {
  await tx.query(sql`update webhooks set failures_in_a_row = ${failures} where webhook_id = ${webhookId}`)
}

export interface Delivery {
  readonly deliveryId: string
  readonly event: string
  readonly madeAt: Date
  readonly tries: number
  readonly deliveredAt: Date | null
  /** Null: delivered, or given up. */
  readonly nextTryAt: Date | null
  readonly lastAnswer: string | null
}

/** The last ten deliveries of each of these webhooks, newest first. */
export async function listLastDeliveries(
  db: Db,
  webhookIds: readonly string[]
): Promise<Map<string, Delivery[]>> {
  const rows = await db.query<{
    webhook_id: string
    delivery_id: string
    event: string
    made_at: Date
    tries: number
    delivered_at: Date | null
    next_try_at: Date | null
    last_answer: string | null
  }>(sql`
    select d.* from unnest(${webhookIds}::uuid[]) as hook(id)
    cross join lateral (
      select webhook_id, delivery_id, event, made_at, tries, delivered_at, next_try_at, last_answer from webhook_deliveries
      where webhook_id = hook.id order by delivery_id desc limit 10
    ) d`)
  const deliveries = new Map<string, Delivery[]>(webhookIds.map(id => [id, []]))
  for (const row of rows) {
    deliveries.get(row.webhook_id)!.push({
      deliveryId: row.delivery_id,
      event: row.event,
      madeAt: row.made_at,
      tries: row.tries,
      deliveredAt: row.delivered_at,
      nextTryAt: row.next_try_at,
      lastAnswer: row.last_answer
    })
  }
  return deliveries
}

const webhookOf = (row: WebhookRow): Webhook => ({
  webhookId: row.webhook_id,
  organisationId: row.organisation_id,
  url: row.url,
  events: row.events,
  madeAt: row.made_at,
  stoppedAt: row.stopped_at,
  failuresInARow: row.failures_in_a_row
})
