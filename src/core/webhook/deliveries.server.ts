import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import { payloadOf } from './rules.ts'
import type { EventLine } from './rules.ts'

/** The name under which webhooks keep how far they have read each log. */
const reader = 'webhooks'
const mostLines = 1_000

/** A log with lines that no webhook has seen, of an organisation that has webhooks. */
export interface UnreadLog {
  readonly logId: string
  readonly organisationId: string
  /** Null: the organisation's own log. */
  readonly callId: string | null
}

export async function listUnreadLogs(db: Db): Promise<UnreadLog[]> {
  const rows = await db.query<{ log_id: string; organisation_id: string; call_id: string | null }>(sql`
    select x.log_id, h.organisation_id, x.call_id
    from (select distinct organisation_id from webhooks where stopped_at is null) h
    cross join lateral (
      select h.organisation_id as log_id, null::uuid as call_id
      union all select c.call_id, c.call_id from calls c where c.organisation_id = h.organisation_id
    ) x
    join ledger_logs l on l.log_id = x.log_id
    left join ledger_readers r on r.log_id = x.log_id and r.reader = ${reader}
    where l.size > coalesce(r.next_sequence, 0) limit 200`)
  return rows.map(row => ({ logId: row.log_id, organisationId: row.organisation_id, callId: row.call_id }))
}

/**
 * Reads the next lines of a log and writes down what is to be delivered of them, in one transaction with the place it
 * came to: each line is written down once for each webhook that wants it, whenever the process dies. Gives whether it
 * read as much as it may at once; false also while another process reads this log.
 */
export async function readNextLines(tx: Tx, { logId, organisationId, callId }: UnreadLog): Promise<boolean> {
  await tx.query(sql`
    insert into ledger_readers (log_id, reader, next_sequence) values (${logId}, ${reader}, 0) on conflict do nothing`)
  const place = await first<{ next_sequence: number; size: number }>(
    tx,
    sql`
    select r.next_sequence, l.size from ledger_readers r join ledger_logs l using (log_id)
    where r.log_id = ${logId} and r.reader = ${reader} for update of r skip locked`
  )
  if (!place) return false
  const from = place.next_sequence
  const end = Math.min(place.size, from + mostLines)
  if (end <= from) return false
  const wanted = await listWanted(tx, logId, organisationId, from, end)
  await insertDeliveries(
    tx,
    organisationId,
    wanted.map(({ webhookId, line }) => ({
      webhookId,
      event: line.event,
      payload: payloadOf(line, organisationId, callId)
    }))
  )
  await tx.query(sql`
    update ledger_readers set next_sequence = ${end} where log_id = ${logId} and reader = ${reader}`)
  return end - from === mostLines
}

/** Which webhook wants which of these lines, in the order of the log. A webhook is told of nothing before it was made. */
async function listWanted(
  tx: Tx,
  logId: string,
  organisationId: string,
  from: number,
  end: number
): Promise<{ webhookId: string; line: EventLine }[]> {
  const rows = await tx.query<{
    webhook_id: string
    line_id: string
    sequence: number
    event: string
    at: Date
    subject_kind: string
    subject_id: string
    facts: Record<string, unknown> | null
    hidden: boolean
  }>(sql`
    select w.webhook_id, l.line_id, l.sequence, l.event, l.at, l.subject_kind, l.subject_id, l.counted->'record' as facts,
      (l.hidden_until is not null and l.hidden_until > ${tx.now}) as hidden
    from ledger_lines l
    join webhooks w on w.organisation_id = ${organisationId} and w.stopped_at is null and w.made_at <= l.at
      and (l.event = any(w.events) or '*' = any(w.events))
    where l.log_id = ${logId} and l.sequence >= ${from} and l.sequence < ${end}
    order by l.sequence, w.webhook_id`)
  return rows.map(row => ({
    webhookId: row.webhook_id,
    line: {
      lineId: row.line_id,
      sequence: row.sequence,
      event: row.event,
      at: row.at,
      subject: { kind: row.subject_kind, id: row.subject_id },
      facts: row.facts ?? {},
      hidden: row.hidden
    }
  }))
}

async function insertDeliveries(
  tx: Tx,
  organisationId: string,
  made: readonly { webhookId: string; event: string; payload: unknown }[]
): Promise<void> {
  if (made.length === 0) return
  await tx.query(sql`
    insert into webhook_deliveries (organisation_id, delivery_id, webhook_id, event, payload, made_at, next_try_at)
    select ${organisationId}, d, w, e, p, ${tx.now}, ${tx.now} from unnest(
      ${made.map(() => newId())}::uuid[], ${made.map(one => one.webhookId)}::uuid[],
      ${made.map(one => one.event)}::text[], ${made.map(one => JSON.stringify(one.payload))}::jsonb[]) as n(d, w, e, p)`)
}

/** A delivery that this process took upon itself. */
export interface TakenDelivery {
  readonly organisationId: string
  readonly deliveryId: string
  readonly webhookId: string
  readonly url: string
  readonly secret: string
  readonly payload: Readonly<Record<string, unknown>>
  /** With the one that is about to be made. */
  readonly tries: number
}

/** For so long nobody else takes a delivery that was taken; should the process die, it is tried again then. */
const leaseSeconds = 120
const mostOfOneWebhook = 4

/** Takes deliveries whose time has come: few of each webhook, so that a slow one does not stand in the way of others. */
export async function takeDue(tx: Tx, limit: number): Promise<TakenDelivery[]> {
  const rows = await tx.query<{
    organisation_id: string
    delivery_id: string
    webhook_id: string
    url: string
    secret: string
    payload: Record<string, unknown>
    tries: number
  }>(sql`
    with due as (
      select d.organisation_id, d.delivery_id, w.url, w.secret
      from webhooks w cross join lateral (
        select organisation_id, delivery_id from webhook_deliveries
        where webhook_id = w.webhook_id and next_try_at <= ${tx.now}
        order by next_try_at, delivery_id limit ${mostOfOneWebhook} for update skip locked
      ) d
      where w.stopped_at is null limit ${limit}
    )
    update webhook_deliveries t set tries = t.tries + 1, next_try_at = ${tx.now}::timestamptz + make_interval(secs => ${leaseSeconds})
    from due where t.organisation_id = due.organisation_id and t.delivery_id = due.delivery_id
    returning t.organisation_id, t.delivery_id, t.webhook_id, due.url, due.secret, t.payload, t.tries`)
  return rows.map(row => ({
    organisationId: row.organisation_id,
    deliveryId: row.delivery_id,
    webhookId: row.webhook_id,
    url: row.url,
    secret: row.secret,
    payload: row.payload,
    tries: row.tries
  }))
}

/** Writes down how a try ended; gives the webhook, or nothing when the delivery has ended already. */
export async function keepTry(
  tx: Tx,
  organisationId: string,
  deliveryId: string,
  end: { delivered: boolean; answer: string; nextTryAt: Date | null }
): Promise<string | undefined> {
  const row = await first<{ webhook_id: string }>(
    tx,
    sql`
    update webhook_deliveries set delivered_at = ${end.delivered ? tx.now : null}, last_answer = ${end.answer},
      next_try_at = ${end.delivered ? null : end.nextTryAt}
    where organisation_id = ${organisationId} and delivery_id = ${deliveryId} and next_try_at is not null
    returning webhook_id`
  )
  return row?.webhook_id
}

/** Forgets deliveries that ended more than 30 days ago. */
export async function forgetDeliveries(tx: Tx): Promise<void> {
  await tx.query(sql`
    delete from webhook_deliveries where next_try_at is null and made_at < ${tx.now}::timestamptz - interval '30 days'`)
}
