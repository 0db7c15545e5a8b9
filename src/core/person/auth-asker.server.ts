import { Refusal } from '../door/refusal.ts'
import type { LetterWish } from './auth-letters.server.ts'
import { addressHeader, letterHeader } from './auth-headers.ts'

/** A request as far as signing in needs it. */
export interface From {
  readonly headers: Headers
  /** The address limits are counted by, without a port. */
  readonly address: string
}

/**
 * Asks better-auth as a page of ours would: through its router, so that its limits hold. That the request came from a
 * page of ours was checked where it came in.
 */
export const asker =
  (handler: (request: Request) => Promise<Response>, origin: string) =>
  async (path: string, from: From, body?: object, wish?: LetterWish): Promise<Response> => {
    const headers = passedOn(from, origin)
    if (body) headers.set('content-type', 'application/json')
    if (wish) headers.set(letterHeader, encodeURIComponent(JSON.stringify({ ...wish, email: undefined })))
    const request = new Request(`${origin}/api/auth${path}`, {
      method: body ? 'POST' : 'GET',
      headers,
      body: body ? JSON.stringify(body) : null
    })
    const response = await handler(request)
    if (response.status === 429) {
      throw new Refusal('too-many', {
        facts: { seconds: Number(response.headers.get('x-retry-after') ?? 60) }
      })
    }
    if (response.status >= 500) throw new Refusal('busy')
    return response
  }

export function passedOn(from: From, origin: string): Headers {
  const headers = new Headers({ origin, [addressHeader]: from.address })
  for (const name of ['cookie', 'user-agent']) {
    const value = from.headers.get(name)
    if (value) headers.set(name, value)
  }
  return headers
}

export type Ask = ReturnType<typeof asker>
