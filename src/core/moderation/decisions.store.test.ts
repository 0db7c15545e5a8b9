import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ideasStep } from '../../../tests/support/call-fields.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest, anIdea, aPerson, closeSteps, sequence } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { makeComment } from '../comment/acts.ts'
import { editContribution } from '../contribution/acts.ts'
import { findContributionView, listContributions, similarContributions } from '../contribution/views.ts'
import { newId } from '../door/id.ts'
import type { Who } from '../door/who.ts'
import { giveResponse } from '../response/acts.ts'
import { decideTarget, flagTarget } from './acts.ts'
import { findRecord, findStanding, findStatement, listQueue } from './views.ts'

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

const themes = [
  { id: 'parks', label: 'Parks' },
  { id: 'roads', label: 'Roads' }
]

async function aPlace(settings: Record<string, unknown> = {}, steps = 1): Promise<Place> {
  const own = Array.from({ length: steps }, (_, n) => ({
    ...ideasStep({ settings: { themes, ...settings } }),
    slug: `step-${n}`,
    title: `Step ${n}`
  }))
  const world = await aCall(database, { fields: { steps: own } })
  const author = await aPerson(database, { language: 'uk' })
  const { contributionId } = await anIdea(world, author)
  const moderator = await aPerson(database, { role: 'moderator', organisationId: world.organisationId })
  return { ...world, target: contributionId, author, moderator }
}

const decide = (place: Place, more: object, who: Who = place.moderator) =>
  place.door.perform(decideTarget, who, {
    callId: place.callId,
    kind: 'contribution',
    target: place.target,
    ground: 'off-topic',
    reason: 'It belongs elsewhere.',
    ...more
  } as never)

const find = (place: Place, who: Who = aGuest()) =>
  place.door.look(findContributionView, who, { callId: place.callId, contributionId: place.target })

const listed = async (place: Place, more: object = {}) => {
  const { callId, stepId } = place
  const { items } = await place.door.look(listContributions, aGuest(), {
    callId,
    stepId,
    order: 'newest',
    ...more
  })
  return items.map(item => item.contributionId)
}

const linesOf = (place: Place) =>
  database.query<{ effect: string; event: string }>(sql`
    select counted->>'effect' as effect, event from ledger_lines
    where log_id = ${place.callId} and subject_id = ${place.target} order by line_id`)

const steps = (place: Place) =>
  database.query<{ step_id: string; contributions: number }>(sql`
    select s.step_id, coalesce(t.contributions, 0) as contributions from steps s
    left join step_totals t using (call_id, step_id) where s.call_id = ${place.callId} order by s.position`)

describe('a statement of reasons', () => {
  test('says what, on which ground, facts and rule, and who found it; its author reads it, others learn nothing', async () => {
    const place = await aPlace()
    await place.door.perform(flagTarget, aGuest(), {
      callId: place.callId,
      kind: 'contribution',
      target: place.target,
      ground: 'illegal'
    })
    const { result } = await decide(place, {
      decision: 'hide',
      ground: 'illegal',
      facts: 'The second sentence.',
      rule: 'Civil Code, article 277',
      scope: 'Until the court has decided'
    })
    const named = { callId: place.callId, decisionId: result.decisionId }
    expect(await place.door.look(findStatement, place.author, named)).toMatchObject({
      decision: 'hide',
      ground: 'illegal',
      facts: 'The second sentence.',
      rule: 'Civil Code, article 277',
      scope: 'Until the court has decided',
      foundBy: 'flag',
      own: true,
      mayContest: true,
      said: { title: 'More benches' }
    })
    for (const who of [aGuest(), await aPerson(database)])
      await expect(place.door.look(findStatement, who, named)).rejects.toMatchObject({ code: 'not-found' })
    expect(place.letters[0]!.facts).toMatchObject({ facts: 'The second sentence.', foundBy: 'flag' })
    const news = await database.query(
      sql`select event, letter from news where subject_id = ${result.decisionId}`
    )
    expect(news).toEqual([{ event: 'moderation.decided', letter: 'none' }])
  })

  test('is not complete without a ground, a reason and, for what breaks the law, the law', async () => {
    const place = await aPlace()
    for (const decision of ['hide', 'revise', 'restrict'] as const) {
      await expect(decide(place, { decision, ground: null })).rejects.toMatchObject({
        problems: [{ path: 'ground', code: 'required' }]
      })
      await expect(decide(place, { decision, reason: ' ' })).rejects.toMatchObject({
        problems: [{ path: 'reason', code: 'required' }]
      })
      await expect(decide(place, { decision, ground: 'illegal' })).rejects.toMatchObject({
        problems: [{ path: 'rule', code: 'required' }]
      })
    }
    await expect(decide(place, { decision: 'move' })).rejects.toMatchObject({
      problems: [{ path: 'to', code: 'required' }]
    })
    expect(await listed(place)).toEqual([place.target])
  })
})

