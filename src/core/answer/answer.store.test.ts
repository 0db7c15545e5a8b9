import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  aCall,
  aGuest,
  anIdea,
  aPerson,
  changeSettings,
  closeSteps,
  sequence
} from '../../../tests/support/world.ts'
import type { SignedIn, World } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { concludeCall } from '../call/acts.ts'
import { withdrawContribution } from '../contribution/acts.ts'
import { findContributionView } from '../contribution/views.ts'
import type { InputOf } from '../door/act.ts'
import { newId } from '../door/id.ts'
import type { Who } from '../door/who.ts'
import { decideTarget } from '../moderation/acts.ts'
import { handRound } from '../notification/hand-round.server.ts'
import { editOrganisation } from '../organisation/acts.ts'
import { erasePerson } from '../person/acts.ts'
import { giveResponse } from '../response/acts.ts'
import { makeResult } from '../result/acts.ts'
import {
  draftAnswer,
  dropAnswer,
  editAnswer,
  publishDraft,
  rateAnswer,
  replyToAnswer,
  submitAnswer
} from './acts.ts'
import { findAnswerDesk, findAnswersOf, findMeterView, listAnswers, listWaitingView } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const reason = 'We build it next to the school in May.'

const waitingIn = async ({ door, callId, owner }: World, theme: string) =>
  (await door.look(listWaitingView, owner, { callId, theme })).items.map(one => one.contributionId)

const answer = (
  { door, callId, owner }: World,
  wish: Partial<InputOf<typeof draftAnswer>>,
  who: Who = owner
) =>
  door
    .perform(draftAnswer, who, {
      callId,
      select: { by: 'filter' },
      status: 'accepted',
      body: reason,
      next: 'publish',
      ...wish
    })
    .then(({ result }) => result)

const of = (world: World, contributionId: string, who: Who = aGuest()) =>
  world.door.look(findAnswersOf, who, { callId: world.callId, contributionId })

const found = (world: World, contributionId: string) =>
  world.door.look(findContributionView, aGuest(), { callId: world.callId, contributionId })

const ideas = async (world: World, count: number) => {
  const ids: string[] = []
  for (let n = 0; n < count; n++)
    ids.push((await anIdea(world, aGuest(), { title: `Idea number ${n}` })).contributionId)
  return ids
}

const news = ({ callId }: World) =>
  database.query<{ event: string; facts: object; audience: { authorsOf?: string[] } }>(sql`
    select event, facts, audience from news where call_id = ${callId} order by news_id`)

const told = ({ callId }: World) =>
  database.query<{ person_id: string; because: string }>(sql`
    select person_id, because from notifications where call_id = ${callId}`)

