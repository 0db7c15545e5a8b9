import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest, anIdea, changeSettings, sequence } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { jsonOf } from '../door/own-json.ts'
import { erasePerson } from '../person/erase-act.ts'
import { giveResponse } from '../response/acts.ts'
import { editContribution, withdrawContribution } from './acts.ts'
import { listContributions } from './views.ts'

let database: Database

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const list = ({ door, callId, stepId }: World, wish: { order?: 'best' | 'newest'; limit?: number } = {}) =>
  door.look(listContributions, aGuest(), { callId, stepId, order: 'newest', ...wish })

const titles = async (world: World) => (await list(world)).items.map(item => item.title)

describe('a list', () => {
  it('that was shown before says what was changed since', async () => {
    const world = await aCall(database)
    const { contributionId, author } = await anIdea(world, aGuest(), { title: 'A bench' })
    expect(await titles(world)).toEqual(['A bench'])
    await world.door.perform(editContribution, author, {
      callId: world.callId,
      contributionId,
      version: 1,
      body: { title: 'Two benches', text: 'One is not enough.' }
    })
    const { items } = await list(world)
    expect(items).toMatchObject([{ title: 'Two benches', excerpt: 'One is not enough.' }])
  })

  it('does not show again what was withdrawn', async () => {
    const world = await aCall(database)
    const { contributionId, author } = await anIdea(world, aGuest())
    expect(await titles(world)).toHaveLength(1)
    await world.door.perform(withdrawContribution, author, { callId: world.callId, contributionId })
    expect(await titles(world)).toEqual([])
  })

  it('names nobody any more who was erased, nor says what they said', async () => {
    const world = await aCall(database)
    const { author } = await anIdea(world, aGuest(), { title: 'Hers', name: 'Olena' })
    expect((await list(world)).items).toMatchObject([{ title: 'Hers', author: 'Olena' }])
    await world.door.perform(erasePerson, author, { confirm: 'erase' })
    expect(JSON.stringify(await list(world))).not.toMatch(/Hers|Olena/)
  })

  it('calls an author as the author is called now', async () => {
    const world = await aCall(database)
    await anIdea(world, aGuest(), { name: 'Olena' })
    await list(world)
    await database.query(sql`update participants set name = 'Olha' where call_id = ${world.callId}`)
    expect((await list(world)).items.map(item => item.author)).toEqual(['Olha'])
  })

  it('hides its totals from the moment on that the call says so', async () => {
    const world = await aCall(database)
    await anIdea(world, aGuest())
    expect((await list(world)).items.map(item => item.responses)).toEqual([0])
    await changeSettings(world, { totals: 'after-close' })
    expect(await list(world)).toMatchObject({ totalsShown: false, items: [{ responses: null }] })
  })

  it('shows the totals of the moment, best first', async () => {
    const world = await aCall(database)
    const { door, callId, stepId } = world
    const { contributionId: target } = await anIdea(world, aGuest(), { title: 'Liked' })
    await anIdea(world, aGuest(), { title: 'New' })
    await sequence(database)
    await list(world, { order: 'best' })
    await door.perform(giveResponse, aGuest(), { callId, stepId, target })
    await sequence(database)
    const { items } = await list(world, { order: 'best' })
    expect(items).toMatchObject([
      { title: 'Liked', responses: 1 },
      { title: 'New', responses: 0 }
    ])
  })

  it('writes itself as it would be written', async () => {
    const world = await aCall(database)
    for (const title of ['Лавка', 'A “bench”', 'Três bancos 🪑']) await anIdea(world, aGuest(), { title })
    for (const limit of [1, 50]) {
      const shown = await list(world, { limit })
      const { latin1, sum } = jsonOf(shown)
      expect(Buffer.from(latin1, 'latin1').toString('utf8')).toBe(JSON.stringify(shown))
      expect(jsonOf(await list(world, { limit })).sum).toBe(sum)
    }
    const [before, after] = [await list(world), await list(world, { limit: 1 })].map(one => jsonOf(one).sum)
    expect(before).not.toBe(after)
  })
})
