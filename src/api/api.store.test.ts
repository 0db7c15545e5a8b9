import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { serveApi } from '../../tests/support/api.ts'
import type { ServedApi } from '../../tests/support/api.ts'
import { freshDatabase } from '../../tests/support/database.ts'
import { aCall, aGuest, anIdea, sequence } from '../../tests/support/world.ts'
import type { World } from '../../tests/support/world.ts'
import { defineView } from '../core/door/act.ts'
import type { Database } from '../db/database.server.ts'

let database: Database
let world: World
let api: ServedApi
let supports: string

beforeAll(async () => {
  database = await freshDatabase()
  world = await aCall(database)
  api = await serveApi(world.door)
  supports = `/api/v1/calls/${world.callId}/responses`
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

describe('an act', () => {
  test('answers with its result and its lines, and gives a guest a cookie', async () => {
    const response = await api.send('POST', ideas(), { as: aGuest(), body: anInput() })
    expect(response.status).toBe(200)
    const { result, lines } = (await response.json()) as {
      result: { contributionId: string }
      lines: { log: string }[]
    }
    expect(result).toMatchObject({ version: 1, title: 'Plant lime trees' })
    expect(lines).toMatchObject([{ log: world.callId }])
    expect(response.headers.get('set-cookie')).toMatch(/^guest=[0-9a-f-]{36}; Path=\/$/)
    expect(response.headers.get('cache-control')).toBe('private, no-store')
  })

  test('that erases a guest makes the browser forget who it was', async () => {
    const { author } = await anIdea(world, aGuest())
    const wrong = await api.send('POST', '/api/v1/me/erasure', { as: author, body: { confirm: 'yes' } })
    expect(wrong.headers.get('set-cookie')).toBeNull()
    const erased = await api.send('POST', '/api/v1/me/erasure', { as: author, body: { confirm: 'erase' } })
    expect(erased.status).toBe(200)
    expect(erased.headers.get('set-cookie')).toBe('guest=; Path=/; Max-Age=0')
  })

  test('answers as before to the same key, and refuses the key for another input', async () => {
    const headers = { 'idempotency-key': '"a-key-of-my-own-1"' }
    const guest = aGuest()
    const first = await api.send('POST', ideas(), { as: guest, body: anInput('Once'), headers })
    const again = await api.send('POST', ideas(), { as: guest, body: anInput('Once'), headers })
    expect(await again.json()).toMatchObject({ result: ((await first.json()) as { result: object }).result })
    const other = await api.send('POST', ideas(), { as: guest, body: anInput('Twice'), headers })
    expect(await problemOf(other)).toMatchObject({ status: 409, code: 'key-reused' })
  })

  test('takes the input of a DELETE from its query', async () => {
    const { contributionId } = await anIdea(world, aGuest())
    const { author } = await anIdea(world, aGuest())
    const where = `stepId=${world.stepId}&target=${contributionId}`
    const given = await api.send('POST', supports, {
      as: author,
      body: { stepId: world.stepId, target: contributionId }
    })
    expect(given.status).toBe(200)
    const taken = await api.send('DELETE', `${supports}?${where}`, { as: author })
    expect(taken.status).toBe(200)
  })

  test('names every wrong field', async () => {
    const body = { stepId: 'x', body: {}, buildsOn: 7, surprise: true }
    const problem = await problemOf(await api.send('POST', ideas(), { as: aGuest(), body }))
    expect(problem).toMatchObject({
      status: 422,
      code: 'invalid',
      type: '/api/v1/problems#invalid',
      requestId: expect.any(String)
    })
    expect(problem['problems']).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ path: 'stepId', message: 'stepId is not a UUID.' }),
        expect.objectContaining({ path: 'buildsOn', code: 'wrong-type' }),
        expect.objectContaining({ path: 'surprise', message: 'surprise is not known here.' })
      ])
    )
  })

  test('refuses a body that says something else than the path', async () => {
    const body = { ...anInput(), callId: world.stepId }
    const problem = await problemOf(await api.send('POST', ideas(), { as: aGuest(), body }))
    expect(problem['problems']).toMatchObject([{ path: 'callId', code: 'differs-from-path' }])
    const same = await api.send('POST', ideas(), {
      as: aGuest(),
      body: { ...anInput(), callId: world.callId }
    })
    expect(same.status).toBe(200)
  })
})

