import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../../tests/support/database.ts'
import { aCall, aGuest, aPerson, sequence } from '../../../../tests/support/world.ts'
import type { World } from '../../../../tests/support/world.ts'
import type { Database } from '../../../db/database.server.ts'
import { sql } from '../../../db/sql.server.ts'
import { listContributions, listVersions } from '../../contribution/views.ts'
import type { InputOf } from '../../door/act.ts'
import { Refusal } from '../../door/refusal.ts'
import { importContributions, importResponses } from '../acts.ts'

let database: Database
let world: World

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

type ContributionItem = InputOf<typeof importContributions>['items'][number]
type ResponseItem = InputOf<typeof importResponses>['items'][number]

const contribute = async (items: ContributionItem[], who = world.owner) =>
  (
    await world.door.perform(importContributions, who, {
      callId: world.callId,
      stepId: world.stepId,
      source: 'test',
      items
    })
  ).result
const respond = async (items: ResponseItem[]) =>
  (
    await world.door.perform(importResponses, world.owner, {
      callId: world.callId,
      stepId: world.stepId,
      source: 'test',
      items
    })
  ).result

const idea = (key: string, more: Partial<ContributionItem> = {}): ContributionItem => ({
  key,
  author: `author ${key}`,
  body: { title: `Idea number ${key}`, text: '' },
  ...more
})

async function listed() {
  await sequence(database)
  const { callId, stepId, door } = world
  const { items } = await door.look(listContributions, aGuest(), { callId, stepId, order: 'best' })
  return items.map(({ title, author, value }) => ({ title, author, value }))
}

const problemsOf = async (work: Promise<unknown>) => {
  const refusal = await work.then(
    () => undefined,
    (error: unknown) => error
  )
  expect(refusal).toBeInstanceOf(Refusal)
  return (refusal as Refusal).problems
}

const countOf = async (table: 'people' | 'contributions' | 'responses'): Promise<number> => {
  const counts = {
    people: sql`select count(*) as n from participants where call_id = ${world.callId}`,
    contributions: sql`select count(*) as n from contributions where call_id = ${world.callId}`,
    responses: sql`select count(*) as n from responses where call_id = ${world.callId}`
  }
  return (await database.query<{ n: number }>(counts[table]))[0]!.n
}