describe('an answer', () => {
  test('gives its status and its reason to all it was chosen for, and is told to each author and supporter once', async () => {
    const world = await aCall(database)
    const author = await aPerson(database)
    const supporter = await aPerson(database)
    const { contributionId: one } = await anIdea(world, author)
    const { contributionId: two } = await anIdea(world, author, { title: 'Another one' })
    const { callId, stepId, door } = world
    for (const target of [one, two]) await door.perform(giveResponse, supporter, { callId, stepId, target })
    const made = await answer(world, {
      select: { by: 'ids', ids: [one, two] },
      concerning: [{ contributionId: two, text: 'This one first.' }]
    })
    expect(made).toMatchObject({ state: 'published', count: 2, leftOut: 0 })
    expect(await found(world, one)).toMatchObject({ status: 'accepted' })
    expect((await of(world, two)).current).toMatchObject({ body: reason, concerning: 'This one first.' })
    expect((await of(world, one)).current).toMatchObject({ concerning: '' })
    await handRound(database)
    await handRound(database)
    expect(await told(world)).toHaveLength(2)
    expect((await news(world)).map(one => one.event)).toEqual(['answer.published'])
  })

  test('leaves in the record which contributions it is for, and its words beside them', async () => {
    const world = await aCall(database)
    const [one, two] = await ideas(world, 2)
    await answer(world, {
      select: { by: 'ids', ids: [one!, two!] },
      concerning: [{ contributionId: two!, text: 'Yes.' }]
    })
    const lines = await database.query<{
      kind: string
      record: Record<string, unknown>
      personal: object
    }>(sql`
      select counted->'subject'->>'kind' as kind, counted->'record' as record, personal from ledger_lines
      where log_id = ${world.callId} and counted->>'event' = 'answer.publish' order by line_id`)
    expect(lines).toMatchObject([
      {
        kind: 'answer',
        record: {
          scope: 'contributions',
          status: 'accepted',
          count: 2,
          contributions: [one, two].toSorted()
        },
        personal: { body: reason }
      },
      { kind: 'contribution', record: { status: 'accepted' }, personal: { concerning: 'Yes.' } }
    ])
  })

  test('of many is said in lines that each can be shown', async () => {
    const world = await aCall(database)
    const [first] = await ideas(world, 1)
    await database.query(sql`
      insert into contributions (call_id, contribution_id, step_id, title, body, state, channel, created_at, changed_at, first_author)
      select call_id, gen_random_uuid(), step_id, title, body, state, channel, created_at, changed_at, first_author
      from contributions, generate_series(1, 1200) where call_id = ${world.callId} and contribution_id = ${first!}`)
    expect(await answer(world, {})).toMatchObject({ count: 1_201 })
    const lines = await database.query<{ size: number }>(sql`
      select jsonb_array_length(counted->'record'->'contributions') as size from ledger_lines
      where log_id = ${world.callId} and counted->>'event' = 'answer.publish' order by line_id`)
    expect(lines.map(line => line.size)).toEqual([500, 500, 201])
    await database.query(sql`
      insert into contributions (call_id, contribution_id, step_id, title, body, state, channel, created_at, changed_at, first_author)
      select call_id, gen_random_uuid(), step_id, title, body, state, channel, created_at, changed_at, first_author
      from contributions, generate_series(1, 2001) where call_id = ${world.callId} and contribution_id = ${first!}`)
    await expect(answer(world, {})).rejects.toMatchObject({
      problems: [{ path: 'select', code: 'too-many' }]
    })
  })

  test('to one that was taken back is refused; of a selection it is left out and counted', async () => {
    const world = await aCall(database)
    const author = await aPerson(database)
    const { contributionId: gone } = await anIdea(world, author)
    const { contributionId: hidden } = await anIdea(world, aGuest())
    const { contributionId: there } = await anIdea(world, aGuest())
    const { callId, door, owner } = world
    await door.perform(withdrawContribution, author, { callId, contributionId: gone })
    await door.perform(decideTarget, owner, {
      callId,
      kind: 'contribution',
      target: hidden,
      decision: 'hide',
      ground: 'spam',
      reason: 'It sells something.'
    } as never)
    for (const id of [gone, hidden, newId()])
      await expect(answer(world, { select: { by: 'ids', ids: [id] } })).rejects.toMatchObject({
        code: 'nothing-to-answer'
      })
    expect(await answer(world, { select: { by: 'ids', ids: [gone, there, hidden] } })).toMatchObject({
      count: 1,
      leftOut: 2
    })
  })

  test('leaves out what was taken back between the draft and its publishing', async () => {
    const world = await aCall(database)
    const author = await aPerson(database)
    const { contributionId: one } = await anIdea(world, author)
    const { contributionId: two } = await anIdea(world, aGuest())
    const { callId, door, owner } = world
    const { answerId } = await answer(world, { next: 'draft' })
    const { answerId: alone } = await answer(world, { next: 'draft', select: { by: 'ids', ids: [one] } })
    await door.perform(withdrawContribution, author, { callId, contributionId: one })
    const publish = (id: string) => door.perform(publishDraft, owner, { callId, answerId: id, revision: 1 })
    expect((await publish(answerId)).result).toEqual({ answerId, count: 1, leftOut: 1 })
    expect((await of(world, two)).current).toMatchObject({ answerId })
    await expect(publish(alone)).rejects.toMatchObject({ code: 'nothing-to-answer' })
  })

  test('replaces an earlier one, which stays readable', async () => {
    const world = await aCall(database)
    const [one, two] = await ideas(world, 2)
    const first = await answer(world, { body: 'We look into it together.', status: 'under-study' })
    await answer(world, { select: { by: 'ids', ids: [one!] } })
    const states = () => database.query(sql`select state from answers where answer_id = ${first.answerId}`)
    expect(await states()).toEqual([{ state: 'published' }])
    await answer(world, { select: { by: 'ids', ids: [two!] }, status: 'declined' })
    expect(await states()).toEqual([{ state: 'replaced' }])
    const shown = await of(world, two!)
    expect(shown.current).toMatchObject({ status: 'declined' })
    expect(shown.earlier).toMatchObject([{ body: 'We look into it together.' }])
    expect((await world.door.look(listAnswers, aGuest(), { callId: world.callId })).items).toHaveLength(2)
  })

  test('goes by the name that the call has for its status, and by no other', async () => {
    const statuses = [{ id: 'budget', name: 'In next year’s budget', class: 'accepted' as const }]
    const world = await aCall(database, { fields: { statuses } })
    const [one] = await ideas(world, 1)
    for (const wish of [{ ownStatus: 'other' }, { ownStatus: 'budget', status: 'declined' as const }])
      await expect(answer(world, wish)).rejects.toMatchObject({ problems: [{ path: 'ownStatus' }] })
    await answer(world, { ownStatus: 'budget' })
    expect((await of(world, one!)).current).toMatchObject({
      status: 'accepted',
      ownStatus: 'In next year’s budget'
    })
  })

  test('needs a reason', async () => {
    const world = await aCall(database)
    await ideas(world, 1)
    for (const body of ['', '   ', 'No.'])
      await expect(answer(world, { body })).rejects.toMatchObject({
        code: 'invalid',
        problems: [{ path: 'body' }]
      })
  })

  test('to a whole theme reaches what waits in it', async () => {
    const world = await aCall(database)
    const [one, two, other] = await ideas(world, 3)
    const themeId = newId()
    await database.query(sql`
      update contributions set desk_theme = ${themeId} where call_id = ${world.callId} and contribution_id in (${one}, ${two})`)
    await answer(world, { select: { by: 'ids', ids: [one!] }, status: 'declined' })
    expect(await answer(world, { select: { by: 'theme', themeId } })).toMatchObject({ count: 1 })
    expect((await of(world, one!)).current).toMatchObject({ status: 'declined' })
    expect((await of(world, other!)).current).toBeNull()
    expect(await waitingIn(world, 'none')).toEqual([other])
    await expect(answer(world, { select: { by: 'theme', themeId } })).rejects.toMatchObject({
      code: 'nothing-to-answer'
    })
    expect(await answer(world, { select: { by: 'theme', themeId, only: 'all' } })).toMatchObject({ count: 2 })
    expect(await answer(world, { select: { by: 'filter', theme: 'none' } })).toMatchObject({ count: 1 })
    expect(await waitingIn(world, 'none')).toEqual([])
  })

  test('to what another was merged into is shown there too, told to its author, and open to that author’s reply', async () => {
    const world = await aCall(database)
    const author = await aPerson(database)
    const { contributionId: merged } = await anIdea(world, author)
    const [into] = await ideas(world, 1)
    await database.query(sql`
      update contributions set merged_into = ${into!} where call_id = ${world.callId} and contribution_id = ${merged}`)
    const { answerId } = await answer(world, {})
    expect(await of(world, merged, author)).toMatchObject({
      contributionId: into,
      current: { answerId },
      mine: { mayReply: true }
    })
    await handRound(database)
    expect((await told(world)).map(row => row.person_id)).toContain(author.personId)
    await world.door.perform(replyToAnswer, author, { callId: world.callId, answerId, body: 'Good.' })
    expect((await of(world, into!)).current!.replies).toMatchObject([{ body: 'Good.' }])
  })
})

