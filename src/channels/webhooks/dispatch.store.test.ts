import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCall, aGuest, anIdea, anOrganisation, aPerson, sequence } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { giveResponse } from '../../core/response/acts.ts'
import type { Who } from '../../core/door/who.ts'
import { makeWebhook, recordTry, stopWebhookAct } from '../../core/webhook/acts.ts'
import { takeDue } from '../../core/webhook/deliveries.server.ts'
import { listWebhooksView } from '../../core/webhook/views.ts'
import { createDispatcher } from './dispatch.server.ts'
import type { Dispatcher } from './dispatch.server.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

interface Received {
  readonly url: string
  readonly secret: string
  readonly id: string
  readonly payload: { id: string; event: string; subject?: { id: string } } & Record<string, unknown>
}

interface Place extends World {
  readonly dispatcher: Dispatcher
  /** What the other side got, in the order it came. */
  readonly received: Received[]
  /** What the other side answers from now on. */
  answer: { delivered: boolean; answer: string }
}

const hourMs = 3_600_000

async function aPlace(settings: Record<string, unknown> = {}): Promise<Place> {
  const world = await aCall(database, { settings })
  const received: Received[] = []
  const place = { ...world, received, answer: { delivered: true, answer: 'status 200' } }
  const dispatcher = createDispatcher({
    database,
    door: world.door,
    send: async ({ url, secret }, { id, body }) => {
      received.push({ url, secret, id, payload: JSON.parse(body) as Received['payload'] })
      return place.answer
    },
    nextTryMs: tries => (tries < 5 ? hourMs : null)
  })
  return Object.assign(place, { dispatcher })
}

const hook = async (
  { door, owner, organisationId }: World,
  events: string[],
  url = 'https://example.org/hook'
) => {
  // Times are kept to the millisecond, and a webhook hears of what was done in its own: the opening of the call is not to be.
  await sleep(2)
  return (await door.perform(makeWebhook, owner, { organisationId, url, events })).result
}

const run = async (place: Place): Promise<Received[]> => {
  await sequence(database)
  const before = place.received.length
  await place.dispatcher.writeDown()
  await place.dispatcher.deliverDue()
  return place.received.slice(before)
}

const support = async ({ door, callId, stepId }: World, target: string, who: Who) =>
  door.perform(giveResponse, who, { callId, stepId, target })

const letTimePass = () =>
  database.query(sql`
  update webhook_deliveries set next_try_at = now() - interval '1 second' where next_try_at is not null`)

const deliveriesOf = async ({ door, owner, organisationId }: World) =>
  (await door.look(listWebhooksView, owner, { organisationId })).items.flatMap(item => item.deliveries)

test('only organisers make, see and stop the webhooks of their organisation', async () => {
  const { door, organisationId, ...place } = await aPlace()
  const { webhookId } = await hook({ door, organisationId, ...place }, ['*'])
  const stranger = (await anOrganisation(database)).owner
  const moderator = await aPerson(database, { role: 'moderator', organisationId })
  for (const who of [aGuest(), stranger, moderator]) {
    const code = who.kind === 'guest' ? 'not-signed-in' : 'not-allowed'
    const wish = { organisationId, url: 'https://example.org', events: ['*'] }
    await expect(door.perform(makeWebhook, who, wish)).rejects.toMatchObject({ code })
    await expect(door.perform(stopWebhookAct, who, { organisationId, webhookId })).rejects.toMatchObject({
      code
    })
    await expect(door.look(listWebhooksView, who, { organisationId })).rejects.toMatchObject({ code })
  }
  const elsewhere = { organisationId: (await anOrganisation(database)).organisationId, webhookId }
  await expect(door.perform(stopWebhookAct, place.owner, elsewhere)).rejects.toMatchObject({
    code: 'not-found'
  })
  await expect(
    door.perform(recordTry, place.owner, {
      organisationId,
      deliveryId: webhookId,
      delivered: true,
      answer: 'x',
      nextTryAt: null
    })
  ).rejects.toMatchObject({ code: 'not-allowed' })
})

