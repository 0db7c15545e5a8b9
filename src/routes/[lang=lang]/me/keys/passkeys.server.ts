import type { RequestEvent } from '@sveltejs/kit'
import { z } from 'zod'
import { Refusal } from '#lib/core/door/refusal.ts'

const passkeys = z.array(
  z.object({ id: z.string(), name: z.string().nullish(), createdAt: z.coerce.date().nullish() })
)

/** The passkeys of whoever is signed in. */
export async function listPasskeys(event: RequestEvent) {
  const response = await ask(event, 'GET', 'list-user-passkeys')
  if (!response.ok) return []
  const found = passkeys.parse(await response.json())
  return found.map(({ id, name, createdAt }) => ({
    id,
    name: name ?? null,
    createdAt: createdAt?.toISOString() ?? null
  }))
}

/** Takes one of them away. @throws {Refusal} `not-found` where there is none such. */
export async function dropPasskey(event: RequestEvent, id: string): Promise<void> {
  const response = await ask(event, 'POST', 'delete-passkey', { id })
  if (response.status === 401) throw new Refusal('not-signed-in')
  if (!response.ok) throw new Refusal('not-found')
}

function ask(
  { locals, request, getClientAddress }: RequestEvent,
  method: string,
  what: string,
  body?: object
): Promise<Response> {
  const { origin } = locals.app.config
  const headers = new Headers({ cookie: request.headers.get('cookie') ?? '', origin })
  if (body) headers.set('content-type', 'application/json')
  const address = `${origin}/api/auth/passkey/${what}`
  return locals.auth.handler(
    new Request(address, { method, headers, body: body ? JSON.stringify(body) : null }),
    getClientAddress()
  )
}
