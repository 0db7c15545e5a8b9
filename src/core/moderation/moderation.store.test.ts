import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  aCall,
  aGuest,
  anIdea,
  anOrganisation,
  aPerson,
  changeSettings,
  sequence
} from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { makeComment } from '../comment/acts.ts'
import { listComments } from '../comment/views.ts'
import { withdrawContribution } from '../contribution/acts.ts'
import { listContributions } from '../contribution/views.ts'
import { newId } from '../door/id.ts'
import type { Who } from '../door/who.ts'
import { listLines } from '../ledger/views.ts'
import { decideTarget, flagTarget } from './acts.ts'
import { findRecord, listDecided, listQueue } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

interface Place extends World {
  readonly target: string
  readonly author: Who
  readonly moderator: Who
}

async function aPlace(settings: Record<string, unknown> = {}): Promise<Place> {
  const world = await aCall(database, { settings })
  const author = await aPerson(database, { email: `author-${newId()}@example.org`, language: 'uk' })
  const { contributionId } = await anIdea(world, author)
  const { organisationId } = world
  const moderator = await aPerson(database, { role: 'moderator', organisationId })
  return { ...world, target: contributionId, author, moderator }
}

const flag = (place: Place, who: Who, more: object = {}) =>
  place.door.perform(flagTarget, who, {
    callId: place.callId,
    kind: 'contribution',
    target: place.target,
    ground: 'spam',
    ...more
  })

const decide = (place: Place, who: Who, more: object) =>
  place.door.perform(decideTarget, who, {
    callId: place.callId,
    kind: 'contribution',
    target: place.target,
    decision: 'hide',
    ground: 'abuse',
    reason: 'It insults the neighbours.',
    ...more
  } as never)

const queue = (place: Place, more: object = {}) =>
  place.door.look(listQueue, place.moderator, { callId: place.callId, ...more })

const seen = async (place: Place) => {
  const { callId, stepId } = place
  const { items } = await place.door.look(listContributions, aGuest(), { callId, stepId, order: 'newest' })
  return items.map(item => item.contributionId)
}

const linesOf = (place: Place, subject: string) =>
  database.query<{
    event: string
    effect: string
    record: object
    change: object | null
    withheld: boolean
  }>(sql`
    select event, counted->>'effect' as effect, counted->'record' as record, change from ledger_lines
    where log_id = ${place.callId} and subject_id = ${subject} order by line_id`)

async function totalsOf(place: Place) {
  await sequence(database)
  const [row] = await database.query<{ shown: boolean; comments: number }>(sql`
    select shown, comments from contribution_totals where call_id = ${place.callId} and contribution_id = ${place.target}`)
  const [step] = await database.query<{ contributions: number }>(sql`
    select contributions from step_totals where call_id = ${place.callId}`)
  return { ...row, contributions: step!.contributions }
}

test('only what everybody can see can be flagged, and not by whoever wrote it', async () => {
  const place = await aPlace()
  await expect(flag(place, aGuest(), { target: newId() })).rejects.toMatchObject({ code: 'not-found' })
  await expect(flag(place, aGuest(), { kind: 'comment' })).rejects.toMatchObject({ code: 'not-found' })
  await expect(flag(place, aGuest(), { ground: 'boring' })).rejects.toMatchObject({ code: 'invalid' })
  await expect(flag(place, place.author)).rejects.toMatchObject({ code: 'own-contribution' })
  const { callId, target } = place
  await place.door.perform(withdrawContribution, place.author, { callId, contributionId: target })
  await expect(flag(place, aGuest())).rejects.toMatchObject({ code: 'gone' })
})

test('a person flags once: the last flag holds, and leaves nothing in the public record', async () => {
  const place = await aPlace()
  const who = await aPerson(database)
  await flag(place, who)
  await flag(place, who, { ground: 'illegal', note: 'See line two.' })
  const guest = await flag(place, aGuest(), { ground: 'illegal' })
  await flag(place, aGuest(guest.personId), { ground: 'illegal' })
  expect((await queue(place)).items).toMatchObject([
    { target: place.target, flags: 2, grounds: { illegal: 2 }, notes: ['See line two.'] }
  ])
  expect((await linesOf(place, place.target)).map(line => line.event)).toEqual(['contribution.create'])
})