describe('a view', () => {
  test('is kept for a second by everybody for those who bring nothing, and known again by its tag', async () => {
    const first = await api.send('GET', `/api/v1/calls/${world.slug}`)
    expect(first.headers.get('cache-control')).toBe('public, max-age=1')
    expect(first.headers.get('access-control-allow-origin')).toBe('*')
    expect(await first.json()).toMatchObject({ callId: world.callId })
    const etag = first.headers.get('etag')!
    const again = await api.send('GET', `/api/v1/calls/${world.slug}`, { headers: { 'if-none-match': etag } })
    expect(again.status).toBe(304)
    expect(await again.text()).toBe('')
  })

  test('is private for whoever brings a cookie or a token', async () => {
    for (const headers of [{ cookie: 'theme=dark' }, { authorization: 'Bearer x' }]) {
      const response = await api.send('GET', '/api/v1/calls', {
        headers: headers as unknown as Record<string, string>
      })
      expect(response.headers.get('cache-control')).toBe('private, no-store')
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  test('takes numbers and lists from its query', async () => {
    const { contributionId, author } = await anIdea(world, aGuest())
    await anIdea(world, aGuest())
    await sequence(database)
    const listed = await api.send(
      'GET',
      `/api/v1/calls/${world.callId}/steps/${world.stepId}/contributions?limit=1&order=newest`
    )
    expect(((await listed.json()) as { items: unknown[] }).items).toHaveLength(1)
    const mine = `/api/v1/calls/${world.callId}/steps/${world.stepId}/responses/mine?targets=${contributionId}`
    expect((await api.send('GET', mine, { as: author })).status).toBe(200)
    expect((await api.send('GET', `${mine}&targets=${world.stepId}`, { as: author })).status).toBe(200)
  })

  test.each(['?limit=0', '?limit=ten', '?surprise=1', '?after=!!', '?q=%00', '?q=%ff', '?__proto__=1'])(
    'refuses %s',
    async query => {
      const response = await api.send('GET', `/api/v1/calls${query}`)
      expect(response.status).toBeGreaterThanOrEqual(400)
      expect((await problemOf(response))['status']).toBeLessThan(500)
    }
  )

  test('answers HEAD with the length and nothing else', async () => {
    const response = await api.send('HEAD', '/api/v1/calls')
    expect(Number(response.headers.get('content-length'))).toBeGreaterThan(10)
    expect(await response.text()).toBe('')
  })
})

describe('an address', () => {
  test('that nothing answers is named', async () => {
    expect(await problemOf(await api.send('GET', '/api/v1/nothing'))).toMatchObject({
      status: 404,
      code: 'no-such-address'
    })
  })

  test('that answers another verb says which', async () => {
    const response = await api.send('PATCH', `/api/v1/calls/${world.callId}`, { body: {} })
    expect(response.headers.get('allow')).toBe('DELETE, GET, PUT')
    expect(await problemOf(response)).toMatchObject({ status: 405, code: 'wrong-verb' })
  })

  test('with a wrong escape is refused', async () => {
    expect((await api.send('GET', '/api/v1/calls/%ff')).status).toBe(400)
    expect((await api.send('GET', '/api/v1/calls/%00')).status).toBe(400)
  })

  test('of the API itself lists all there is', async () => {
    const index = (await (await api.send('GET', '/api/v1')).json()) as Record<string, any>
    expect(index['acts']['response.give']).toMatchObject({ http: 'POST /calls/{callId}/responses' })
    const problems = (await (await api.send('GET', '/api/v1/problems')).json()) as Record<string, any>
    expect(problems['closed']).toMatchObject({ status: 409 })
  })

  test('of the call file gives the schema that exported files name', async () => {
    const schema = (await (await api.send('GET', '/api/v1/call-file.schema.json')).json()) as Record<
      string,
      any
    >
    expect(schema['$id']).toBe('https://mozaika.example/api/v1/call-file.schema.json')
    expect(schema['properties'].steps.items.properties.method).toEqual({ enum: ['ideas'] })
  })
})

test('too many of one kind are told how long to wait', async () => {
  const { author } = await anIdea(world, aGuest())
  let last = await api.send('POST', ideas(), { as: author, body: anInput() })
  for (let n = 0; n < 30 && last.status !== 429; n++)
    last = await api.send('POST', ideas(), { as: author, body: anInput() })
  expect(await problemOf(last)).toMatchObject({ status: 429, code: 'too-many' })
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0)
})

test('a failure of ours is a 500 without its reasons, and reported', async () => {
  const failing = defineView({
    name: 'test.fail',
    title: 'Fails',
    http: 'GET /failing',
    scope: null,
    input: z.strictObject({}),
    load: async () => {
      throw new Error('secret reason')
    },
    may: () => true,
    run: async () => null
  })
  const broken = await serveApi(world.door, { views: new Map([[failing.name, failing]]) })
  const response = await broken.send('GET', '/api/v1/failing')
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('secret reason')
  expect(broken.failures).toMatchObject([{ message: 'secret reason' }])
  await broken.close()
})
