import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest, anIdea, aPerson } from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { makeComment } from '../comment/acts.ts'
import { createContribution, editContribution } from '../contribution/acts.ts'
import type { Who } from '../door/who.ts'
import { decideTarget, setGuards } from './acts.ts'
import { forgetArrivals } from './guards.server.ts'
import { usualGuards } from './look.ts'
import type { Guards } from './look.ts'
import { findRecord, findStanding, listQueue, showGuards } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const guard = (world: World, guards: Partial<Guards>, more: object = {}) =>
  world.door.perform(setGuards, world.owner, {
    callId: world.callId,
    changedAt: null,
    ...usualGuards,
    words: [...usualGuards.words],
    ...guards,
    ...more
  } as never)

async function handIn(world: World, who: Who, title: string, text = '') {
  const { callId, stepId } = world
  const { result, personId } = await world.door.perform(createContribution, who, {
    callId,
    stepId,
    body: { title, text }
  })
  return { ...result, personId: personId! }
}

const long =
  'The playground in Lisova street has been broken since spring and children play in the road instead of there'

describe('what is handed in', () => {
  test('waits where a rule asks for it; its author learns by which kind of rule, moderators what it saw', async () => {
    const world = await aCall(database)
    await guard(world, { words: ['casino*'] })
    const made = await handIn(world, aGuest(), 'Come to the casinos', 'at bit.ly/abc')
    expect(made).toMatchObject({ state: 'held', heldBy: ['link', 'word'] })
    const { callId } = world
    const { items } = await world.door.look(listQueue, world.owner, { callId })
    expect(items).toMatchObject([
      {
        state: 'held',
        holds: [
          { rule: 'link', found: { why: 'shortener', host: 'bit.ly' } },
          { rule: 'word', found: { word: 'casino*' } }
        ]
      }
    ])
    const named = { callId, contributionId: made.contributionId }
    const standing = await world.door.look(findStanding, aGuest(made.personId), named)
    expect(standing.heldBy).toEqual(['link', 'word'])
    expect(JSON.stringify(standing)).not.toContain('casino')
    await expect(world.door.look(findStanding, aGuest(), named)).rejects.toMatchObject({ code: 'not-found' })
    await world.door.perform(decideTarget, world.owner, {
      callId,
      kind: 'contribution',
      target: made.contributionId,
      decision: 'publish'
    })
    const record = await world.door.look(findRecord, aGuest(), { callId })
    expect(record.decisions).toMatchObject([{ decision: 'publish', foundBy: 'program' }])
    expect(record.holds).toEqual([
      { rule: 'link', count: 1 },
      { rule: 'word', count: 1 }
    ])
    expect(record.guards.words).toBe(1)
    expect(JSON.stringify(record)).not.toContain('casino')
  })

  test('is no burst until so much of one person, or five times as much of one address, came in ten minutes', async () => {
    const world = await aCall(database)
    await guard(world, { burst: 2 })
    const who = await aPerson(database)
    const states = []
    for (let n = 0; n < 3; n++) states.push((await handIn(world, who, `Bench number ${n}`)).state)
    expect(states).toEqual(['published', 'published', 'held'])
    // Eight more guests at the same address: the tenth of the address was the last at once.
    const crowd = []
    for (let n = 0; n < 8; n++)
      crowd.push((await handIn(world, { ...aGuest(), address: who.address }, `Lamp ${n}`)).state)
    expect(crowd.slice(0, 7)).toEqual(Array(7).fill('published'))
    expect(crowd[7]).toBe('held')
    expect((await handIn(world, aGuest(), 'From elsewhere')).state).toBe('published')
    await database.query(
      sql`update arrivals set arrived_at = now() - interval '11 minutes' where call_id = ${world.callId}`
    )
    expect((await handIn(world, who, 'Later')).state).toBe('published')
  })

  test('leaves no address behind, and nothing at all after an hour', async () => {
    const world = await aCall(database)
    await handIn(world, { kind: 'guest', personId: null, address: '203.0.113.77' }, 'One')
    const [row] = await database.query<{ found: boolean; rows: number }>(sql`
      select bool_or(position('203.0.113.77' in a::text) > 0) as found, count(*) as rows from arrivals a where call_id = ${world.callId}`)
    expect(row).toEqual({ found: false, rows: 2 })
    await database.query(
      sql`update arrivals set arrived_at = now() - interval '2 hours' where call_id = ${world.callId}`
    )
    await database.transaction(tx => forgetArrivals(tx))
    expect(await database.query(sql`select 1 from arrivals where call_id = ${world.callId}`)).toEqual([])
  })

  test('is held as nearly a copy of another, not as another view of the same or as its own next version', async () => {
    const world = await aCall(database)
    const first = await handIn(world, aGuest(), 'Mend the playground', `${long}.`)
    expect(first.state).toBe('published')
    const copy = await handIn(world, aGuest(), 'Mend the playground', `${long}!!`)
    expect(copy).toMatchObject({ state: 'held', heldBy: ['near-copy'] })
    const own = await handIn(
      world,
      aGuest(),
      'Mend the playground',
      'My daughter fell there last week because a plank is missing, so please repair it before summer begins.'
    )
    expect(own.state).toBe('published')
    const { result } = await world.door.perform(editContribution, aGuest(first.personId), {
      callId: world.callId,
      contributionId: first.contributionId,
      version: 1,
      body: { title: 'Mend the playground', text: `${long} now.` }
    })
    expect(result.state).toBe('published')
  })

  test('goes out of view when a new version calls for a look', async () => {
    const world = await aCall(database)
    const made = await handIn(world, aGuest(), 'More benches')
    const { result } = await world.door.perform(editContribution, aGuest(made.personId), {
      callId: world.callId,
      contributionId: made.contributionId,
      version: 1,
      body: { title: 'More benches', text: 'Buy at tinyurl.com/xyz' }
    })
    expect(result).toMatchObject({ state: 'held', heldBy: ['link'] })
    const lines = await database.query<{ effect: string }>(sql`
      select counted->>'effect' as effect from ledger_lines where subject_id = ${made.contributionId} order by line_id`)
    expect(lines.map(line => line.effect)).toEqual(['put', 'remove'])
  })

  test('by those who would look at it is not held', async () => {
    const world = await aCall(database)
    const moderator = await aPerson(database, { role: 'moderator', organisationId: world.organisationId })
    expect(
      (await handIn(world, moderator, 'SEE bit.ly/rules FOR THE RULES OF THE WHOLE CALL!!!!')).state
    ).toBe('published')
  })

  test('comments are looked at in the same way, a name that is a link too', async () => {
    const world = await aCall(database)
    const { contributionId: target } = await anIdea(world, aGuest())
    const { callId } = world
    const comment = async (body: string, more: object = {}) =>
      (await world.door.perform(makeComment, aGuest(), { callId, target, body, ...more })).result
    expect(await comment(long)).toMatchObject({ state: 'published', heldBy: [] })
    expect(await comment(`${long}.`)).toMatchObject({ state: 'held', heldBy: ['near-copy'] })
    expect(await comment('Yes', { name: 'goo.gl/cheap' })).toMatchObject({ state: 'held', heldBy: ['link'] })
  })
})

