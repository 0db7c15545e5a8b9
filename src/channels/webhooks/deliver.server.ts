import { request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import type { ClientRequest, IncomingMessage } from 'node:http'
import { guardAddress } from './guard.server.ts'
import type { Guarded, GuardOptions, GuardRefusal } from './guard.server.ts'
import { signatureHeaders } from './sign.ts'

export interface Message {
  /** Stays the same over all tries, so that the receiver can tell a repetition. */
  id: string
  /** The moment of this try. */
  at: Date
  /** `whsec_…` */
  secret: string
}

export interface DeliveryOptions extends GuardOptions {
  /** For the whole of it: finding, connecting, sending, reading the answer. */
  timeoutMs?: number
}

export interface Delivery {
  ok: boolean
  /** Of the answer, if there was one. */
  status?: number
  code:
    | 'delivered'
    /** An answer of 3xx. Nothing follows it: where it points to was not judged. */
    | 'redirected'
    /** 410: the receiver wants no more. */
    | 'gone'
    /** Any other answer than 2xx. */
    | 'refused'
    | 'timed-out'
    /** No connection, or it broke off. */
    | 'not-reached'
    /** The other side's certificate or TLS is not in order. */
    | 'not-secure'
    | GuardRefusal
  /** What the receiver asked for by `Retry-After`, at most a day. */
  retryAfterMs?: number
}

/** Posts a signed JSON text to an address given by an outsider, once. */
export const deliver = (
  address: string,
  payload: string,
  { id, at, secret }: Message,
  options: DeliveryOptions = {}
): Promise<Delivery> =>
  postGuarded(
    address,
    {
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(payload)),
      'user-agent': 'Mozaika-Webhooks/1',
      ...signatureHeaders(secret, { id, at }, payload)
    },
    payload,
    options
  )

/**
 * Posts to an address given by an outsider, once. Never rejects for what the network or the other side does; of the
 * answer only its head is looked at.
 */
export async function postGuarded(
  address: string,
  headers: Record<string, string>,
  payload: string | Buffer,
  { timeoutMs = 10_000, ...guard }: DeliveryOptions = {}
): Promise<Delivery> {
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(), timeoutMs)
  try {
    const guarded = await withinTime(guardAddress(address, guard), deadline.signal)
    if (!guarded.ok) return { ok: false, code: guarded.code }
    return outcomeOf(await post(guarded, headers, payload, deadline.signal))
  } catch (error) {
    return { ok: false, code: deadline.signal.aborted ? 'timed-out' : failureOf(error) }
  } finally {
    clearTimeout(timer)
  }
}

/** Name resolution cannot be called off, only be waited for no longer. */
function withinTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('timed out')), { once: true })
    work.then(resolve, reject)
  })
}

type Allowed = Extract<Guarded, { ok: true }>

function post(
  { url, lookup }: Allowed,
  headers: Record<string, string>,
  payload: string | Buffer,
  signal: AbortSignal
): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestSecure : requestPlain
  return new Promise((resolve, reject) => {
    // An agent of its own: a kept connection or a proxy from the environment would go round the guard.
    const sent: ClientRequest = request(
      url,
      { method: 'POST', headers, lookup, signal, agent: false },
      answer => {
        discard(answer)
        resolve(answer)
      }
    )
    sent.on('error', reject)
    sent.end(payload)
  })
}

const mostDiscarded = { bytes: 64 * 1024, ms: 2_000 }

/** Lets a short body flow past, so that the other side ends in peace; breaks off a long or slow one. */
function discard(answer: IncomingMessage): void {
  const late = setTimeout(() => answer.destroy(), mostDiscarded.ms)
  answer.on('close', () => clearTimeout(late))
  let bytes = 0
  answer.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes > mostDiscarded.bytes) answer.destroy()
  })
  answer.on('error', () => {})
}

function outcomeOf({ statusCode: status = 0, headers }: IncomingMessage): Delivery {
  if (status >= 200 && status < 300) return { ok: true, status, code: 'delivered' }
  const code = status >= 300 && status < 400 ? 'redirected' : status === 410 ? 'gone' : 'refused'
  const retryAfterMs = waitOf(headers['retry-after'])
  return retryAfterMs === undefined ? { ok: false, status, code } : { ok: false, status, code, retryAfterMs }
}

const dayMs = 86_400_000

/** Seconds or an HTTP date (RFC 9110, section 10.2.3). */
function waitOf(retryAfter: string | undefined): number | undefined {
  if (!retryAfter) return undefined
  const waitMs = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - Date.now()
  return Number.isFinite(waitMs) ? Math.min(dayMs, Math.max(0, waitMs)) : undefined
}

function failureOf(error: unknown): Delivery['code'] {
  const code = String((error as NodeJS.ErrnoException).code ?? '')
  return /^(ERR_SSL|ERR_TLS|CERT_|EPROTO|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH)/.test(code)
    ? 'not-secure'
    : 'not-reached'
}
