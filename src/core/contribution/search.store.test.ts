import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { createContribution } from './acts.ts'
import { listContributions } from './views.ts'

let database: Database
let world: World
beforeAll(async () => {
  database = await freshDatabase()
  const themes = [{ id: 'greenery', label: 'Trees and lawns' }]
  world = await aCall(database, { settings: { themes } })
  const { door, callId, stepId } = world
  for (const body of [
    { title: 'A bench', text: 'They say "sit down",\nand there is 100% no place.', theme: 'greenery' },
    { title: 'Вулиця', text: 'Більше ліхтарів біля школи.' }
  ])
    await door.perform(createContribution, aGuest(), { callId, stepId, body })
})
afterAll(() => database.close())

const found = async (q: string): Promise<string[]> => {
  const { callId, stepId } = world
  const { items } = await world.door.look(listContributions, aGuest(), { callId, stepId, q })
  return items.map(item => item.title)
}

test.each(['bench', '"sit down"', 'down",\nand', '100%', 'SIT'])(
  'finds %j in what was written',
  async words => {
    expect(await found(words)).toEqual(['A bench'])
  }
)

test('finds Cyrillic whatever its case', async () => {
  expect(await found('ЛІХТАР')).toEqual(['Вулиця'])
})

test.each(['title', 'text', 'theme', 'greenery', '":', '\\n', '%', '_'])(
  'does not take %j, which holds the texts together, for one of them',
  async words => {
    expect(await found(words)).toEqual(words === '%' ? ['A bench'] : [])
  }
)
