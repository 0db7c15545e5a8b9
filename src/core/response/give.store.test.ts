import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest, anIdea } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { newId } from '../door/id.ts'
import type { Who } from '../door/who.ts'
import { giveResponse, takeBack } from './acts.ts'

let database: Database

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

async function ideas(world: World, count: number): Promise<string[]> {
  const ids = []
  for (let n = 0; n < count; n++) ids.push((await anIdea(world, aGuest())).contributionId)
  return ids
}

const support = ({ door, callId, stepId }: World, who: Who, target: string, idempotencyKey?: string) =>
  door.perform(giveResponse, who, { callId, stepId, target }, { idempotencyKey })

const count = async (table: 'people' | 'participants') =>
  (await database.pool.query(`select 1 from ${table}`)).rows.length

describe('a response', () => {
  it('of an unknown guest is told to nobody elsewhere who brings the same key at the same moment', async () => {
    const world = await aCall(database)
    const [target] = await ideas(world, 1)
    const key = 'a-key-that-others-use'
    const [one, same, other] = await Promise.all(
      ['198.51.100.7', '198.51.100.7', '198.51.100.8'].map(address =>
        support(world, { kind: 'guest', personId: null, address }, target!, key)
      )
    )
    expect(same!.personId).toBe(one!.personId)
    expect(other!.personId).not.toBe(one!.personId)
  })

  it('is taken from what is left of a budget, however many are sent at once', async () => {
    const world = await aCall(database, { settings: { budget: 5 } })
    const [first, second, ...others] = await ideas(world, 14)
    const { personId } = await support(world, aGuest(), first!)
    const who = aGuest(personId)
    await support(world, who, second!)
    const ends = await Promise.allSettled(others.map(target => support(world, who, target)))
    expect(ends.filter(end => end.status === 'fulfilled')).toHaveLength(3)
  })

  it('of a newcomer who is refused leaves neither a person nor a participant', async () => {
    const world = await aCall(database)
    const [target] = await ideas(world, 1)
    const before = { people: await count('people'), participants: await count('participants') }
    const ends = await Promise.allSettled([
      support(world, aGuest(), newId()),
      support(world, aGuest(), newId()),
      support(world, aGuest(), target!)
    ])
    expect(ends.map(end => end.status)).toEqual(['rejected', 'rejected', 'fulfilled'])
    expect(await count('people')).toBe(before.people + 1)
    expect(await count('participants')).toBe(before.participants + 1)
  })

  it('of somebody who joins with two at once is one participant’s', async () => {
    const world = await aCall(database)
    const elsewhere = await aCall(database)
    const [there] = await ideas(elsewhere, 1)
    const who = aGuest((await support(elsewhere, aGuest(), there!)).personId)
    const targets = await ideas(world, 8)
    await Promise.all(targets.map(target => support(world, who, target)))
    const rows = await database.query<{ responder: string }>(
      sql`select distinct responder from responses where call_id = ${world.callId}`
    )
    expect(rows).toHaveLength(1)
  })

  it('sent by two processes at once is kept once, and the later one hears so', async () => {
    const world = await aCall(database)
    const other = { ...world, door: (await aCall(database)).door }
    const [target, ...more] = await ideas(world, 30)
    const who = aGuest((await support(world, aGuest(), target!)).personId)
    for (const one of more) {
      const ends = await Promise.allSettled([support(world, who, one), support(other, who, one)])
      expect(ends.filter(end => end.status === 'fulfilled')).toHaveLength(1)
      expect(ends.find(end => end.status === 'rejected')?.reason).toMatchObject({ code: 'already-responded' })
    }
  })

  it('sent with one key by two processes at once gets one answer', async () => {
    const world = await aCall(database)
    const other = { ...world, door: (await aCall(database)).door }
    const [target, ...more] = await ideas(world, 20)
    const who = aGuest((await support(world, aGuest(), target!)).personId)
    for (const one of more) {
      const key = newId()
      const [a, b] = await Promise.all([support(world, who, one, key), support(other, who, one, key)])
      expect(a.result).toEqual(b.result)
    }
  })

  it('with a key that was used is answered as before, beside others that are new', async () => {
    const world = await aCall(database)
    const [a, b] = await ideas(world, 2)
    const key = newId()
    const guest = aGuest()
    const first = await support(world, guest, a!, key)
    const [again, fresh, reused] = await Promise.allSettled([
      support(world, guest, a!, key),
      support(world, aGuest(), b!, newId()),
      support(world, guest, b!, key)
    ])
    expect(again).toMatchObject({
      status: 'fulfilled',
      value: { result: first.result, personId: first.personId }
    })
    expect(fresh.status).toBe('fulfilled')
    expect(reused).toMatchObject({ status: 'rejected', reason: { code: 'key-reused' } })
  })

  it('of another kind than before, over one taken back, is kept', async () => {
    const world = await aCall(database)
    const [target] = await ideas(world, 1)
    const { personId } = await support(world, aGuest(), target!)
    const who = aGuest(personId)
    const { callId, stepId } = world
    await world.door.perform(takeBack, who, { callId, stepId, target: target! })
    await Promise.all([support(world, who, target!), support(world, aGuest(), target!)])
    const rows = await database.query(
      sql`select 1 from responses where call_id = ${callId} and state = 'counted'`
    )
    expect(rows).toHaveLength(2)
  })

  it('of a person who does not take part cannot be taken back, and nobody joins by trying', async () => {
    const world = await aCall(database)
    const [target] = await ideas(world, 1)
    const before = await count('participants')
    const { callId, stepId } = world
    const act = world.door.perform(takeBack, aGuest(newId()), { callId, stepId, target: target! })
    await expect(act).rejects.toMatchObject({ code: 'nothing-to-take-back' })
    expect(await count('participants')).toBe(before)
  })
})
