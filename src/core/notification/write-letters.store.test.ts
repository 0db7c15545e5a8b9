import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCall, aGuest, anIdea, aPerson } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import type { Letter } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { seeNotifications, setPace, stopLetters } from './acts.ts'
import { announce } from './announce.server.ts'
import type { News } from './announce.server.ts'
import { countBounces } from './bounces.server.ts'
import { handRound } from './hand-round.server.ts'
import { countNotifications, listNotifications, listPacesView } from './views.ts'
import { writeLetters } from './write-letters.server.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const origin = 'https://mozaika.example'

async function tell(world: World, news: Partial<News>): Promise<void> {
  await database.transaction(tx =>
    announce(tx, [
      { callId: world.callId, event: 'answer.published', subjectId: newId(), audience: {}, ...news }
    ])
  )
  await handRound(database)
}

async function write(): Promise<Letter[]> {
  const letters: Letter[] = []
  await writeLetters(database, async (_, made) => void letters.push(...made), origin)
  return letters
}

/** A moment ago, since clocks of programs have no parts of a millisecond. */
const dueNow = () =>
  database.query(
    sql`update notifications set letter_due_at = now() - interval '1 second' where letter_due_at is not null`
  )

async function anAuthor(world: World, pace: 'at-once' | 'daily' = 'at-once') {
  const author = await aPerson(database, { language: 'uk' })
  const { contributionId } = await anIdea(world, author)
  await world.door.perform(setPace, author, { callId: world.callId, pace })
  return { author, contributionId, audience: { authorsOf: [contributionId] } }
}

test('several things become one letter, in the order they happened, in the reader’s language', async () => {
  const world = await aCall(database)
  const { author, contributionId, audience } = await anAuthor(world, 'daily')
  await tell(world, { audience })
  await tell(world, { event: 'milestone.started', facts: { milestone: 'Two benches' }, audience })
  expect(await write()).toEqual([])
  await dueNow()
  const [letter, ...others] = await write()
  expect(others).toEqual([])
  expect(letter).toMatchObject({
    language: 'uk',
    template: 'news',
    facts: {
      count: 2,
      items: [
        {
          event: 'answer.published',
          title: 'More benches',
          because: 'author',
          link: `${origin}/calls/${world.slug}/${contributionId}#answer`
        },
        { event: 'milestone.started', facts: { milestone: 'Two benches' } }
      ]
    }
  })
  expect(letter!.unsubscribe).toContain(`${origin}/api/letters?person=${author.personId}&key=`)
  expect(await write()).toEqual([])
})

test('a crash while letters are kept loses none and doubles none', async () => {
  const world = await aCall(database)
  const { audience } = await anAuthor(world)
  await tell(world, { audience })
  const crash = writeLetters(
    database,
    async () => {
      throw new Error('the power went')
    },
    origin
  )
  await expect(crash).rejects.toThrow('the power went')
  expect(await write()).toHaveLength(1)
  expect(await write()).toEqual([])
})

test('two processes write one letter a person', async () => {
  const world = await aCall(database)
  const ideas = []
  for (let n = 0; n < 12; n++) ideas.push((await anAuthor(world)).contributionId)
  for (let n = 0; n < 3; n++) await tell(world, { audience: { authorsOf: ideas } })
  const letters = (await Promise.all([write(), write(), write()])).flat()
  expect(letters).toHaveLength(12)
  expect(letters.every(letter => letter.facts['count'] === 3)).toBe(true)
})

test('the key of a letter stops letters of that call, or of all, and nothing else', async () => {
  const world = await aCall(database)
  const elsewhere = await aCall(database)
  const { author, audience } = await anAuthor(world)
  await tell(world, { audience })
  const [letter] = await write()
  const address = new URL(letter!.unsubscribe!)
  const [personId, key, callId] = ['person', 'key', 'call'].map(name => address.searchParams.get(name)!)
  const wrong = world.door.perform(stopLetters, aGuest(), {
    personId: personId!,
    key: newId(),
    callId: callId!
  })
  await expect(wrong).rejects.toMatchObject({ code: 'not-found' })
  await world.door.perform(stopLetters, aGuest(), { personId: personId!, key: key!, callId: callId! })
  await tell(world, { audience })
  const there = await anIdea(elsewhere, author)
  await tell(elsewhere, { audience: { authorsOf: [there.contributionId] }, letter: 'at-once' })
  const letters = await write()
  expect(letters).toHaveLength(1)
  expect(letters[0]!.facts['items']).toMatchObject([
    { link: expect.stringContaining(elsewhere.slug) as string }
  ])
  await world.door.perform(stopLetters, aGuest(), { personId: personId!, key: key! })
  await tell(elsewhere, { audience: { authorsOf: [there.contributionId] }, letter: 'at-once' })
  expect(await write()).toEqual([])
  // What was told stands on the page, whatever became of letters.
  const { items } = await world.door.look(listNotifications, author, {})
  expect(items).toHaveLength(4)
})

test('an address that letters keep coming back from gets no more news', async () => {
  const world = await aCall(database)
  const { author, audience } = await anAuthor(world)
  const [row] = await database.query<{ email: string }>(
    sql`select email from people where person_id = ${author.personId}`
  )
  await countBounces(database, [row!.email, row!.email.toUpperCase()])
  await tell(world, { audience })
  expect(await write()).toHaveLength(1)
  await countBounces(database, [row!.email])
  await tell(world, { audience })
  expect(await write()).toEqual([])
})

test('ten thousand letters that came back are counted in one go and stop nobody else', async () => {
  const many = Array.from({ length: 10_000 }, (_, n) => `gone-${n % 5_000}@example.org`)
  await countBounces(database, many)
  await countBounces(database, many)
  const [row] = await database.query<{ stopped: number; all: number }>(sql`
    select count(*) filter (where stopped_at is not null) as stopped, count(*) as all from bounced_addresses
    where email like 'gone-%'`)
  expect(row).toEqual({ stopped: 5_000, all: 5_000 })
})

test('news is new until it was seen, and guests have theirs too', async () => {
  const world = await aCall(database)
  const { author: guest, contributionId } = await anIdea(world, aGuest())
  const audience = { authorsOf: [contributionId] }
  await tell(world, { audience })
  await tell(world, { event: 'contribution.merged', audience })
  expect(await world.door.look(countNotifications, guest, {})).toEqual({ new: 2 })
  const { items } = await world.door.look(listNotifications, guest, { limit: 1 })
  expect(items).toMatchObject([{ event: 'contribution.merged', isNew: true, because: 'author' }])
  await world.door.perform(seeNotifications, guest, { upTo: items[0]!.notificationId })
  expect(await world.door.look(countNotifications, guest, {})).toEqual({ new: 0 })
})

test('a pace for one call goes before that for all, until it is taken back', async () => {
  const world = await aCall(database)
  const { author } = await anAuthor(world, 'daily')
  const { door, callId } = world
  await door.perform(setPace, author, { pace: 'never' })
  await door.perform(setPace, author, { callId, pace: 'weekly' })
  expect(await door.look(listPacesView, author, {})).toMatchObject({
    pace: 'never',
    items: [{ callId, pace: 'weekly' }]
  })
  await door.perform(setPace, author, { callId, pace: null })
  expect((await door.look(listPacesView, author, {})).items).toMatchObject([{ callId, pace: null }])
  await expect(door.perform(setPace, author, { callId: newId(), pace: 'daily' })).rejects.toMatchObject({
    code: 'not-found'
  })
})
