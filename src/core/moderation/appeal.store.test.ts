import { afterAll, beforeAll, expect, test } from 'vitest'
import { ideasStep } from '../../../tests/support/call-fields.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest, anIdea, anOrganisation, aPerson, sequence } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { makeComment } from '../comment/acts.ts'
import { withdrawContribution } from '../contribution/acts.ts'
import { findContributionView } from '../contribution/views.ts'
import type { Who } from '../door/who.ts'
import { listLines } from '../ledger/views.ts'
import { erasePerson } from '../person/acts.ts'
import { appealDecision, decideTarget, settleAppeal } from './acts.ts'
import { findRecord, findStatement, listContested } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

interface Place extends World {
  readonly target: string
  readonly author: Who
  readonly moderator: Who
  readonly other: Who
}

async function aPlace(): Promise<Place> {
  const themes = [{ id: 'parks', label: 'Parks' }]
  const world = await aCall(database, { fields: { steps: [ideasStep({ settings: { themes } })] } })
  const { organisationId } = world
  const moderator = await aPerson(database, { role: 'moderator', organisationId })
  const other = await aPerson(database, { role: 'moderator', organisationId })
  const { contributionId, author } = await anIdea(world, await aPerson(database))
  return { ...world, target: contributionId, author, moderator, other }
}

async function decided(place: Place, more: object = {}, who: Who = place.moderator) {
  const { callId } = place
  const { result } = await place.door.perform(decideTarget, who, {
    callId,
    kind: 'contribution',
    target: place.target,
    decision: 'hide',
    ground: 'abuse',
    reason: 'It insults the neighbours.',
    ...more
  } as never)
  return { callId, decisionId: result.decisionId }
}

const appeal = (place: Place, decision: { callId: string; decisionId: string }, who: Who = place.author) =>
  place.door.perform(appealDecision, who, { ...decision, words: 'It praises them.' })

const settle = (
  place: Place,
  decision: { callId: string; decisionId: string },
  outcome: 'upheld' | 'reversed',
  who: Who = place.other
) => place.door.perform(settleAppeal, who, { ...decision, outcome, reason: 'Looked at again.' })

const find = (place: Place, who: Who = aGuest()) =>
  place.door.look(findContributionView, who, { callId: place.callId, contributionId: place.target })

test('an appeal that is right brings back what was hidden, and its author and the public numbers say so', async () => {
  const place = await aPlace()
  const decision = await decided(place)
  await appeal(place, decision)
  const { items } = await place.door.look(listContested, place.other, { callId: place.callId })
  expect(items).toMatchObject(
    [{ ...decision, callId: undefined, words: 'It praises them.', isOwn: false }].map(
      ({ callId: _, ...rest }) => rest
    )
  )
  const { result } = await settle(place, decision, 'reversed')
  expect(result).toMatchObject({ outcome: 'reversed', state: 'published' })
  expect(await find(place)).toMatchObject({ state: 'published' })
  expect(await place.door.look(findStatement, place.author, decision)).toMatchObject({
    appeal: 'reversed',
    isReplaced: true,
    mayContest: false,
    contest: { words: 'It praises them.', outcome: 'reversed', reason: 'Looked at again.' }
  })
  const record = await place.door.look(findRecord, aGuest(), { callId: place.callId })
  expect(record.appeals).toEqual({ waiting: 0, upheld: 0, reversed: 1 })
  const news = await database.query<{ event: string; letter: string }>(sql`
    select event, letter from news where call_id = ${place.callId} order by news_id`)
  expect(news).toEqual([
    { event: 'moderation.decided', letter: 'none' },
    { event: 'moderation.appealed', letter: 'by-pace' },
    { event: 'moderation.appeal-settled', letter: 'at-once' }
  ])
  await sequence(database)
  const lines = await place.door.look(listLines, aGuest(), { log: place.callId })
  expect(JSON.stringify(lines)).not.toMatch(/praises|insults|Looked at/)
  expect((await place.door.look(listContested, place.other, { callId: place.callId })).items).toEqual([])
})

test('an appeal that is not right changes nothing but the numbers', async () => {
  const place = await aPlace()
  const decision = await decided(place)
  await appeal(place, decision)
  expect((await settle(place, decision, 'upheld')).result).toMatchObject({ state: 'hidden' })
  await expect(find(place)).rejects.toMatchObject({ code: 'gone' })
  await expect(settle(place, decision, 'reversed')).rejects.toMatchObject({ code: 'changed-meanwhile' })
  await expect(appeal(place, decision)).rejects.toMatchObject({ code: 'already-appealed' })
})