test('nobody but moderators of the call decides or sees what waits', async () => {
  const place = await aPlace()
  const { organisationId, callId } = place
  const strangers = [
    aGuest(),
    place.author,
    await aPerson(database, { role: 'juror', organisationId }),
    await aPerson(database, { role: 'analyst', organisationId }),
    await aPerson(database, { role: 'moderator', organisationId, callId: newId() }),
    (await anOrganisation(database)).owner
  ]
  for (const who of strangers) {
    const code = who.kind === 'guest' ? 'not-signed-in' : 'not-allowed'
    await expect(decide(place, who, {})).rejects.toMatchObject({ code })
    await expect(place.door.look(listQueue, who, { callId })).rejects.toMatchObject({ code })
    await expect(place.door.look(listDecided, who, { callId })).rejects.toMatchObject({ code })
  }
  const inCall = await aPerson(database, { role: 'moderator', organisationId, callId })
  expect((await place.door.look(listQueue, inCall, { callId })).items).toEqual([])
})

test('hiding needs a ground and a reason', async () => {
  const place = await aPlace()
  await expect(decide(place, place.moderator, { ground: null })).rejects.toMatchObject({
    problems: [{ path: 'ground', code: 'required' }]
  })
  await expect(decide(place, place.moderator, { reason: '' })).rejects.toMatchObject({
    problems: [{ path: 'reason', code: 'required' }]
  })
  expect(await seen(place)).toEqual([place.target])
})

test('what is hidden goes from lists and totals, its flags are settled and its author is told why', async () => {
  const place = await aPlace()
  const flagger = await aPerson(database)
  await flag(place, flagger)
  const { result } = await decide(place, place.moderator, {})
  expect(result).toMatchObject({ target: place.target, state: 'hidden', flagsSettled: 1 })
  expect(await seen(place)).toEqual([])
  expect(await totalsOf(place)).toMatchObject({ shown: false, contributions: 0 })
  expect((await queue(place)).items).toEqual([])
  expect(place.letters).toMatchObject([
    {
      language: 'uk',
      template: 'contribution-hidden',
      facts: { title: 'More benches', ground: 'abuse', reason: 'It insults the neighbours.' }
    }
  ])
  expect(await linesOf(place, place.target)).toMatchObject([
    { effect: 'put' },
    { effect: 'remove', record: { decision: 'hide', ground: 'abuse', flags: 1 }, change: { shown: false } }
  ])
  const { items } = await place.door.look(listLines, aGuest(), { log: place.callId })
  expect(JSON.stringify(items)).not.toContain('nowhere to sit')
  await expect(decide(place, place.moderator, {})).rejects.toMatchObject({ code: 'changed-meanwhile' })
  await expect(flag(place, flagger)).rejects.toMatchObject({ code: 'gone' })
})

test('what was hidden by mistake comes back whole', async () => {
  const place = await aPlace()
  await decide(place, place.moderator, {})
  await decide(place, place.moderator, { decision: 'publish' })
  expect(await seen(place)).toEqual([place.target])
  expect(await totalsOf(place)).toMatchObject({ shown: true, contributions: 1 })
  expect((await linesOf(place, place.target)).map(line => line.effect)).toEqual([
    'put',
    'remove',
    'put',
    'note'
  ])
  const { items } = await place.door.look(listDecided, place.moderator, { callId: place.callId })
  expect(items).toMatchObject([
    { decision: 'publish', ground: 'none', state: 'published', title: 'More benches' },
    { decision: 'hide', ground: 'abuse' }
  ])
})

test('flags that lead to nothing are settled and not raised again by the same person', async () => {
  const place = await aPlace()
  const flagger = await aPerson(database)
  await flag(place, flagger)
  await decide(place, place.moderator, { decision: 'publish', ground: null, reason: '' })
  expect((await flag(place, flagger)).result.state).toBe('settled')
  expect((await queue(place)).items).toEqual([])
  expect(place.letters).toEqual([])
  expect((await linesOf(place, place.target)).map(line => line.effect)).toEqual(['put', 'note'])
  expect(await totalsOf(place)).toMatchObject({ shown: true, contributions: 1 })
})

test('where moderators look first, what was handed in waits and appears with its whole record', async () => {
  const place = await aPlace({ moderation: 'before' })
  const idle = await anIdea(place, aGuest(), { title: 'Another one', name: 'Petro' })
  expect(await seen(place)).toEqual([])
  expect(await totalsOf(place)).toMatchObject({ contributions: 0 })
  const { items } = await queue(place)
  expect(items).toMatchObject([
    { target: place.target, state: 'held', author: null, flags: 0, decisions: [] },
    { target: idle.contributionId, title: 'Another one', author: 'Petro' }
  ])
  await decide(place, place.moderator, { decision: 'publish', ground: null, reason: '' })
  await decide(place, place.moderator, { target: idle.contributionId })
  expect(await seen(place)).toEqual([place.target])
  expect(await totalsOf(place)).toMatchObject({ shown: true, contributions: 1 })
  expect(await linesOf(place, place.target)).toMatchObject([
    { effect: 'note', event: 'contribution.create' },
    { effect: 'put', event: 'moderation.decide', record: { id: place.target }, change: { shown: true } },
    { effect: 'note', record: { decision: 'publish' } }
  ])
  expect((await linesOf(place, idle.contributionId)).map(line => line.effect)).toEqual(['note', 'note'])
})