describe('guards', () => {
  test('are changed by whoever saw how they are, and refused beside the word that cannot be looked for', async () => {
    const world = await aCall(database)
    const { callId } = world
    const { result } = await guard(world, { words: ['one', 'one', 'two words'] })
    expect(await world.door.look(showGuards, world.owner, { callId })).toMatchObject({
      words: ['one', 'two words'],
      changedAt: result.changedAt
    })
    await expect(guard(world, { words: [] })).rejects.toMatchObject({ code: 'changed-meanwhile' })
    await guard(world, { words: [] }, { changedAt: result.changedAt })
    await expect(guard(world, { words: ['fine', '***'] })).rejects.toMatchObject({
      problems: [{ path: 'words.1' }]
    })
    const [line] = await database.query<{ counted: object }>(sql`
      select counted->'record' as counted from ledger_lines where log_id = ${callId} and event = 'moderation.set-guards' limit 1`)
    expect(line!.counted).toMatchObject({ words: 2, burst: 8 })
  })
})

describe('trust', () => {
  const before = { moderation: 'before' }
  const publish = (world: World, target: string, decision: 'publish' | 'hide' = 'publish') =>
    world.door.perform(decideTarget, world.owner, {
      callId: world.callId,
      kind: 'contribution',
      target,
      decision,
      ...(decision === 'hide' ? { ground: 'spam', reason: 'Spam.' } : {})
    } as never)

  test('grows with published contributions anywhere in the organisation, and goes with a hidden one', async () => {
    const { organisationId, owner, ...world } = await aCall(database, { settings: before })
    const first = { ...world, organisationId, owner }
    const second = await aCall(database, {
      organisation: { organisationId, owner },
      door: world,
      settings: before
    })
    for (const one of [first, second]) await guard(one, { trustAfter: 2 })
    const who = await aPerson(database)
    const made = []
    for (const title of ['One', 'Two']) made.push(await handIn(first, who, title))
    expect(made.map(one => one.state)).toEqual(['held', 'held'])
    for (const one of made) await publish(first, one.contributionId)
    expect((await handIn(second, who, 'Three')).state).toBe('published')
    expect((await handIn(second, aGuest(), 'Of somebody new')).state).toBe('held')
    expect((await handIn(second, who, 'Four, see bit.ly/x')).state).toBe('held')
    const five = await handIn(second, who, 'Five')
    await publish(second, five.contributionId, 'hide')
    expect((await handIn(second, who, 'Six')).state).toBe('held')
    await database.query(sql`
      update moderation_decisions set decided_at = now() - interval '91 days' where call_id = ${second.callId}`)
    expect((await handIn(second, who, 'Seven')).state).toBe('published')
  })

  test('is nobody’s where the call does not say so', async () => {
    const world = await aCall(database, { settings: before })
    const who = await aPerson(database)
    for (const title of ['One', 'Two', 'Three'])
      await publish(world, (await handIn(world, who, title)).contributionId)
    expect((await handIn(world, who, 'Four')).state).toBe('held')
  })
})
