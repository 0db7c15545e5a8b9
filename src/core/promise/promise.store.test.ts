import { afterAll, beforeAll, expect, test } from 'vitest'
import { aCall, aGuest, anIdea, anOrganisation, aPerson } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { cancelCall } from '../call/acts.ts'
import type { Who } from '../door/who.ts'
import { erasePerson } from '../person/acts.ts'
import { hideDispute, raiseDispute, withdrawDispute, wordOnDispute } from './acts.ts'
import { findPromises } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

/** Lets a call have been opened, promised and concluded so many days ago. */
async function past({ callId }: World, days: { promised: number; concluded?: number }): Promise<void> {
  await database.query(sql`
    update calls set answer_on = (now() at time zone time_zone)::date - ${days.promised}::int where call_id = ${callId}`)
  if (days.concluded !== undefined)
    await database.query(sql`
      insert into conclusions (call_id, statement, concluded_at)
      values (${callId}, 'Thank you all.', now() - make_interval(days => ${days.concluded}))`)
}

async function aPlace() {
  const organisation = await anOrganisation(database)
  const calls = () => aCall(database, { organisation })
  const record = async (who: Who = aGuest()) =>
    (await calls.first).door.look(findPromises, who, { slug: organisation.slug })
  calls.first = calls()
  return { organisation, calls, record }
}

test('each call says what became of its promise, and the figures add them up', async () => {
  const { calls, record } = await aPlace()
  const [running, kept, late, broken, cancelled] = await Promise.all([
    calls.first,
    calls(),
    calls(),
    calls(),
    calls()
  ])
  await past(kept, { promised: 10, concluded: 11 })
  await past(late, { promised: 10, concluded: 3 })
  await past(broken, { promised: 91 })
  await cancelled.door.perform(cancelCall, cancelled.owner, {
    callId: cancelled.callId,
    reason: 'The park was sold.'
  })
  const { items, figures } = await record()
  const byCall = new Map(items.map(call => [call.callId, call]))
  expect([running, kept, late, broken, cancelled].map(({ callId }) => byCall.get(callId)!.state)).toEqual([
    'running',
    'kept',
    'late',
    'broken',
    'broken'
  ])
  expect(byCall.get(late.callId)!.daysLate).toBe(7)
  expect(byCall.get(broken.callId)!.daysLate).toBe(91)
  expect(figures).toMatchObject({
    byState: { kept: 1, late: 1, broken: 2, running: 1 },
    contributions: 0,
    medianDays: null
  })
})

test('the shares are of what everybody sees; what was merged counts where it went', async () => {
  const { calls, record } = await aPlace()
  const world = await calls.first
  const ids = []
  for (let n = 0; n < 5; n++) ids.push((await anIdea(world, aGuest())).contributionId)
  await database.query(sql`
    update contributions set answered_at = created_at + interval '4 days', status = 'done' where contribution_id = ${ids[0]!}`)
  await database.query(sql`
    update contributions set answered_at = created_at + interval '6 days', status = 'declined' where contribution_id = ${ids[1]!}`)
  await database.query(
    sql`update contributions set merged_into = ${ids[0]!} where contribution_id = ${ids[2]!}`
  )
  await database.query(sql`update contributions set state = 'hidden' where contribution_id = ${ids[3]!}`)
  expect((await record()).figures).toMatchObject({ contributions: 3, answered: 2, done: 1, medianDays: 5 })
})

test('whoever took part may dispute once; the organisation has one word; both stand in the record', async () => {
  const { organisation, calls, record } = await aPlace()
  const { door, callId } = await calls.first
  const participant = await aPerson(database, { name: 'Olena' })
  const words = 'The benches were promised for spring.'
  await expect(door.perform(raiseDispute, participant, { callId, words })).rejects.toMatchObject({
    code: 'not-allowed'
  })
  await anIdea(await calls.first, participant, { name: 'Olena' })
  expect((await record(participant)).items[0]).toMatchObject({ mayDispute: true, disputes: [] })
  const { result } = await door.perform(raiseDispute, participant, { callId, words })
  await expect(door.perform(raiseDispute, participant, { callId, words })).rejects.toMatchObject({
    code: 'already-said'
  })
  const { disputeId } = result
  const word = { callId, disputeId, words: 'Spring was meant to be next spring.' }
  await door.perform(wordOnDispute, organisation.owner, word)
  await expect(door.perform(wordOnDispute, organisation.owner, word)).rejects.toMatchObject({
    code: 'already-said'
  })
  expect((await record()).items[0]).toMatchObject({
    mayDispute: false,
    disputes: [{ words, author: 'Olena', own: false, wordOfOrganisation: word.words }]
  })
  const lines = await database.query<{ event: string }>(sql`
    select event from ledger_lines where log_id = ${callId} and subject_id = ${disputeId} order by line_id`)
  expect(lines.map(line => line.event)).toEqual(['promise.dispute', 'promise.word'])
})

test('words can be hidden for what they break, never that there was a dispute', async () => {
  const { organisation, calls, record } = await aPlace()
  const world = await calls.first
  const { author } = await anIdea(world, aGuest())
  const { callId, door } = world
  const { result } = await door.perform(raiseDispute, author, {
    callId,
    words: 'They are all thieves there.'
  })
  const named = { callId, disputeId: result.disputeId }
  await door.perform(hideDispute, organisation.owner, { ...named, ground: 'abuse' })
  expect((await record()).items[0]!.disputes).toMatchObject([{ state: 'hidden', words: '' }])
  const late = door.perform(wordOnDispute, organisation.owner, { ...named, words: 'We are not, you know.' })
  await expect(late).rejects.toMatchObject({ code: 'gone' })
})

test('a dispute goes with its author’s wish, or with its author', async () => {
  const { calls, record } = await aPlace()
  const world = await calls.first
  const { callId, door } = world
  const words = 'This is not what was promised.'
  const [one, other] = [await aPerson(database), await aPerson(database)]
  for (const who of [one, other]) await anIdea(world, who)
  const { result } = await door.perform(raiseDispute, one, { callId, words })
  await door.perform(raiseDispute, other, { callId, words: 'Nor what I was told.' })
  await door.perform(withdrawDispute, one, { callId, disputeId: result.disputeId })
  await door.perform(erasePerson, other, { confirm: 'erase' })
  expect((await record()).items[0]!.disputes).toEqual([])
  const rows = await database.query(
    sql`select words from disputes where call_id = ${callId} and words like 'Nor%'`
  )
  expect(rows).toEqual([])
})
