import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../db/database.server.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import { newId } from '../door/id.ts'
import { ensurePerson, insertAccount } from './account-store.server.ts'
import { openAuth } from './auth.server.ts'
import type { Accounts } from './auth.server.ts'
import { softwareAuthenticator } from './software-authenticator.ts'

const origin = 'https://mozaika.example'
const address = '203.0.113.7'
const accountId = newId()
const device = softwareAuthenticator(origin)
let database: Database
let accounts: Accounts
let signedIn: readonly string[]

beforeAll(async () => {
  database = await freshDatabase()
  accounts = await openAuth({ database, origin, send: async () => {} })
  await database.transaction(async tx => {
    await insertAccount(tx, { accountId, email: 'key@example.org', passwordHash: null })
    await ensurePerson(tx, accountId)
  })
  signedIn = (await accounts.startSession(accountId, { headers: new Headers(), address })).setCookies
})
afterAll(() => database.close())

const cookieHeader = (cookies: readonly string[]) => cookies.map(cookie => cookie.split(';')[0]).join('; ')

function call(
  method: 'GET' | 'POST',
  path: string,
  cookies: readonly string[],
  body?: object
): Promise<Response> {
  const headers = { origin, cookie: cookieHeader(cookies), 'content-type': 'application/json' }
  const request = new Request(`${origin}/api/auth/passkey/${path}`, {
    method,
    headers,
    body: body ? JSON.stringify(body) : null
  })
  return accounts.handler(request, address)
}

async function challengeFor(path: string, cookies: readonly string[]) {
  const response = await call('GET', path, cookies)
  const { challenge } = (await response.json()) as { challenge: string }
  return { challenge, cookies: response.headers.getSetCookie() }
}

test('a passkey is added by who is signed in, and signs in from then on', async () => {
  const adding = await challengeFor('generate-register-options', signedIn)
  const added = await call('POST', 'verify-registration', [...signedIn, ...adding.cookies], {
    response: device.register(adding.challenge),
    name: 'My phone'
  })
  expect(added.status).toBe(200)

  const entering = await challengeFor('generate-authenticate-options', [])
  const entered = await call('POST', 'verify-authentication', entering.cookies, {
    response: device.authenticate(entering.challenge)
  })
  expect(entered.status).toBe(200)
  const headers = new Headers({ cookie: cookieHeader(entered.headers.getSetCookie()) })
  expect((await accounts.whoOf(headers, address)).who).toMatchObject({ kind: 'person', personId: accountId })
})

test('a challenge is good for one answer only', async () => {
  const entering = await challengeFor('generate-authenticate-options', [])
  const response = device.authenticate(entering.challenge)
  await call('POST', 'verify-authentication', entering.cookies, { response })
  const again = await call('POST', 'verify-authentication', entering.cookies, { response })
  expect(again.status).toBe(400)
})

test('an unknown device does not sign in', async () => {
  const entering = await challengeFor('generate-authenticate-options', [])
  const response = softwareAuthenticator(origin).authenticate(entering.challenge)
  expect((await call('POST', 'verify-authentication', entering.cookies, { response })).status).toBe(401)
})

test('a request that comes from a page elsewhere is refused', async () => {
  const request = new Request(`${origin}/api/auth/passkey/delete-passkey`, {
    method: 'POST',
    headers: {
      origin: 'https://evil.example',
      cookie: cookieHeader(signedIn),
      'content-type': 'application/json'
    },
    body: JSON.stringify({ id: 'x' })
  })
  expect((await accounts.handler(request, address)).status).toBe(403)
})
