import { randomBytes } from 'node:crypto'
import { z } from 'zod'

/** An address that an organisation's own programs listen at, and which events are sent there. */
export interface Webhook {
  readonly webhookId: string
  readonly organisationId: string
  readonly url: string
  /** Names of ledger events, or `*` for all. */
  readonly events: readonly string[]
  readonly madeAt: Date
  readonly stoppedAt: Date | null
  readonly failuresInARow: number
}

/** After this many failures with no success in between a webhook is stopped and its owners are told. */
export const mostFailures = 20
export const mostWebhooks = 20
const mostAddress = 500

export const events = z
  .array(
    z
      .string()
      .max(60)
      .regex(/^(\*|[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*)$/)
  )
  .min(1)
  .max(50)

/** http or https, without a name and password in it. Whether it may be reached is checked at each delivery. */
export const address = z
  .string()
  .max(mostAddress)
  .refine(text => addressOf(text) !== null, { params: { code: 'not-url' } })
  // As a browser writes it: control characters and other oddities are gone or escaped.
  .transform(text => addressOf(text)!)

function addressOf(text: string): string | null {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null
  url.hash = ''
  return url.href.length <= mostAddress ? url.href : null
}

/** 32 random bytes in the notation of Standard Webhooks. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** A line of a log as the outside may see it. */
export interface EventLine {
  readonly lineId: string
  readonly sequence: number
  readonly event: string
  readonly at: Date
  readonly subject: { readonly kind: string; readonly id: string }
  /** What counts of it: ids and values, never words or names. */
  readonly facts: Readonly<Record<string, unknown>>
  /** Kept back for now, such as responses while totals are hidden. */
  readonly hidden: boolean
}

/**
 * What is sent for a line: the same for every webhook and every try. Of a line that is kept back only that something
 * happened is said; the public record tells the rest once it opens.
 */
export function payloadOf(
  line: EventLine,
  organisationId: string,
  callId: string | null
): Record<string, unknown> {
  return {
    id: line.lineId,
    event: line.event,
    at: line.at.toISOString(),
    organisation: organisationId,
    ...(callId ? { call: callId } : {}),
    sequence: line.sequence,
    ...(line.hidden ? { hidden: true } : { subject: line.subject, facts: line.facts })
  }
}
