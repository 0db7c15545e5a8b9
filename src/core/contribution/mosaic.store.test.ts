import { afterAll, beforeAll, expect, it } from 'vitest'
import { sql } from '../../db/sql.server.ts'
import type { Database } from '../../db/database.server.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest, anIdea, sequence } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import { giveResponse } from '../response/acts.ts'
import { findMosaic, findNumbered } from './mosaic.ts'
import { countLevels, repaint } from './mosaic.server.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const look = ({ door, callId, stepId }: World, detail?: 'named') =>
  door.look(findMosaic, aGuest(), { callId, stepId, ...(detail ? { detail } : {}) })

async function support({ door, callId, stepId }: World, target: string, times: number): Promise<void> {
  for (let n = 0; n < times; n++) {
    await door.perform(
      giveResponse,
      { kind: 'guest', personId: crypto.randomUUID(), address: `2001:db8:9:${n}::1` },
      { callId, stepId, target }
    )
  }
}

it('has one tile for each contribution, stronger where there is more support', async () => {
  const world = await aCall(database)
  const ids = []
  for (const title of ['One', 'Two', 'Three'])
    ids.push((await anIdea(world, aGuest(), { title })).contributionId)
  await support(world, ids[2]!, 3)
  await support(world, ids[1]!, 1)
  await sequence(database)
  const { themes, per, contributions } = await look(world, 'named')
  expect({ per, contributions }).toEqual({ per: 1, contributions: 3 })
  expect(themes).toMatchObject([{ theme: null, count: 3, value: 4, tiles: '013', levels: [1, 1, 0, 1, 0] }])
  expect(themes[0]!.pieces!.map(piece => piece.title)).toEqual(['One', 'Two', 'Three'])
})

it('shows all tiles alike while totals are hidden', async () => {
  const world = await aCall(database, { settings: { totals: 'after-close' } })
  const { contributionId } = await anIdea(world, aGuest())
  await anIdea(world, aGuest(), { title: 'Another' })
  await support(world, contributionId, 2)
  await sequence(database)
  expect((await look(world)).themes).toMatchObject([{ value: null, levels: null, tiles: '11' }])
})

it('counts levels in the database as it does for single tiles', async () => {
  const world = await aCall(database, { settings: { themes: [{ id: 'a', label: 'A' }] } })
  for (const title of ['One', 'Two', 'Three', 'Four']) await anIdea(world, aGuest(), { title })
  await sequence(database)
  await database.query(sql`
    update contribution_totals set value = case contribution_id
      when (select contribution_id from contributions where call_id = ${world.callId} and title = 'Two') then 1
      when (select contribution_id from contributions where call_id = ${world.callId} and title = 'Three') then 1
      when (select contribution_id from contributions where call_id = ${world.callId} and title = 'Four') then 9 else 0 end
    where call_id = ${world.callId}`)
  const { light, counts } = await countLevels(database, world.callId, world.stepId)
  expect(light).toBe('support')
  expect(counts.sort((a, b) => a.level - b.level)).toEqual([
    { theme: null, level: 0, count: 1, value: 0 },
    { theme: null, level: 1, count: 2, value: 2 },
    { theme: null, level: 3, count: 1, value: 9 }
  ])
})

it('is lit by what became of each once something has', async () => {
  const world = await aCall(database, { settings: { totals: 'after-close' } })
  const ids: string[] = []
  for (const title of ['One', 'Two', 'Three'])
    ids.push((await anIdea(world, aGuest(), { title })).contributionId)
  await sequence(database)
  expect(await look(world)).toMatchObject({ light: 'support', themes: [{ tiles: '111' }] })
  await database.transaction(async tx => {
    await tx.query(sql`update contributions set status = 'declined' where contribution_id = ${ids[0]!}`)
    await tx.query(sql`update contributions set status = 'done' where contribution_id = ${ids[2]!}`)
    await repaint(tx, world.callId)
  })
  await expect
    .poll(() => look(world), { timeout: 5_000 })
    .toMatchObject({ light: 'status', themes: [{ tiles: '403', value: null, levels: [1, 0, 0, 1, 1] }] })
  const { light, counts } = await countLevels(database, world.callId, world.stepId)
  expect(light).toBe('status')
  expect(counts.map(({ level, count }) => [level, count]).sort()).toEqual([
    [0, 1],
    [3, 1],
    [4, 1]
  ])
})

it('gives each contribution a number that stays when others go', async () => {
  const world = await aCall(database)
  const { door, callId, stepId } = world
  const ids: string[] = []
  for (const title of ['One', 'Two', 'Three'])
    ids.push((await anIdea(world, aGuest(), { title })).contributionId)
  await database.query(sql`update contributions set state = 'hidden' where contribution_id = ${ids[1]!}`)
  await sequence(database)
  const { themes } = await door.look(findMosaic, aGuest(), { callId, stepId, detail: 'numbered' })
  expect(themes[0]!.numbers).toEqual([1, 3])
  const find = (number: number) => door.look(findNumbered, aGuest(), { callId, stepId, number })
  expect(await find(3)).toEqual({ contributionId: ids[2] })
  await expect(find(4)).rejects.toMatchObject({ code: 'not-found' })
})