test('nobody judges the appeal against their own decision while somebody else could', async () => {
  const place = await aPlace()
  const decision = await decided(place)
  await appeal(place, decision)
  await expect(settle(place, decision, 'upheld', place.moderator)).rejects.toMatchObject({
    code: 'own-decision'
  })
  expect((await settle(place, decision, 'upheld', place.owner)).result.outcome).toBe('upheld')
})

test('where an owner is alone, the owner hears the appeal rather than nobody', async () => {
  const organisation = await anOrganisation(database)
  const world = await aCall(database, { organisation })
  const { contributionId, author } = await anIdea(world, await aPerson(database))
  const place = { ...world, target: contributionId, author, moderator: world.owner, other: world.owner }
  const decision = await decided(place)
  await appeal(place, decision)
  expect((await settle(place, decision, 'reversed')).result.state).toBe('published')
})

test('only an author contests, only what burdens, only once and only the decision that holds', async () => {
  const place = await aPlace()
  const decision = await decided(place)
  for (const who of [aGuest(), await aPerson(database)])
    await expect(appeal(place, decision, who)).rejects.toMatchObject({ code: 'not-found' })
  await expect(appeal(place, decision, place.other)).rejects.toMatchObject({ code: 'not-allowed' })
  const published = await decided(place, { decision: 'publish', ground: null })
  await expect(appeal(place, decision)).rejects.toMatchObject({ code: 'changed-meanwhile' })
  await expect(appeal(place, published)).rejects.toMatchObject({ code: 'nothing-to-contest' })
  const again = await decided(place)
  const ends = await Promise.allSettled([appeal(place, again), appeal(place, again)])
  expect(ends.map(end => end.status).sort()).toEqual(['fulfilled', 'rejected'])
  await place.door.perform(withdrawContribution, place.author, {
    callId: place.callId,
    contributionId: place.target
  })
  await expect(settle(place, again, 'reversed')).rejects.toMatchObject({ code: 'gone' })
})

test('of two moderators who settle at once, one does', async () => {
  const place = await aPlace()
  const decision = await decided(place)
  await appeal(place, decision)
  const ends = await Promise.allSettled([
    settle(place, decision, 'upheld'),
    settle(place, decision, 'reversed', place.owner)
  ])
  expect(ends.map(end => end.status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('what was moved goes back, what was restricted opens again', async () => {
  const place = await aPlace()
  const moved = await decided(place, { decision: 'move', to: { theme: 'parks' } })
  await appeal(place, moved)
  await settle(place, moved, 'reversed')
  expect(await find(place)).toMatchObject({ theme: null, version: 3 })
  const restricted = await decided(place, { decision: 'restrict' })
  await appeal(place, restricted)
  await settle(place, restricted, 'reversed')
  expect(await find(place)).toMatchObject({ restricted: false })
})

test('a later decision stands, whatever becomes of the appeal against an earlier one', async () => {
  const place = await aPlace()
  const first = await decided(place, { decision: 'restrict' })
  await appeal(place, first)
  await decided(place, { decision: 'hide', ground: 'illegal', rule: 'Court order' })
  await settle(place, first, 'reversed')
  await expect(find(place)).rejects.toMatchObject({ code: 'gone' })
})

test('a guest contests a decision about a comment, and nothing of the words outlives an erasure', async () => {
  const place = await aPlace()
  const { callId, target } = place
  const made = await place.door.perform(makeComment, aGuest(), { callId, target, body: 'Zqxwvkj benches.' })
  const guest = aGuest(made.personId)
  const decision = await decided(place, {
    kind: 'comment',
    target: made.result.commentId,
    facts: 'The word zqxwvkj',
    reason: 'Zqxwvkj is no word.'
  })
  await place.door.perform(appealDecision, guest, { ...decision, words: 'Zqxwvkj is my name.' })
  await settle(place, decision, 'upheld')
  await place.door.perform(erasePerson, guest, { confirm: 'erase' })
  const rows = await database.query<{ kept: string }>(sql`
    select (d.reason || d.facts || d.rule || d.scope || a.words || a.reason) as kept
    from moderation_decisions d join appeals a using (call_id, decision_id) where call_id = ${callId}`)
  expect(rows).toEqual([{ kept: '' }])
})