test.each([
  'ftp://example.org',
  'https://me:secret@example.org',
  'example.org',
  'javascript:alert(1)',
  `https://example.org/${'ї'.repeat(200)}`
])('a webhook to %s is refused', async url => {
  const place = await aPlace()
  await expect(hook(place, ['*'], url)).rejects.toMatchObject({
    problems: [{ path: 'url', code: 'not-url' }]
  })
})

test('events are names of acts or a star', async () => {
  const place = await aPlace()
  for (const events of [
    [],
    ['everything'],
    ['call.open; drop table'],
    Array(51).fill('call.open') as string[]
  ])
    await expect(hook(place, events)).rejects.toMatchObject({ code: 'invalid' })
})

test('an address is kept as a browser writes it', async () => {
  const place = await aPlace()
  const { url } = await hook(place, ['*'], 'HTTPS://exa\tmple.org:443/a\u0000b/../ї#here')
  expect(url).toBe('https://example.org/%D1%97')
})

test('a secret is told once', async () => {
  const place = await aPlace()
  const { secret } = await hook(place, ['*'])
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)
  const { organisationId } = place
  const listed = await place.door.look(listWebhooksView, place.owner, { organisationId })
  expect(JSON.stringify(listed)).not.toContain(secret)
})

test('events are delivered, each once, to whoever asked for them', async () => {
  const place = await aPlace()
  await hook(place, ['contribution.create'], 'https://example.org/ideas')
  const { secret } = await hook(place, ['*'], 'https://example.org/all')
  const { contributionId } = await anIdea(place, aGuest(), { name: 'Olena', title: 'Benches' })
  await support(place, contributionId, aGuest())
  const received = await run(place)
  expect(received.map(one => [one.url, one.payload.event]).sort()).toEqual([
    ['https://example.org/all', 'contribution.create'],
    ['https://example.org/all', 'response.give'],
    ['https://example.org/ideas', 'contribution.create']
  ])
  expect(received.find(one => one.url.endsWith('all'))).toMatchObject({
    secret,
    payload: {
      event: 'contribution.create',
      organisation: place.organisationId,
      call: place.callId,
      subject: { kind: 'contribution', id: contributionId },
      facts: { id: contributionId, step: place.stepId, version: 1 }
    }
  })
  expect(JSON.stringify(received)).not.toMatch(/Benches|Olena|sit down/)
  expect(await run(place)).toEqual([])
})

test('a webhook hears nothing of what was before it, nor after it was stopped', async () => {
  const place = await aPlace()
  await anIdea(place, aGuest())
  const { webhookId } = await hook(place, ['*'])
  expect(await run(place)).toEqual([])
  await anIdea(place, aGuest())
  await sequence(database)
  await place.dispatcher.writeDown()
  const { organisationId } = place
  await place.door.perform(stopWebhookAct, place.owner, { organisationId, webhookId })
  await anIdea(place, aGuest())
  expect(await run(place)).toEqual([])
  const { items } = await place.door.look(listWebhooksView, place.owner, { organisationId })
  expect(items).toMatchObject([{ webhookId, deliveries: [{ deliveredAt: null, nextTryAt: null }] }])
  expect(items[0]!.stoppedAt).not.toBeNull()
})

test('events of other organisations stay there', async () => {
  const [place, other] = [await aPlace(), await aPlace()]
  await hook(place, ['*'])
  await anIdea(other, aGuest())
  expect(await run(place)).toEqual([])
})

test('of what is hidden until the close only that it happened is said', async () => {
  const place = await aPlace({ totals: 'after-close' })
  const { contributionId } = await anIdea(place, aGuest())
  await hook(place, ['*'])
  await support(place, contributionId, aGuest())
  const [{ payload }] = (await run(place)) as [Received]
  expect(payload).toMatchObject({ event: 'response.give', call: place.callId, hidden: true })
  expect(payload).not.toHaveProperty('subject')
  expect(payload).not.toHaveProperty('facts')
  expect(JSON.stringify(payload)).not.toContain(contributionId)
})

