import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveApi } from '../../tests/support/api.ts'
import type { ServedApi } from '../../tests/support/api.ts'
import { freshDatabase } from '../../tests/support/database.ts'
import { aCall, aGuest } from '../../tests/support/world.ts'
import type { World } from '../../tests/support/world.ts'
import { folderStorage } from '../core/file/folder-storage.server.ts'
import { createFileKeeper } from '../core/file/keep.server.ts'
import type { Database } from '../db/database.server.ts'

let database: Database
let world: World
let api: ServedApi

beforeAll(async () => {
  database = await freshDatabase()
  world = await aCall(database)
  api = await serveApi(world.door)
})

afterAll(async () => {
  await api.close()
  await database.close()
})

/** The document of a refusal. */
async function problemOf(response: Response): Promise<Record<string, any>> {
  expect(response.headers.get('content-type')).toBe('application/problem+json')
  return (await response.json()) as Record<string, any>
}

const ideas = () => `/api/v1/calls/${world.callId}/contributions`
const anInput = (title = 'Plant lime trees') => ({
  stepId: world.stepId,
  body: { title, text: 'Shade for the square.' }
})

describe('a body that cannot be read', () => {
  const send = (body: string, headers: Record<string, string> = {}) =>
    api.send('POST', ideas(), { as: aGuest(), body, headers })

  test('is refused as malformed, with the place of the fault', async () => {
    const problem = await problemOf(await send('{"stepId": "x",\n "body": {"title": tree}}'))
    expect(problem).toMatchObject({ status: 400, code: 'malformed' })
    expect(problem['detail']).toContain('line 2, column 20: expected a value')
  })

  test('is refused as no JSON by its type', async () => {
    const problem = await problemOf(
      await send('stepId=x', { 'content-type': 'application/x-www-form-urlencoded' })
    )
    expect(problem).toMatchObject({ status: 415, code: 'not-json' })
  })

  test('is refused when it is nested too deep', async () => {
    const problem = await problemOf(await send(`{"body": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`))
    expect(problem).toMatchObject({ status: 400, detail: 'The JSON is nested deeper than 32 levels.' })
  })

  test('is refused when it is too large, announced or not, and the sender hears so', async () => {
    const text = JSON.stringify({ body: 'x'.repeat(10_000_000) })
    expect(await problemOf(await send(text))).toMatchObject({ status: 413, code: 'too-large' })
    const stream = new Blob([text]).stream()
    const response = await fetch(`${api.address}${ideas()}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: stream,
      duplex: 'half'
    } as RequestInit)
    expect(await problemOf(response)).toMatchObject({ status: 413, code: 'too-large' })
  })

  test('is refused when it is not UTF-8', async () => {
    const response = await fetch(`${api.address}${ideas()}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])
    })
    expect(await problemOf(response)).toMatchObject({ status: 400, detail: 'The body is not text in UTF-8.' })
  })

  test.each(['\\u0000', '\\ud800', 'x\\uDFFFy'])('is refused when it holds %s', async escape => {
    const problem = await problemOf(await send(`{"stepId": "x", "body": {"title": "a${escape}"}}`))
    expect(problem).toMatchObject({
      status: 422,
      problems: [{ path: 'body.title', code: 'control-characters' }]
    })
  })

  test.each(['[]', '"x"', '7', 'null'])('is refused when it is %s', async text => {
    expect(await problemOf(await send(text))).toMatchObject({
      status: 422,
      problems: [{ path: '', code: 'wrong-type' }]
    })
  })

  test('leaves the server well when it breaks off', async () => {
    const { port } = new URL(api.address)
    const socket = connect(Number(port), '127.0.0.1')
    socket.end(
      `POST ${ideas()} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{"a`
    )
    await new Promise(resolve => socket.once('close', resolve).resume())
    expect((await api.send('GET', '/api/v1/calls')).status).toBe(200)
  })
})

