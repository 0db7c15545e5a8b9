import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCall, aGuest, anIdea } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { methods } from '../../methods/index.ts'
import { draftAnswer } from './acts.ts'
import { remindOfAnswers, reminderAt } from './remind.server.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

test('reminders come two weeks and three days ahead, on the day, and each week after it', () => {
  expect([30, 15, 14, 4, 3, 1, 0, -6, -7, -13, -14].map(reminderAt)).toEqual([
    null,
    null,
    'before-14',
    'before-14',
    'before-3',
    'before-3',
    'on-the-day',
    'on-the-day',
    'late-1',
    'late-1',
    'late-2'
  ])
})

test('each reminder comes once, also when two processes look at the same moment, and none once all is answered', async () => {
  const world = await aCall(database)
  const { callId, door, owner } = world
  await anIdea(world, aGuest())
  const promise = (days: number) =>
    database.query(sql`
      update calls set answer_on = (now() at time zone time_zone)::date + ${days}::integer where call_id = ${callId}`)
  const remind = () => remindOfAnswers(database, methods)
  const told = async () => {
    const rows = await database.query<{ facts: { days: number; count: number } }>(sql`
      select facts from news where call_id = ${callId} and event = 'answer.due' order by news_id`)
    return rows.map(row => row.facts.days)
  }
  expect(await remind()).toBe(0)
  for (const days of [14, 10, 3, 0, -3, -7]) {
    await promise(days)
    await Promise.all([remind(), remind()])
  }
  expect(await told()).toEqual([14, 3, 0, -7])
  await door.perform(draftAnswer, owner, {
    callId,
    select: { by: 'filter' },
    status: 'declined',
    body: 'There is no money for it.',
    next: 'publish'
  })
  await promise(-14)
  expect(await remind()).toBe(0)
})
