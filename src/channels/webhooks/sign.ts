import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a message is signed as: an id that stays the same over all tries, and the moment of this try. */
export interface Stamp {
  id: string
  at: Date
}

/**
 * The headers that prove where a message comes from, after Standard Webhooks 1.0 (standardwebhooks.com, "Signature
 * scheme"): an HMAC-SHA256 of id, time and body, so that none of them can be changed or sent again later.
 *
 * @param secret `whsec_` and the key in base64.
 * @throws {TypeError} When the secret is not such a text.
 */
export function signatureHeaders(secret: string, { id, at }: Stamp, body: string): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signature(secret, id, timestamp, body)
  }
}

export type Verification =
  { ok: true; id: string } | { ok: false; code: 'header-missing' | 'time-out-of-range' | 'signature-wrong' }

/**
 * Whether a message was signed with the secret and is fresh: the receiver's side of `signatureHeaders`.
 * Several signatures may stand in the header, parted by spaces, while a secret is being changed; one must fit.
 *
 * @param headers By lower-case name.
 * @param toleranceMs How far the sender's clock and the way here may be off, in both directions.
 */
export function verifySignature(
  secret: string,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: string,
  { now = new Date(), toleranceMs = 5 * 60_000 } = {}
): Verification {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': given } = headers
  if (typeof id !== 'string' || typeof timestamp !== 'string' || typeof given !== 'string') {
    return { ok: false, code: 'header-missing' }
  }
  const ageMs = now.getTime() - Number(timestamp) * 1000
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(ageMs) > toleranceMs) {
    return { ok: false, code: 'time-out-of-range' }
  }
  const expected = Buffer.from(signature(secret, id, timestamp, body))
  const fits = given.split(' ').some(one => {
    const bytes = Buffer.from(one)
    return bytes.length === expected.length && timingSafeEqual(bytes, expected)
  })
  return fits ? { ok: true, id } : { ok: false, code: 'signature-wrong' }
}

function signature(secret: string, id: string, timestamp: string, body: string): string {
  const key = /^whsec_([A-Za-z0-9+/]{16,}={0,2})$/.exec(secret)?.[1]
  if (!key) throw new TypeError('a webhook secret is "whsec_" and a key in base64')
  const content = `${id}.${timestamp}.${body}`
  return `v1,${createHmac('sha256', Buffer.from(key, 'base64')).update(content).digest('base64')}`
}