describe('a page of another site', () => {
  const from = (headers: Record<string, string>, as = aGuest()) =>
    api.send('POST', ideas(), { as, body: anInput(), headers })

  test('cannot act, whatever the browser adds', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', cookie: 'guest=x' },
      { 'sec-fetch-site': 'same-site', cookie: 'guest=x' },
      { origin: 'https://evil.example', cookie: 'guest=x' },
      { origin: 'null', cookie: 'guest=x' },
      { origin: 'https://evil.example' }
    ]) {
      expect(await problemOf(await from(headers as unknown as Record<string, string>))).toMatchObject({
        status: 403,
        code: 'cross-site'
      })
    }
  })

  test('cannot act by leaving out where it comes from', async () => {
    expect(await problemOf(await from({ cookie: 'guest=x' }))).toMatchObject({ code: 'cross-site' })
  })

  test('cannot act by a form, which has no JSON', async () => {
    const response = await api.send('POST', `/api/v1/calls/${world.callId}/opening`, {
      as: world.owner,
      headers: { cookie: 'session=x', 'sec-fetch-site': 'same-origin' }
    })
    expect(await problemOf(response)).toMatchObject({ status: 415, code: 'not-json' })
  })

  test('may read what everybody may read, and is told so before it asks', async () => {
    const asked = await api.send('OPTIONS', '/api/v1/calls', { headers: { origin: 'https://other.example' } })
    expect(asked.status).toBe(204)
    expect(asked.headers.get('access-control-allow-origin')).toBe('*')
    expect(asked.headers.get('access-control-allow-methods')).toBe('GET, HEAD')
    const refused = await from({ origin: 'https://other.example' })
    expect(refused.headers.get('access-control-allow-origin')).toBeNull()
  })

  test('is no concern of programs with a token', async () => {
    const { personId } = world.owner
    const token = {
      kind: 'token',
      tokenId: personId,
      personId,
      organisationId: null,
      scopes: ['contribute'],
      address: '192.0.2.7'
    } as const
    const headers = { authorization: 'Bearer mzk_x', cookie: 'guest=x', 'sec-fetch-site': 'cross-site' }
    expect((await api.send('POST', ideas(), { as: token, body: anInput(), headers })).status).toBe(200)
  })

  test('is told from our own pages', async () => {
    expect((await from({ cookie: 'guest=x', 'sec-fetch-site': 'same-origin' })).status).toBe(200)
    expect((await from({ cookie: 'guest=x', origin: 'https://mozaika.example' })).status).toBe(200)
    expect((await from({ cookie: 'guest=x', origin: api.address })).status).toBe(200)
  })
})

describe('a file', () => {
  const files = (query: string) => `/api/v1/calls/${world.callId}/files?stepId=${world.stepId}${query}`
  const send = (body: string, type: string, headers: Record<string, string> = {}) =>
    withFiles.send('POST', files('&name=notes.txt&alt=Notes'), {
      as: aGuest(),
      body,
      headers: { 'content-type': type, ...headers }
    })
  let folder: string
  let withFiles: ServedApi

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mozaika-api-'))
    withFiles = await serveApi(world.door, {
      keeper: createFileKeeper({ door: world.door, storage: folderStorage(folder) })
    })
  })

  afterAll(async () => {
    await withFiles.close()
    await rm(folder, { recursive: true })
  })

  test('is the body of its request', async () => {
    const response = await send('A note.\n', 'text/plain; charset=utf-8')
    expect(await response.json()).toMatchObject({ result: { name: 'notes.txt', size: 8 } })
  })

  test('of a bad kind is refused beside its field', async () => {
    const problem = await problemOf(await send('<svg xmlns="http://www.w3.org/2000/svg"/>', 'image/png'))
    expect(problem).toMatchObject({ status: 415, code: 'unsupported-file', problems: [{ path: 'file' }] })
  })

  test('is refused when it is too large, from another site, or for an unknown key', async () => {
    expect(await problemOf(await send('x'.repeat(11_000_000), 'text/plain'))).toMatchObject({ status: 413 })
    expect(await problemOf(await send('x', 'text/plain', { 'sec-fetch-site': 'cross-site' }))).toMatchObject({
      status: 403
    })
    const unknown = await withFiles.send('POST', files('&surprise=1'), {
      as: aGuest(),
      body: 'x',
      headers: { 'content-type': 'text/plain' }
    })
    expect(await problemOf(unknown)).toMatchObject({
      status: 422,
      problems: [{ path: 'surprise', code: 'unknown-key' }]
    })
  })
})
