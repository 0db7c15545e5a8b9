import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest, anIdea, aPerson, closeSteps, sequence } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { draftAnswer } from '../answer/acts.ts'
import { claimGuest, editPerson } from '../person/acts.ts'
import { guestCookie } from '../person/guest-cookie.ts'
import { guestKey } from '../person/keys.server.ts'
import { giveResponse } from '../response/acts.ts'
import { makeResult } from '../result/acts.ts'
import { concludeCall } from './acts.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

test('whoever took part, left an address and wants to hear is told once that a call is concluded', async () => {
  const world = await aCall(database)
  const { door, callId, stepId, letters } = world
  const author = await aPerson(database, { email: 'author@example.org', language: 'uk' })
  const { contributionId } = await anIdea(world, author)
  await anIdea(world, author)
  const supporter = await aPerson(database, { email: 'supporter@example.org' })
  const quiet = await aPerson(database, { email: 'quiet@example.org' })
  for (const who of [supporter, quiet, aGuest()])
    await door.perform(giveResponse, who, { callId, stepId, target: contributionId })
  await door.perform(editPerson, quiet, { hearsResults: false })
  const claimer = await aPerson(database, { email: 'claimer@example.org' })
  const { author: guest } = await anIdea(world, aGuest())
  const proof = guestCookie(await guestKey(database), guest.personId!, false).split(/[=;]/)[1]!
  await door.perform(claimGuest, claimer, { proof })
  await aPerson(database, { email: 'elsewhere@example.org' })
  await closeSteps(world)
  await sequence(database)
  await door.perform(makeResult, { kind: 'system', job: 'make-results', personId: null }, { callId, stepId })
  await expect(
    door.perform(concludeCall, world.owner, { callId, statement: 'The benches are built in May.' })
  ).rejects.toMatchObject({ code: 'answers-missing', facts: { count: 3 } })
  const answer = { status: 'accepted' as const, body: 'We build them in May.', next: 'publish' as const }
  // An answer to the call as a whole answers no single contribution.
  await door.perform(draftAnswer, world.owner, { callId, select: { by: 'call' }, ...answer })
  await door.perform(draftAnswer, world.owner, {
    callId,
    select: { by: 'ids', ids: [contributionId] },
    ...answer
  })
  await expect(
    door.perform(concludeCall, world.owner, { callId, statement: 'The benches are built in May.' })
  ).rejects.toMatchObject({ code: 'answers-missing', facts: { count: 2 } })
  await door.perform(draftAnswer, world.owner, { callId, select: { by: 'filter' }, ...answer })
  letters.length = 0
  await door.perform(concludeCall, world.owner, { callId, statement: 'The benches are built in May.' })
  expect(letters.map(letter => letter.to).sort()).toEqual([
    'author@example.org',
    'claimer@example.org',
    'supporter@example.org'
  ])
  expect(letters.find(letter => letter.to === 'author@example.org')).toEqual({
    to: 'author@example.org',
    language: 'uk',
    template: 'call-concluded',
    facts: {
      question: 'What should our town do next?',
      organisation: 'Town of Test',
      link: `https://mozaika.example/calls/${world.slug}/result`
    }
  })
})
