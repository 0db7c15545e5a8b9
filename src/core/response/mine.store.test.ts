import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Database } from '../../db/database.server.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest, aPerson, anIdea } from '../../../tests/support/world.ts'
import { findContributionView } from '../contribution/views.ts'
import { blockPerson } from '../person/acts.ts'
import { giveResponse } from './acts.ts'
import { listOwn } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

it('says what is one’s own, what one responds to and what one does not want to see', async () => {
  const world = await aCall(database, { settings: { budget: 5 } })
  const { door, callId, stepId } = world
  const me = await aPerson(database)
  const own = await anIdea(world, me, { title: 'My own idea' })
  const liked = await anIdea(world, aGuest(), { title: 'A good idea' })
  const unwanted = await anIdea(world, aGuest(), { title: 'An unwelcome idea' })
  await door.perform(giveResponse, me, { callId, stepId, target: liked.contributionId })
  const { authorIds } = await door.look(findContributionView, me, {
    callId,
    contributionId: unwanted.contributionId
  })
  await door.perform(blockPerson, me, { callId, participantId: authorIds[0]! })

  const targets = [own, liked, unwanted].map(one => one.contributionId)
  expect(await door.look(listOwn, me, { callId, stepId, targets })).toEqual({
    budget: 5,
    held: 1,
    mine: [{ target: liked.contributionId, body: {} }],
    written: [own.contributionId],
    folded: [unwanted.contributionId]
  })
  const stranger = await door.look(listOwn, aGuest(), { callId, stepId, targets })
  expect(stranger).toMatchObject({ held: 0, mine: [], written: [], folded: [] })
})