test('what was not delivered is tried again, with the same id, until it is or is given up', async () => {
  const place = await aPlace()
  await hook(place, ['*'])
  await anIdea(place, aGuest())
  place.answer = { delivered: false, answer: 'status\u0000 503\n' }
  await run(place)
  expect(await deliveriesOf(place)).toMatchObject([
    { tries: 1, lastAnswer: 'status  503', deliveredAt: null }
  ])
  expect(await run(place)).toEqual([])
  for (let tries = 2; tries <= 4; tries++) {
    await letTimePass()
    await run(place)
  }
  place.answer = { delivered: true, answer: 'status 204' }
  await letTimePass()
  await run(place)
  expect(new Set(place.received.map(one => one.id)).size).toBe(1)
  expect(place.received).toHaveLength(5)
  expect(await deliveriesOf(place)).toMatchObject([{ tries: 5, lastAnswer: 'status 204', nextTryAt: null }])

  await anIdea(place, aGuest())
  place.answer = { delivered: false, answer: 'status 503' }
  for (let tries = 1; tries <= 6; tries++) {
    await run(place)
    await letTimePass()
  }
  expect(place.received).toHaveLength(10)
  expect(await deliveriesOf(place)).toMatchObject([{ tries: 5, deliveredAt: null, nextTryAt: null }, {}])
})

test('nothing is lost when the process dies between taking a delivery and hearing how it went', async () => {
  const place = await aPlace()
  await hook(place, ['*'])
  await anIdea(place, aGuest())
  await sequence(database)
  await place.dispatcher.writeDown()
  expect(await database.transaction(tx => takeDue(tx, 16))).toHaveLength(1)
  expect(await run(place)).toEqual([])
  await letTimePass()
  expect(await run(place)).toHaveLength(1)
})

test('two processes write each line down once and deliver it once', async () => {
  const place = await aPlace()
  await hook(place, ['*'])
  for (let n = 0; n < 10; n++) await anIdea(place, aGuest())
  await sequence(database)
  await Promise.all([place.dispatcher.writeDown(), place.dispatcher.writeDown()])
  await Promise.all([place.dispatcher.deliverDue(), place.dispatcher.deliverDue()])
  expect(place.received).toHaveLength(10)
  expect(new Set(place.received.map(one => one.payload.id)).size).toBe(10)
})

test('a webhook that fails twenty times in a row is stopped and its owners are told', async () => {
  const place = await aPlace()
  const { url } = await hook(place, ['*'])
  for (let n = 0; n < 25; n++) await anIdea(place, aGuest())
  place.answer = { delivered: false, answer: 'connection refused' }
  await run(place)
  expect(place.received.length).toBeGreaterThanOrEqual(20)
  const { organisationId } = place
  const { items } = await place.door.look(listWebhooksView, place.owner, { organisationId })
  expect(items).toMatchObject([{ failuresInARow: 20 }])
  expect(items[0]!.stoppedAt).not.toBeNull()
  expect(place.letters).toMatchObject([
    { template: 'webhook-stopped', facts: { url, failures: 20, answer: 'connection refused' } }
  ])
  const before = place.received.length
  await letTimePass()
  await run(place)
  expect(place.received).toHaveLength(before)
})

test('a success in between begins the count of failures anew', async () => {
  const place = await aPlace()
  await hook(place, ['*'])
  for (let n = 0; n < 22; n++) {
    place.answer =
      n === 10 ? { delivered: true, answer: 'status 200' } : { delivered: false, answer: 'status 500' }
    await anIdea(place, aGuest())
    await run(place)
  }
  const { organisationId } = place
  const { items } = await place.door.look(listWebhooksView, place.owner, { organisationId })
  expect(items).toMatchObject([{ failuresInARow: 11, stoppedAt: null }])
})