describe('asking to revise', () => {
  test('takes a contribution from view until its author has written a new version, which waits again', async () => {
    const place = await aPlace()
    await decide(place, { decision: 'revise' })
    expect(await listed(place)).toEqual([])
    expect(place.letters.map(letter => letter.template)).toEqual(['contribution-to-revise'])
    const edit = (who: Who) =>
      place.door.perform(editContribution, who, {
        callId: place.callId,
        contributionId: place.target,
        version: 1,
        body: { title: 'More benches in parks', text: 'Nowhere to sit.' }
      })
    await expect(edit(await aPerson(database))).rejects.toMatchObject({ code: 'not-found' })
    expect((await edit(place.author)).result).toMatchObject({ state: 'held', version: 2 })
    const { items } = await place.door.look(listQueue, place.moderator, { callId: place.callId })
    expect(items).toMatchObject([{ title: 'More benches in parks', decisions: [{ decision: 'revise' }] }])
    await decide(place, { decision: 'publish' })
    expect(await listed(place)).toEqual([place.target])
    expect((await linesOf(place)).map(line => line.effect)).toEqual(['put', 'remove', 'note', 'put', 'note'])
  })

  test('is no way back for what was hidden for good, and asks nothing once the step has closed', async () => {
    const place = await aPlace()
    await decide(place, { decision: 'hide' })
    await expect(
      place.door.perform(editContribution, place.author, {
        callId: place.callId,
        contributionId: place.target,
        version: 1,
        body: { title: 'Again', text: '' }
      })
    ).rejects.toMatchObject({ code: 'gone' })
    const closed = await aPlace()
    await closeSteps(closed)
    await expect(decide(closed, { decision: 'revise' })).rejects.toMatchObject({ code: 'closed' })
  })
})

describe('restricting', () => {
  test('leaves a contribution readable at its address, in no list, closed for responses and comments, and counted', async () => {
    const place = await aPlace()
    await decide(place, { decision: 'restrict' })
    expect(await find(place)).toMatchObject({ state: 'published', restricted: true, title: 'More benches' })
    for (const order of ['newest', 'best'] as const) expect(await listed(place, { order })).toEqual([])
    expect(await listed(place, { q: 'benches' })).toEqual([])
    const { callId, stepId, target } = place
    const { items } = await place.door.look(similarContributions, aGuest(), {
      callId,
      stepId,
      text: 'More benches'
    })
    expect(items).toEqual([])
    await expect(
      place.door.perform(giveResponse, await aPerson(database), { callId, stepId, target })
    ).rejects.toMatchObject({ code: 'restricted' })
    await expect(
      place.door.perform(makeComment, await aPerson(database), { callId, target, body: 'Why?' })
    ).rejects.toMatchObject({ code: 'restricted' })
    await sequence(database)
    expect((await steps(place))[0]!.contributions).toBe(1)
    expect((await linesOf(place)).map(line => line.effect)).toEqual(['put', 'note'])
    await decide(place, { decision: 'publish' })
    expect(await find(place)).toMatchObject({ restricted: false })
    expect(await listed(place)).toEqual([place.target])
  })

  test('an edit of it stays restricted', async () => {
    const place = await aPlace()
    await decide(place, { decision: 'restrict' })
    await place.door.perform(editContribution, place.author, {
      callId: place.callId,
      contributionId: place.target,
      version: 1,
      body: { title: 'Still more benches', text: '' }
    })
    expect(await find(place)).toMatchObject({ restricted: true, version: 2 })
    expect(await listed(place)).toEqual([])
  })
})

describe('moving', () => {
  test('puts a contribution under another theme, as a version that nobody wrote', async () => {
    const place = await aPlace()
    await decide(place, { decision: 'move', to: { theme: 'parks' } })
    expect(await find(place)).toMatchObject({ theme: 'parks', version: 2, body: { theme: 'parks' } })
    expect(place.letters[0]!.template).toBe('contribution-moved')
    await expect(decide(place, { decision: 'move', to: { theme: 'parks' } })).rejects.toMatchObject({
      code: 'invalid'
    })
    await expect(decide(place, { decision: 'move', to: { theme: 'seas' } })).rejects.toMatchObject({
      problems: [{ path: 'to.theme', code: 'not-found' }]
    })
  })

  test('puts it in another open step of its method; both are counted right', async () => {
    const place = await aPlace({}, 2)
    await sequence(database)
    const [from, to] = await steps(place)
    await decide(place, { decision: 'move', to: { stepId: to!.step_id } })
    await sequence(database)
    expect((await steps(place)).map(step => step.contributions)).toEqual([0, 1])
    expect(await listed(place)).toEqual([])
    for (const order of ['newest', 'best'] as const)
      expect(await listed(place, { stepId: to!.step_id, order })).toEqual([place.target])
    expect((await linesOf(place)).map(line => line.effect)).toEqual(['put', 'remove', 'put', 'note'])
    await decide(place, { decision: 'move', to: { stepId: from!.step_id } })
    await sequence(database)
    expect((await steps(place)).map(step => step.contributions)).toEqual([1, 0])
  })

  test('what waited is shown where it was moved to', async () => {
    const place = await aPlace({ moderation: 'before' }, 2)
    const [, to] = await steps(place)
    await decide(place, { decision: 'move', to: { stepId: to!.step_id, theme: 'roads' } })
    await sequence(database)
    expect((await steps(place)).map(step => step.contributions)).toEqual([0, 1])
    expect(await listed(place, { stepId: to!.step_id })).toEqual([place.target])
  })

  test('is refused to a step that is closed or not of this call, and for what people responded to', async () => {
    const place = await aPlace({}, 2)
    const [, to] = await steps(place)
    await expect(decide(place, { decision: 'move', to: { stepId: newId() } })).rejects.toMatchObject({
      problems: [{ path: 'to.stepId', code: 'not-found' }]
    })
    const { callId, stepId, target } = place
    await place.door.perform(giveResponse, await aPerson(database), { callId, stepId, target })
    await expect(decide(place, { decision: 'move', to: { stepId: to!.step_id } })).rejects.toMatchObject({
      code: 'has-responses'
    })
    await decide(place, { decision: 'move', to: { theme: 'roads' } })
    await database.query(sql`
      update steps set closes_at = now() - interval '1 minute', opens_at = now() - interval '1 hour' where step_id = ${to!.step_id}`)
    await database.query(sql`update calls set revision = revision + 1 where call_id = ${callId}`)
    await expect(decide(place, { decision: 'move', to: { stepId: to!.step_id } })).rejects.toMatchObject({
      problems: [{ path: 'to.stepId', code: 'step-not-open' }]
    })
  })
})