test('comments are held, flagged, hidden and counted in the same way', async () => {
  const place = await aPlace()
  await changeSettings(place, { moderation: 'before' })
  const { callId, target } = place
  const made = await place.door.perform(makeComment, await aPerson(database), {
    callId,
    target,
    body: 'Held.'
  })
  const comment = { kind: 'comment', target: made.result.commentId }
  expect((await queue(place)).items).toMatchObject([
    { ...comment, text: 'Held.', title: 'More benches', state: 'held' }
  ])
  await decide(place, place.moderator, { ...comment, decision: 'publish' })
  expect((await totalsOf(place)).comments).toBe(1)
  await flag(place, aGuest(), comment)
  expect((await queue(place)).items).toMatchObject([
    { ...comment, state: 'published', flags: 1, decisions: [{ decision: 'publish' }] }
  ])
  await decide(place, place.moderator, comment)
  expect((await totalsOf(place)).comments).toBe(0)
  expect((await place.door.look(listComments, aGuest(), { callId, target })).items).toEqual([])
  expect(place.letters.map(letter => letter.template)).toEqual(['comment-published', 'comment-hidden'])
  expect(place.letters.map(letter => letter.facts['link'])).toEqual([
    `https://mozaika.example/calls/${place.slug}/${target}#comment-${comment.target}`,
    expect.stringContaining(`https://mozaika.example/calls/${place.slug}/decisions/`)
  ])
  expect((await linesOf(place, comment.target)).map(line => line.effect)).toEqual([
    'note',
    'put',
    'note',
    'remove'
  ])
})

test('what its author took back waits for nobody and cannot be decided about', async () => {
  const place = await aPlace()
  const { callId, target } = place
  await flag(place, aGuest())
  await place.door.perform(withdrawContribution, place.author, { callId, contributionId: target })
  expect((await queue(place)).items).toEqual([])
  await expect(decide(place, place.moderator, { decision: 'publish' })).rejects.toMatchObject({
    code: 'gone'
  })
})

test('the queue comes in pages, oldest first, whatever waits in it', async () => {
  const place = await aPlace({ moderation: 'before' })
  const ids = [place.target]
  for (let n = 0; n < 4; n++) ids.push((await anIdea(place, aGuest(), { title: `Idea ${n}` })).contributionId)
  await decide(place, place.moderator, { target: ids[1], decision: 'publish' })
  await flag(place, aGuest(), { target: ids[1] })
  const first = await queue(place, { limit: 2 })
  const second = await queue(place, { limit: 2, after: first.next! })
  const third = await queue(place, { limit: 2, after: second.next! })
  expect([...first.items, ...second.items, ...third.items].map(item => item.target)).toEqual(ids)
  expect(third.next).toBeNull()
})

test('everybody sees how often what was decided, and no words', async () => {
  const place = await aPlace()
  await flag(place, aGuest(), { note: 'Words of the flagger' })
  await decide(place, place.moderator, {})
  const record = await place.door.look(findRecord, aGuest(), { callId: place.callId })
  expect(record).toEqual({
    decisions: [{ kind: 'contribution', decision: 'hide', ground: 'abuse', foundBy: 'flag', count: 1 }],
    flags: [{ kind: 'contribution', open: 0, settled: 1 }],
    holds: [],
    appeals: { waiting: 0, upheld: 0, reversed: 0 },
    medianHours: 0,
    guards: { words: 0, links: true, copies: true, shouting: true, burst: 8, trustAfter: null }
  })
})

test('two moderators who decide the same at once decide once', async () => {
  const place = await aPlace()
  const other = await aPerson(database, { role: 'moderator', organisationId: place.organisationId })
  const ends = await Promise.allSettled([decide(place, place.moderator, {}), decide(place, other, {})])
  expect(ends.map(end => end.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect((await linesOf(place, place.target)).map(line => line.effect)).toEqual(['put', 'remove'])
})
