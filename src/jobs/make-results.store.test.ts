import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../tests/support/database.ts'
import { aCall, aDoor, aGuest, anIdea, closeSteps, sequence } from '../../tests/support/world.ts'
import { findResult } from '../core/result/store.server.ts'
import type { Database } from '../db/database.server.ts'
import { makeResults } from './make-results.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

test('a step whose lines have no places yet is counted by a later try, and keeps no other from being counted', async () => {
  const made = aDoor(database)
  const late = await aCall(database, { door: made })
  const ready = await aCall(database, { door: made })
  await anIdea(ready, aGuest())
  await sequence(database)
  await anIdea(late, aGuest())
  for (const call of [late, ready]) await closeSteps(call)
  const perform = made.door.perform.bind(made.door)
  const isCounted = async ({ callId, stepId }: typeof late) =>
    (await findResult(database, callId, stepId)) !== undefined
  await expect(makeResults({ database, perform })).rejects.toThrow('1 of 2 steps still wait')
  expect([await isCounted(late), await isCounted(ready)]).toEqual([false, true])
  await sequence(database)
  await makeResults({ database, perform })
  expect(await isCounted(late)).toBe(true)
}, 30_000)