test('a comment is published or hidden, and nothing else', async () => {
  const place = await aPlace()
  const { callId, target } = place
  const made = await place.door.perform(makeComment, place.author, { callId, target, body: 'Please.' })
  for (const decision of ['revise', 'move', 'restrict'])
    await expect(
      decide(place, { kind: 'comment', target: made.result.commentId, decision, to: { theme: 'parks' } })
    ).rejects.toMatchObject({ problems: [{ path: 'decision', code: 'not-a-choice' }] })
  const { result } = await decide(place, { kind: 'comment', target: made.result.commentId, decision: 'hide' })
  const standing = await place.door.look(findStanding, place.author, { callId, contributionId: target })
  expect(standing.comments).toEqual([
    { commentId: made.result.commentId, state: 'hidden', heldBy: [], decisionId: result.decisionId }
  ])
})

test('of two moderators who decide differently at once, the second hears of the first', async () => {
  const place = await aPlace()
  const other = await aPerson(database, { role: 'moderator', organisationId: place.organisationId })
  await place.door.perform(flagTarget, aGuest(), {
    callId: place.callId,
    kind: 'contribution',
    target: place.target,
    ground: 'spam'
  })
  const ends = await Promise.allSettled([
    decide(place, { decision: 'hide', seen: null }),
    decide(place, { decision: 'publish', seen: null }, other)
  ])
  expect(ends.map(end => end.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(ends.find(end => end.status === 'rejected')!.reason).toMatchObject({ code: 'changed-meanwhile' })
  const [row] = await database.query<{ n: number }>(sql`
    select count(*) as n from moderation_decisions where call_id = ${place.callId}`)
  expect(row!.n).toBe(1)
})

test('the queue shows how things like it were decided before, also in other calls of the organisation', async () => {
  const place = await aPlace()
  await decide(place, { decision: 'hide', ground: 'spam', reason: 'It sells benches.' })
  const { organisationId, owner } = place
  const elsewhere = await aCall(database, { organisation: { organisationId, owner }, door: place })
  const { contributionId } = await anIdea(elsewhere, aGuest(), { title: 'Lamps for sale' })
  await place.door.perform(flagTarget, aGuest(), {
    callId: elsewhere.callId,
    kind: 'contribution',
    target: contributionId,
    ground: 'spam'
  })
  const { items } = await place.door.look(listQueue, place.moderator, { callId: elsewhere.callId })
  expect(items).toMatchObject([
    { precedents: [{ decision: 'hide', ground: 'spam', title: 'More benches', reason: 'It sells benches.' }] }
  ])
  expect(items[0]!.precedents[0]!.elsewhere).toBe(place.fields.question)
})

test('the public numbers say who found what and how long it took, and name nobody', async () => {
  const place = await aPlace()
  await place.door.perform(flagTarget, aGuest(), {
    callId: place.callId,
    kind: 'contribution',
    target: place.target,
    ground: 'spam',
    note: 'A secret note'
  })
  await database.query(
    sql`update flags set flagged_at = now() - interval '5 hours' where call_id = ${place.callId}`
  )
  await decide(place, { decision: 'restrict', reason: 'Words of the moderator' })
  const record = await place.door.look(findRecord, aGuest(), { callId: place.callId })
  expect(record.decisions).toEqual([
    { kind: 'contribution', decision: 'restrict', ground: 'off-topic', foundBy: 'flag', count: 1 }
  ])
  expect(record.medianHours).toBeCloseTo(5, 1)
  expect(JSON.stringify(record)).not.toMatch(/secret|Words|benches/)
})
