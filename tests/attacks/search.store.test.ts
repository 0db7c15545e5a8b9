import { afterAll, beforeAll, expect, test } from 'vitest'
import { listCalls } from '../../src/core/call/views.ts'
import { listContributions, similarContributions } from '../../src/core/contribution/views.ts'
import type { Database } from '../../src/db/database.server.ts'
import { freshDatabase } from '../support/database.ts'
import { aCall, aGuest, anIdea, sequence } from '../support/world.ts'
import type { World } from '../support/world.ts'

let database: Database
let world: World
beforeAll(async () => {
  database = await freshDatabase()
  world = await aCall(database, { fields: { question: 'What is 100% ours?' } })
  const titles = [
    'Benches at 100% of all stops',
    'A name_with a line',
    'A path C:\\benches',
    "O'Hara street",
    'More benches'
  ]
  for (const title of titles) await anIdea(world, aGuest(), { title })
  await sequence(database)
})
afterAll(() => database.close())

const found = async (q: string): Promise<string[]> => {
  const { callId, stepId, door } = world
  return (await door.look(listContributions, aGuest(), { callId, stepId, q })).items.map(item => item.title)
}

test.each(['%', '_', '\\', "'", '100%', 'name_with', "O'Hara"])('%j means itself', async q => {
  for (const title of await found(q)) expect(title).toContain(q)
})

test.each([
  '%%%',
  '____',
  '.*',
  "' or '1'='1",
  "'; drop table people; --",
  "\\'; select pg_sleep(9); --",
  '$1',
  'a:* & !b | (c',
  '"unbalanced',
  '\u0000benches',
  '\ud800',
  "E'\\x00'"
])('%j finds nothing that it does not say, and breaks nothing', async q => {
  const { callId, stepId, door } = world
  expect((await found(q)).filter(title => !/benches/i.test(title))).toEqual([])
  const calls = await door.look(listCalls, aGuest(), { q })
  expect(calls.items.filter(() => !q.includes('benches'))).toEqual([])
  const { items } = await door.look(similarContributions, aGuest(), { callId, stepId, text: q })
  expect(items.length).toBeLessThan(6)
})

test('a percent sign in a search for calls means itself', async () => {
  const { door } = world
  expect((await door.look(listCalls, aGuest(), { q: '100%' })).items).toHaveLength(1)
  expect((await door.look(listCalls, aGuest(), { q: '1%ours' })).items).toEqual([])
})
