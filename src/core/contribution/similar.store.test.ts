import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, anIdea, aPerson } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import { findSimilar, forgetTitle, keepTitle } from './similar.server.ts'
import { setContributionState } from './store.server.ts'

let database: Database
let world: World
beforeAll(async () => void (database = await freshDatabase()))
beforeEach(async () => void (world = await aCall(database)))
afterAll(() => database.close())

async function anIdeaCalled(title: string): Promise<string> {
  const { contributionId } = await anIdea(world, await aPerson(database), { title })
  return contributionId
}

const titlesLike = async (typed: string) =>
  (await findSimilar(database, world.callId, world.stepId, typed)).map(({ title }) => title)

test('the same request in other words is found while it is typed, the likest first', async () => {
  await anIdeaCalled('Встановити лавки у парку Шевченка')
  await anIdeaCalled('Встановити ліхтарі на вулиці Зеленій')
  await anIdeaCalled('A bench in Central Park')
  expect((await titlesLike('Лавка в парк'))[0]).toBe('Встановити лавки у парку Шевченка')
  expect((await titlesLike('Парк Шевченка, поставити лавочки'))[0]).toBe('Встановити лавки у парку Шевченка')
  expect(await titlesLike('more BENCHES in central')).toEqual(['A bench in Central Park'])
})

test('a slip of the finger does not hide a title', async () => {
  await anIdeaCalled('Велодоріжка вздовж набережної')
  expect(await titlesLike('Велодорижка вздовж набережноі')).toEqual(['Велодоріжка вздовж набережної'])
})

test('nothing is found before a word is there, nor for signs, nor in what is unlike', async () => {
  await anIdeaCalled('Встановити лавки у парку Шевченка')
  expect(await titlesLike('')).toEqual([])
  expect(await titlesLike('вс')).toEqual([])
  expect(await titlesLike('\0\ud800')).toEqual([])
  expect(await titlesLike('%_\\\'";--')).toEqual([])
  expect(await titlesLike('Нічні автобуси\0 до лікарні')).toEqual([])
})

test('five are shown at the most', async () => {
  for (let n = 1; n <= 8; n++) await anIdeaCalled(`Лавки у дворі ${n}`)
  expect(await titlesLike('Лавки у дворі')).toHaveLength(5)
})

test('what is hidden, of another step or of another call is not found', async () => {
  const id = await anIdeaCalled('Лавки у дворі')
  const other = await aCall(database)
  expect(await findSimilar(database, other.callId, other.stepId, 'Лавки у дворі')).toEqual([])
  expect(await findSimilar(database, world.callId, newId(), 'Лавки у дворі')).toEqual([])
  await database.transaction(tx => setContributionState(tx, world.callId, id, 'hidden'))
  expect(await titlesLike('Лавки у дворі')).toEqual([])
})

test('a changed title is found by its new words only', async () => {
  const id = await anIdeaCalled('Лавки у дворі')
  await database.transaction(tx =>
    keepTitle(tx, { callId: world.callId, contributionId: id, title: 'Ліхтарі у дворі' })
  )
  expect(await keysOf(id)).toEqual(['двор', 'ліхтар'])
})

test('a forgotten title leaves no key behind', async () => {
  const id = await anIdeaCalled('Лавки у дворі')
  await database.transaction(tx => forgetTitle(tx, world.callId, id))
  expect(await keysOf(id)).toEqual([])
})

test('a search reads no more of the index than its bound, without statistics too', async () => {
  const { rows } = await database.pool.query<{ 'QUERY PLAN': string }>(`
    explain select contribution_id from title_words where call_id = '${world.callId}' and word between 'a' and 'b'
    order by word desc, contribution_id desc limit 4000`)
  expect(rows.map(row => row['QUERY PLAN']).join('\n')).toMatch(
    /Index Only Scan Backward using title_words_pkey/
  )
})

async function keysOf(contributionId: string): Promise<string[]> {
  const rows = await database.query<{ word: string }>(sql`
    select word from title_words where call_id = ${world.callId} and contribution_id = ${contributionId} order by word`)
  return rows.map(({ word }) => word)
}