describe('a draft', () => {
  test('is seen and changed by the second of two organisers only as the first left it', async () => {
    const world = await aCall(database)
    await ideas(world, 1)
    const { callId, door, owner } = world
    const { answerId } = await answer(world, { next: 'draft' })
    const edit = (body: string) =>
      door.perform(
        editAnswer,
        owner,
        { callId, answerId, revision: 1, status: 'declined', body },
        { idempotencyKey: newId() }
      )
    const ends = await Promise.allSettled([edit('One of the two reasons.'), edit('The other of the two.')])
    expect(ends.map(end => end.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(ends.find(end => end.status === 'rejected')).toMatchObject({
      reason: { code: 'changed-meanwhile' }
    })
    const publish = () =>
      door.perform(publishDraft, owner, { callId, answerId, revision: 2 }, { idempotencyKey: newId() })
    const published = await Promise.allSettled([publish(), publish()])
    expect(published.map(end => end.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect((await news(world)).filter(one => one.event === 'answer.published')).toHaveLength(1)
    await expect(door.perform(dropAnswer, owner, { callId, answerId })).rejects.toMatchObject({
      code: 'frozen'
    })
  })

  test('is published by another than its writer where the organisation wants a second look', async () => {
    const world = await aCall(database)
    await ideas(world, 1)
    const { callId, door, owner, organisationId } = world
    await door.perform(editOrganisation, owner, { organisationId, changes: { secondLook: true } })
    const second = await aPerson(database, { role: 'organiser', organisationId })
    await expect(answer(world, {})).rejects.toMatchObject({ code: 'second-look-needed' })
    const { answerId } = await answer(world, { next: 'draft' })
    const publish = (who: Who, revision: number) =>
      door.perform(publishDraft, who, { callId, answerId, revision })
    await expect(publish(second, 1)).rejects.toMatchObject({ code: 'second-look-needed' })
    await door.perform(submitAnswer, owner, { callId, answerId, revision: 1 })
    await expect(publish(owner, 2)).rejects.toMatchObject({ code: 'second-look-needed' })
    // Whoever changes the words is their writer from then on.
    await door.perform(editAnswer, second, {
      callId,
      answerId,
      revision: 2,
      status: 'accepted',
      body: reason
    })
    await expect(publish(second, 3)).rejects.toMatchObject({ code: 'second-look-needed' })
    await publish(owner, 3)
    expect((await door.look(findAnswerDesk, owner, { callId })).underWay).toEqual([])
  })
})

describe('an author', () => {
  let world: World
  let author: SignedIn
  let contributionId: string
  let answerId: string
  beforeAll(async () => {
    world = await aCall(database)
    author = await aPerson(database, { name: 'Olena' })
    ;({ contributionId } = await anIdea(world, author, { name: 'Olena' }))
    ;({ answerId } = await answer(world, {}))
  })
  const reply = (who: Who, body = 'Thank you, but when?') =>
    world.door.perform(
      replyToAnswer,
      who,
      { callId: world.callId, answerId, body },
      { idempotencyKey: newId() }
    )
  const rate = (rating: 'answers' | 'partly' | 'does-not', who: Who = author) =>
    world.door.perform(
      rateAnswer,
      who,
      { callId: world.callId, answerId, rating },
      { idempotencyKey: newId() }
    )

  test('replies once, and nobody else does', async () => {
    await expect(reply(await aPerson(database))).rejects.toMatchObject({ code: 'not-allowed' })
    await expect(reply(aGuest())).rejects.toMatchObject({ code: 'not-signed-in' })
    const ends = await Promise.allSettled([reply(author), reply(author)])
    expect(ends.map(end => end.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    await expect(reply(author)).rejects.toMatchObject({ code: 'already-replied' })
    expect((await of(world, contributionId, author)).current!.replies).toMatchObject([
      { name: 'Olena', body: 'Thank you, but when?', rating: null }
    ])
  })

  test('rates it, and may think again until the call is concluded', async () => {
    const { door, callId, stepId, owner } = world
    await rate('does-not')
    await rate('partly')
    expect(await door.look(findMeterView, aGuest(), { callId })).toMatchObject({
      ratings: { partly: 1, 'does-not': 0 }
    })
    await closeSteps(world)
    await sequence(database)
    await door.perform(makeResult, { kind: 'system', job: 'test', personId: null }, { callId, stepId })
    await door.perform(concludeCall, owner, { callId, statement: 'The benches are built.' })
    await expect(rate('answers')).rejects.toMatchObject({ code: 'already-concluded' })
    expect((await of(world, contributionId, author)).mine).toEqual({
      rating: 'partly',
      mayRate: false,
      mayReply: false
    })
  })

  test('who is erased leaves neither the reply nor what was said of the contribution; the rating stays counted', async () => {
    const place = await aCall(database)
    const person = await aPerson(database)
    const { contributionId: own } = await anIdea(place, person)
    const { answerId: id } = await answer(place, {
      concerning: [{ contributionId: own, text: 'Mr Bondar is right.' }]
    })
    const { callId, door } = place
    await door.perform(replyToAnswer, person, { callId, answerId: id, body: 'Signed, Bondar.' })
    await door.perform(rateAnswer, person, { callId, answerId: id, rating: 'answers' })
    await door.perform(erasePerson, person, { confirm: 'erase' })
    const left = await database.query(sql`
      select concerning as words from answer_targets where call_id = ${callId}
      union all select body from answer_replies where call_id = ${callId}
      union all select personal::text from ledger_lines where log_id = ${callId}`)
    expect(JSON.stringify(left)).not.toContain('Bondar')
    expect(await door.look(findMeterView, aGuest(), { callId })).toMatchObject({ ratings: { answers: 1 } })
  })
})

describe('the meter', () => {
  test('counts answered, waiting and late against the promised day where the call is', async () => {
    const world = await aCall(database)
    const { callId, door } = world
    const [one] = await ideas(world, 4)
    const meter = () => door.look(findMeterView, aGuest(), { callId })
    expect(await meter()).toMatchObject({ total: 4, answered: 0, waiting: 4, late: 0, medianDays: null })
    await answer(world, { select: { by: 'ids', ids: [one!] } })
    await answer(world, { status: 'under-study' })
    expect(await meter()).toMatchObject({
      total: 4,
      answered: 1,
      waiting: 3,
      byStatus: [
        { status: 'under-study', own: null, count: 3 },
        { status: 'accepted', own: null, count: 1 }
      ],
      medianDays: 0
    })
    await database.query(sql`
      update calls set answer_on = (now() at time zone time_zone)::date, revision = revision + 1 where call_id = ${callId}`)
    expect(await meter()).toMatchObject({ waiting: 3, late: 0, daysLeft: 0 })
    await database.query(sql`
      update calls set answer_on = (now() at time zone time_zone)::date - 2 where call_id = ${callId}`)
    expect(await meter()).toMatchObject({ waiting: 0, late: 3, daysLeft: -2, answeredLate: 1 })
  })
})

describe('what waits', () => {
  test('is listed most supported first, page by page, by words and by theme', async () => {
    const world = await aCall(database, { settings: { themes: [{ id: 'streets', label: 'Streets' }] } })
    const { callId, stepId, door, owner } = world
    const ids = await ideas(world, 5)
    await door.perform(giveResponse, aGuest(), { callId, stepId, target: ids[3]! })
    await sequence(database)
    const list = (more: object = {}) => door.look(listWaitingView, owner, { callId, ...more })
    const first = await list({ limit: 2 })
    expect(first.items[0]).toMatchObject({ contributionId: ids[3], responses: 1 })
    const rest = await list({ limit: 50, after: first.next })
    expect(new Set([...first.items, ...rest.items].map(one => one.contributionId)).size).toBe(5)
    expect((await list({ q: 'number 2' })).items).toHaveLength(1)
    expect((await list({ q: '%' })).items).toHaveLength(0)
    expect((await list({ theme: newId() })).items).toHaveLength(0)
    await answer(world, { select: { by: 'filter', q: 'number 2' } })
    expect((await list()).items).toHaveLength(4)
    expect((await list({ only: 'all' })).items).toHaveLength(5)
    await changeSettings(world, {})
  })
})