describe('an import of contributions', () => {
  test('is refused to whoever does not organise the call, and into a step that is not open', async () => {
    world = await aCall(database)
    const moderator = await aPerson(database, { role: 'moderator', organisationId: world.organisationId })
    await expect(contribute([idea('1')], moderator)).rejects.toMatchObject({ code: 'not-allowed' })
    world = await aCall(database, { state: 'draft' })
    await expect(contribute([idea('1')])).rejects.toMatchObject({ code: 'not-found' })
  })

  test('with a wrong item names it and its field, and does nothing of the rest', async () => {
    world = await aCall(database)
    const items = [
      idea('1'),
      idea('2', { body: { title: '', text: 1 } }),
      idea('1'),
      idea('4', { place: { lat: 50, lon: 30 } })
    ]
    expect(await problemsOf(contribute(items))).toEqual([
      { path: 'items.1.body.title', code: 'too-short', limits: { least: 3 } },
      { path: 'items.1.body.text', code: 'wrong-type', limits: { expected: 'string' } },
      { path: 'items.2.key', code: 'taken' },
      { path: 'items.3.place', code: 'unknown-key' }
    ])
    expect([await countOf('people'), await countOf('contributions')]).toEqual([0, 0])
  })

  test('takes no place outside the area that the call is about', async () => {
    const area = {
      type: 'Polygon' as const,
      coordinates: [
        [
          [30, 50],
          [31, 50],
          [31, 51],
          [30, 51],
          [30, 50]
        ]
      ]
    }
    world = await aCall(database, { settings: { place: 'optional' }, fields: { area } })
    const items = [
      idea('1', { place: { lat: 50.45, lon: 30.52 } }),
      idea('2', { place: { lat: 49.84, lon: 24.03 } })
    ]
    expect(await problemsOf(contribute(items))).toEqual([{ path: 'items.1.place', code: 'outside-area' }])
    expect(await countOf('contributions')).toBe(0)
  })

  test('keeps authors, their names, times and what was hidden', async () => {
    world = await aCall(database)
    const at = '2018-02-13T05:58:16.471Z'
    const done = await contribute([
      idea('1', { author: 'a', authorName: 'Марія', at }),
      idea('2', { author: 'a', authorName: 'Марія' }),
      idea('3', { state: 'hidden' }),
      idea('4', { at: '2999-01-01T00:00:00Z' })
    ])
    expect(done).toEqual({ made: 4, changed: 0, unchanged: 0 })
    expect((await listed()).map(({ title, author }) => [title, author]).sort()).toEqual([
      ['Idea number 1', 'Марія'],
      ['Idea number 2', 'Марія'],
      ['Idea number 4', null]
    ])
    expect(await countOf('people')).toBe(3)
    const times = await database.query<{ created_at: Date }>(sql`
      select created_at from contributions where call_id = ${world.callId} order by created_at`)
    expect(times[0]!.created_at.toISOString()).toBe(at)
    expect(times.at(-1)!.created_at.getTime()).toBeLessThanOrEqual(Date.now())
  })

  test('done again adds nothing; what has changed becomes a new version', async () => {
    world = await aCall(database)
    const items = ['1', '2', '3'].map(key => idea(key))
    await contribute(items)
    expect(await contribute(items)).toEqual({ made: 0, changed: 0, unchanged: 3 })
    const changed = idea('2', { body: { title: 'Idea number 2, better', text: 'Now with a reason.' } })
    expect(await contribute([items[0]!, changed, idea('3', { state: 'hidden' }), idea('4')])).toEqual({
      made: 1,
      changed: 2,
      unchanged: 1
    })
    expect((await listed()).map(({ title }) => title).sort()).toEqual([
      'Idea number 1',
      'Idea number 2, better',
      'Idea number 4'
    ])
    const [second] = await database.query<{ contribution_id: string }>(sql`
      select contribution_id from contributions where call_id = ${world.callId} and title = 'Idea number 2, better'`)
    const { items: versions } = await world.door.look(listVersions, aGuest(), {
      callId: world.callId,
      contributionId: second!.contribution_id
    })
    expect(versions.map(({ title }) => title)).toEqual(['Idea number 2', 'Idea number 2, better'])
    expect(await contribute([idea('3')])).toEqual({ made: 0, changed: 1, unchanged: 0 })
    expect(await listed()).toHaveLength(4)
  })

  test('from another source with the same keys is another import', async () => {
    world = await aCall(database)
    await contribute([idea('1')])
    const { result } = await world.door.perform(importContributions, world.owner, {
      callId: world.callId,
      stepId: world.stepId,
      source: 'other',
      items: [idea('1')]
    })
    expect(result).toMatchObject({ made: 1 })
  })
})

describe('an import of responses', () => {
  test('names the items whose contribution was not imported or that stand there twice', async () => {
    world = await aCall(database)
    await contribute([idea('1')])
    const items = [
      { person: 'p', target: '1' },
      { person: 'p', target: '9' },
      { person: 'p', target: '1' },
      { person: 'q', target: '1', body: { score: 3 } }
    ]
    expect(await problemsOf(respond(items))).toEqual([
      { path: 'items.1.target', code: 'not-found' },
      { path: 'items.2.target', code: 'taken' },
      { path: 'items.3.body.score', code: 'unknown-key' }
    ])
    expect(await countOf('responses')).toBe(0)
  })

  test('counts them once however often it is done, the authors’ own and those beyond a budget too', async () => {
    world = await aCall(database, { settings: { budget: 1 } })
    await contribute([idea('1'), idea('2'), idea('3', { state: 'hidden' })])
    const items = [
      { person: 'author 1', target: '1' },
      { person: 'p', target: '1' },
      { person: 'p', target: '2' },
      { person: 'p', target: '3' }
    ]
    expect(await respond(items)).toEqual({ made: 4, changed: 0, unchanged: 0 })
    expect(await respond([...items, { person: 'q', target: '2' }])).toEqual({
      made: 1,
      changed: 0,
      unchanged: 4
    })
    expect(await listed()).toMatchObject([{ value: 2 }, { value: 2 }])
    // Two authors, one of them responding, and two others; the hidden one's author too.
    expect(await countOf('people')).toBe(5)
  })

  test('takes over what somebody changed at the source', async () => {
    world = await aCall(database, { settings: { respond: 'score' } })
    await contribute([idea('1')])
    await respond([{ person: 'p', target: '1', body: { score: 2 } }])
    expect(await respond([{ person: 'p', target: '1', body: { score: 5 } }])).toEqual({
      made: 0,
      changed: 1,
      unchanged: 0
    })
    expect(await listed()).toMatchObject([{ value: 5 }])
  })
})
