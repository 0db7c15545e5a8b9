import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApi } from '../../src/api/index.ts'
import type { ApiParts } from '../../src/api/index.ts'
import { acts } from '../../src/core/acts.ts'
import type { Door } from '../../src/core/door/perform.server.ts'
import type { Who } from '../../src/core/door/who.ts'
import { views } from '../../src/core/views.ts'
import { methods } from '../../src/methods/index.ts'

export interface Sending {
  readonly as?: Who
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface ServedApi {
  readonly address: string
  send(verb: string, path: string, sending?: Sending): Promise<Response>
  /** What the API reported as failures of its own. */
  readonly failures: unknown[]
  close(): Promise<void>
}

/** The API of all acts and views on a port of its own, asked by whomever each request names. */
export async function serveApi(door: Door, more: Partial<ApiParts> = {}): Promise<ServedApi> {
  const failures: unknown[] = []
  const people: Who[] = []
  const api = createApi({
    door,
    acts,
    views,
    methods,
    config: { origin: 'https://mozaika.example' },
    guestCookie: personId => `guest=${personId}; Path=/`,
    forgottenGuestCookie: () => 'guest=; Path=/; Max-Age=0',
    report: (_, error) => void failures.push(error),
    ...more
  })
  let requests = 0
  const server = createServer((req, res) => {
    const known = people[Number(req.headers['x-test-who'])]
    const who: Who = known ?? { kind: 'guest', personId: null, address: '192.0.2.1' }
    void api(req, res, { who, requestId: `request-${(requests += 1)}`, setCookies: [] })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    address,
    failures,
    send(verb, path, { as, body, headers = {} } = {}) {
      const who: Record<string, string> = as ? { 'x-test-who': String(people.push(as) - 1) } : {}
      const isJson = body !== undefined && typeof body !== 'string'
      return fetch(`${address}${path}`, {
        method: verb,
        headers: {
          ...who,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers
        },
        ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : (body as string) })
      })
    },
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    }
  }
}
