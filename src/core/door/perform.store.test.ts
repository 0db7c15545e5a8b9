import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aCall, aDoor, aGuest, anIdea } from '../../../tests/support/world.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Database } from '../../db/database.server.ts'
import { createContribution } from '../contribution/acts.ts'
import { exportMe, findMe } from '../person/views.ts'
import { findContributionView } from '../contribution/views.ts'
import { giveResponse, takeBack } from '../response/acts.ts'
import { newId } from './id.ts'
import type { Door } from './perform.server.ts'

let database: Database
let door: Door

beforeAll(async () => {
  database = await freshDatabase()
  door = aDoor(database).door
})
afterAll(() => database.close())

const idea = (title: string) => ({ title, text: '' })

describe('the door', () => {
  it('refuses what no schema knows, with every problem at once', async () => {
    const act = door.perform(createContribution, aGuest(), {
      callId: 'x',
      stepId: newId(),
      body: {},
      surprise: 1
    })
    await expect(act).rejects.toMatchObject({
      code: 'invalid',
      problems: expect.arrayContaining([
        { path: 'callId', code: 'not-uuid' },
        { path: 'surprise', code: 'unknown-key' }
      ])
    })
  })

  it('gives a guest an identity with the first act, and knows it again', async () => {
    const { callId, stepId } = await aCall(database)
    const first = await door.perform(createContribution, aGuest(), {
      callId,
      stepId,
      body: idea('A bench by the river')
    })
    expect(first.personId).toMatch(/^[0-9a-f-]{36}$/)
    const seen = await door.look(findContributionView, aGuest(first.personId), {
      callId,
      contributionId: first.result.contributionId
    })
    expect(seen).toMatchObject({ own: true, title: 'A bench by the river', state: 'published' })
  })

  it('answers the same key and input once more with the first answer, and refuses another input', async () => {
    const { callId, stepId } = await aCall(database)
    const who = aGuest(
      (await door.perform(createContribution, aGuest(), { callId, stepId, body: idea('First') })).personId
    )
    const how = { idempotencyKey: newId() }
    const one = await door.perform(createContribution, who, { callId, stepId, body: idea('Second') }, how)
    const two = await door.perform(createContribution, who, { callId, stepId, body: idea('Second') }, how)
    expect(two.result).toEqual(one.result)
    await expect(
      door.perform(createContribution, who, { callId, stepId, body: idea('Third') }, how)
    ).rejects.toMatchObject({ code: 'key-reused' })
  })

  it('tells what an unknown guest did to nobody elsewhere who brings the same key', async () => {
    const { callId, stepId } = await aCall(database)
    const how = { idempotencyKey: 'a-key-that-others-use' }
    const input = { callId, stepId, body: idea('Two think alike') }
    const hand = (address: string) =>
      door.perform(createContribution, { kind: 'guest', personId: null, address }, input, how)
    const one = await hand('198.51.100.7')
    expect(await hand('198.51.100.7')).toEqual(one)
    const other = await hand('198.51.100.8')
    expect(other.personId).not.toBe(one.personId)
    expect(other.result.contributionId).not.toBe(one.result.contributionId)
    const { rows } = await database.pool.query(
      `select holder || ' ' || key as kept from idempotency_records where holder like 'guest%'`
    )
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toMatch(/198\.51|others-use/)
  })

  it('counts a view with a limit of its own apart from all others', async () => {
    const { author } = await anIdea(await aCall(database), aGuest())
    for (let n = 0; n < 5; n++) await door.look(exportMe, author, {})
    await expect(door.look(exportMe, author, {})).rejects.toMatchObject({ code: 'too-many' })
    for (let n = 0; n < 30; n++) await door.look(findMe, author, {})
  })

  it('keeps one row of 200 identical supports sent at once', async () => {
    const world = await aCall(database)
    const { callId, stepId } = world
    const { contributionId } = await anIdea(world, aGuest())
    const who = aGuest(
      (await door.perform(createContribution, aGuest(), { callId, stepId, body: idea('Mine') })).personId
    )
    const input = { callId, stepId, target: contributionId }
    const ends = await Promise.allSettled(
      Array.from({ length: 200 }, (_, n) =>
        door.perform(giveResponse, { ...who, address: `10.0.${n}.1` }, input, { idempotencyKey: newId() })
      )
    )
    const done = ends.filter(end => end.status === 'fulfilled')
    const codes = new Set(ends.flatMap(end => (end.status === 'rejected' ? [end.reason.code] : [])))
    expect(done).toHaveLength(1)
    expect([...codes].every(code => code === 'already-responded' || code === 'too-many')).toBe(true)
    const { rows } = await database.pool.query('select 1 from responses where call_id = $1', [callId])
    expect(rows).toHaveLength(1)
  })

  it('keeps five of many different supports sent at once under a budget of five', async () => {
    const world = await aCall(database, { settings: { budget: 5 } })
    const { callId, stepId } = world
    const targets = []
    for (let n = 0; n < 40; n++) targets.push((await anIdea(world, aGuest())).contributionId)
    const who = aGuest(
      (await door.perform(createContribution, aGuest(), { callId, stepId, body: idea('Mine') })).personId
    )
    const ends = await Promise.allSettled(
      targets.map(target => door.perform(giveResponse, who, { callId, stepId, target }))
    )
    expect(ends.filter(end => end.status === 'fulfilled')).toHaveLength(5)
    expect(ends.every(end => end.status === 'fulfilled' || end.reason.code === 'budget-spent')).toBe(true)
    const { rows } = await database.pool.query(
      `select 1 from responses where call_id = $1 and state = 'counted'`,
      [callId]
    )
    expect(rows).toHaveLength(5)
  })

  it('judges each of a batch alone', async () => {
    const world = await aCall(database)
    const { callId, stepId } = world
    const { contributionId } = await anIdea(world, aGuest())
    const good = { callId, stepId, target: contributionId }
    const ends = await Promise.allSettled([
      door.perform(giveResponse, aGuest(), good),
      door.perform(giveResponse, aGuest(), { ...good, target: newId() }),
      door.perform(giveResponse, aGuest(), { ...good, body: { score: 3 } }),
      door.perform(giveResponse, aGuest(), good),
      door.perform(giveResponse, aGuest(), { ...good, stepId: newId() })
    ])
    expect(ends.map(end => (end.status === 'fulfilled' ? 'done' : end.reason.code))).toEqual([
      'done',
      'not-found',
      'invalid',
      'done',
      'not-found'
    ])
  })

  it('lets a support be taken back and given again, as a new one in the record', async () => {
    const world = await aCall(database)
    const { callId, stepId } = world
    const { contributionId: target } = await anIdea(world, aGuest())
    const first = await door.perform(giveResponse, aGuest(), { callId, stepId, target })
    const who = aGuest(first.personId)
    await door.perform(takeBack, who, { callId, stepId, target })
    await expect(door.perform(takeBack, who, { callId, stepId, target })).rejects.toMatchObject({
      code: 'nothing-to-take-back'
    })
    const again = await door.perform(giveResponse, who, { callId, stepId, target })
    expect(again.result.responseId).not.toBe(first.result.responseId)
  })

  it('refuses the support of an own idea', async () => {
    const { callId, stepId } = await aCall(database)
    const mine = await door.perform(createContribution, aGuest(), { callId, stepId, body: idea('Mine') })
    const support = door.perform(giveResponse, aGuest(mine.personId), {
      callId,
      stepId,
      target: mine.result.contributionId
    })
    await expect(support).rejects.toMatchObject({ code: 'own-contribution' })
  })
})
