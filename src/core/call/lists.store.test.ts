import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import {
  aCall,
  aDoor,
  aGuest,
  anIdea,
  anOrganisation,
  closeSteps,
  sequence
} from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { giveResponse } from '../response/acts.ts'
import { listCalls } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

async function look(more: object) {
  const { items } = await aDoor(database).door.look(listCalls, aGuest(), more)
  return items
}

it('lists open calls and closed ones apart, and drafts nowhere', async () => {
  const organisation = await anOrganisation(database)
  const open = await aCall(database, { organisation })
  const closed = await aCall(database, { organisation })
  await aCall(database, { organisation, state: 'draft' })
  await closeSteps(closed)
  const slugs = async (state: string) =>
    (await look({ state, organisation: organisation.slug })).map(call => call.slug)
  expect(await slugs('open')).toEqual([open.slug])
  expect(await slugs('closed')).toEqual([closed.slug])
  expect(await slugs('all')).toEqual([closed.slug, open.slug])
})

it('says when the answer is due and by which method people work', async () => {
  const { slug, fields } = await aCall(database)
  const call = (await look({})).find(one => one.slug === slug)
  expect(call).toMatchObject({
    answerOn: fields.answerOn,
    methods: ['ideas'],
    concludedAt: null,
    mosaic: null
  })
})

it('draws a small mosaic of each call where one is asked for', async () => {
  const organisation = await anOrganisation(database)
  const world = await aCall(database, { organisation })
  const { contributionId } = await anIdea(world, aGuest(), { title: 'Benches' })
  await anIdea(world, aGuest(), { title: 'Trees' })
  const { callId, stepId } = world
  await world.door.perform(giveResponse, aGuest(), { callId, stepId, target: contributionId })
  await sequence(database)
  const [call] = await look({ organisation: organisation.slug, tiles: 100 })
  expect(call!.mosaic).toEqual([{ theme: 0, tiles: '10' }])
})

it('draws tiles that say nothing of support while totals are hidden', async () => {
  const organisation = await anOrganisation(database)
  const world = await aCall(database, { organisation, settings: { totals: 'after-close' } })
  const { contributionId } = await anIdea(world, aGuest(), { title: 'Benches' })
  await anIdea(world, aGuest(), { title: 'Trees' })
  const { callId, stepId } = world
  await world.door.perform(giveResponse, aGuest(), { callId, stepId, target: contributionId })
  await sequence(database)
  const [call] = await look({ organisation: organisation.slug, tiles: 100 })
  expect(call!.mosaic).toEqual([{ theme: 0, tiles: '11' }])
})
