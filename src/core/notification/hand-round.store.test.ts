import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCall, aGuest, anIdea, aPerson } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { Who } from '../door/who.ts'
import { giveResponse } from '../response/acts.ts'
import { announce } from './announce.server.ts'
import type { News } from './announce.server.ts'
import { handRound } from './hand-round.server.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const support = ({ door, callId, stepId }: World, who: Who, target: string) =>
  door.perform(giveResponse, who, { callId, stepId, target })

const tell = (world: World, news: Partial<News>) =>
  database.transaction(tx =>
    announce(tx, [
      { callId: world.callId, event: 'milestone.started', subjectId: newId(), audience: {}, ...news }
    ])
  )

interface Told {
  person_id: string
  because: string
  about: string[]
  letter_due_at: Date | null
  made_at: Date
}

const told = (world: World) =>
  database.query<Told>(sql`
    select person_id, because, about, letter_due_at, made_at from notifications where call_id = ${world.callId} order by because, person_id`)

test('whoever wrote and supported is told once, for the first reason that fits', async () => {
  const world = await aCall(database)
  const author = await aPerson(database)
  const supporter = await aPerson(database)
  const { contributionId: one } = await anIdea(world, author)
  const { contributionId: two } = await anIdea(world, supporter)
  await support(world, supporter, one)
  await tell(world, { audience: { authorsOf: [one, two], supportersOf: [one, two], everyone: true } })
  expect(await handRound(database)).toBe(1)
  const rows = await told(world)
  expect(rows.map(row => row.because)).toEqual(['author', 'author'])
  expect(rows.find(row => row.person_id === supporter.personId)!.about.toSorted()).toEqual(
    [one, two].toSorted()
  )
  expect(await handRound(database)).toBe(0)
  expect(await told(world)).toHaveLength(2)
})

test('the same news handed round again, as after a crash, tells nobody twice', async () => {
  const world = await aCall(database)
  const author = await aPerson(database)
  const { contributionId } = await anIdea(world, author)
  await tell(world, { audience: { authorsOf: [contributionId] } })
  await handRound(database)
  await database.query(sql`update news set handed_round_at = null where call_id = ${world.callId}`)
  expect(await handRound(database)).toBe(1)
  expect(await told(world)).toHaveLength(1)
})

test('the desk hears what is its own: owners and organisers, not the crowd', async () => {
  const world = await aCall(database)
  const moderator = await aPerson(database, { role: 'moderator', organisationId: world.organisationId })
  await anIdea(world, await aPerson(database))
  await tell(world, { audience: { desk: ['organiser'] } })
  await tell(world, { audience: { desk: ['moderator'] } })
  await handRound(database)
  const rows = await told(world)
  expect(rows.map(row => row.because)).toEqual(['desk', 'desk'])
  expect(rows.map(row => row.person_id)).toContain(moderator.personId)
})

test('letters are due at each person’s pace, and never for whoever has no address or wants none', async () => {
  const world = await aCall(database)
  const paces = ['at-once', 'daily', 'weekly', 'never'] as const
  const people: string[] = []
  const ideas: string[] = []
  for (const pace of paces) {
    const who = await aPerson(database)
    await database.query(sql`
      insert into hearings (person_id, call_id, pace, changed_at) values (${who.personId}, ${world.callId}, ${pace}, now())`)
    people.push(who.personId)
    ideas.push((await anIdea(world, who)).contributionId)
  }
  ideas.push((await anIdea(world, aGuest())).contributionId)
  await tell(world, { audience: { authorsOf: ideas } })
  await handRound(database)
  const rows = await told(world)
  expect(rows).toHaveLength(5)
  const hoursUntil = (n: number) => {
    const { letter_due_at, made_at } = rows.find(row => row.person_id === people[n])!
    return letter_due_at && (letter_due_at.getTime() - made_at.getTime()) / 3_600_000
  }
  expect(hoursUntil(0)).toBe(0)
  expect(hoursUntil(1)).toBeGreaterThan(0)
  expect(hoursUntil(1)).toBeLessThanOrEqual(25)
  expect(hoursUntil(2)).toBeLessThanOrEqual(169)
  expect(hoursUntil(3)).toBeNull()
  expect(rows.filter(row => row.letter_due_at === null)).toHaveLength(2)
})
