import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest, anIdea, aPerson, closeSteps, sequence } from '../../../tests/support/world.ts'
import type { SignedIn, World } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { first, sql } from '../../db/sql.server.ts'
import type { Who } from '../door/who.ts'
import { listCounted } from '../result/store.server.ts'
import { giveResponse } from '../response/acts.ts'
import { blockPerson, claimGuest, keepDraft } from './acts.ts'
import { guestCookie, sealClaim } from './guest-cookie.ts'
import { guestKey } from './keys.server.ts'
import { findDraft, listBlocks, listContributionsView, listReceipts } from './views.ts'

let database: Database
let key: Buffer
beforeAll(async () => {
  database = await freshDatabase()
  key = await guestKey(database)
})
afterAll(() => database.close())

const proofOf = (who: Who) => guestCookie(key, who.personId!, false).split(';')[0]!.split('=')[1]!

const claim = (world: World, who: Who, guest: Who, more: object = {}) =>
  world.door.perform(claimGuest, who, { proof: proofOf(guest), ...more })

const support = async (world: World, who: Who, target: string): Promise<Who> => {
  const { callId, stepId } = world
  const { personId } = await world.door.perform(giveResponse, who, { callId, stepId, target })
  return { ...who, personId } as Who
}

/** Three ideas of other people, and somebody who is to claim. */
async function aPlace(settings: Record<string, unknown> = {}) {
  const world = await aCall(database, { settings })
  const targets: string[] = []
  for (let n = 0; n < 3; n++) targets.push((await anIdea(world, await aPerson(database))).contributionId)
  const person: SignedIn = await aPerson(database, { name: 'Olena' })
  return { world, person, targets: targets as [string, string, string] }
}

const participants = (world: World) =>
  database.query<{
    person_id: string
    name: string | null
    confirmed: boolean
    linked_to: string | null
    participant_id: string
  }>(sql`
    select participant_id, person_id, name, confirmed, linked_to from participants where call_id = ${world.callId}`)

async function totals(world: World): Promise<Map<string, number>> {
  await sequence(database)
  const rows = await database.query<{ contribution_id: string; responses: number }>(sql`
    select contribution_id, responses from contribution_totals where call_id = ${world.callId}`)
  return new Map(rows.map(row => [row.contribution_id, row.responses]))
}

async function counted(world: World): Promise<Map<string, number>> {
  const { contributions, responses } = await listCounted(database, world.callId, world.stepId)
  return new Map(contributions.map(({ id }) => [id, responses.filter(one => one.target === id).length]))
}

test('nobody claims by a forged proof, by one that ended, or with another key', async () => {
  const { world, person, targets } = await aPlace()
  const guest = await support(world, aGuest(), targets[0])
  const forged = [
    'nonsense',
    guest.personId!,
    proofOf({ ...guest, personId: person.personId } as Who).replace(person.personId, guest.personId!),
    guestCookie(randomBytes(32), guest.personId!, false).split(';')[0]!.split('=')[1]!,
    sealClaim(key, guest.personId!, new Date(Date.now() - 1_000))
  ]
  for (const proof of forged) {
    await expect(world.door.perform(claimGuest, person, { proof })).rejects.toMatchObject({ code: 'expired' })
  }
})

test('a guest, a token or the operator claims nothing', async () => {
  const { world, targets } = await aPlace()
  const guest = await support(world, aGuest(), targets[0])
  await expect(claim(world, aGuest(), guest)).rejects.toMatchObject({ code: 'not-signed-in' })
  await expect(claim(world, { kind: 'operator', name: 'root', personId: null }, guest)).rejects.toMatchObject(
    { code: 'not-allowed' }
  )
})

test('a guest is claimed once; by the same person again it changes nothing', async () => {
  const { world, person, targets } = await aPlace()
  const guest = await support(world, aGuest(), targets[0])
  await claim(world, person, guest)
  expect((await claim(world, person, guest)).result).toEqual({ calls: 0, superseded: 0 })
  await expect(claim(world, await aPerson(database), guest)).rejects.toMatchObject({ code: 'already-used' })
})

test('an account is no guest and cannot be claimed', async () => {
  const { world, person } = await aPlace()
  await expect(claim(world, person, await aPerson(database))).rejects.toMatchObject({ code: 'gone' })
})

test('what a guest did becomes the account’s, and nothing of it is rewritten', async () => {
  const { world, person, targets } = await aPlace()
  const { contributionId, author } = await anIdea(world, aGuest(), { title: 'A bench', name: 'Guest name' })
  await support(world, author, targets[0])
  const before = await first(
    database,
    sql`select * from responses where call_id = ${world.callId} and target = ${targets[0]}`
  )
  const lines = await database.query(
    sql`select line_id, commitment from ledger_lines where log_id = ${world.callId}`
  )

  const { result } = await claim(world, person, author)
  expect(result).toEqual({ calls: 1, superseded: 0 })
  expect(
    await first(
      database,
      sql`select * from responses where call_id = ${world.callId} and target = ${targets[0]}`
    )
  ).toEqual(before)
  expect(
    await database.query(sql`select line_id, commitment from ledger_lines where log_id = ${world.callId}`)
  ).toEqual(lines)
  expect(await participants(world)).toContainEqual(
    expect.objectContaining({
      person_id: person.personId,
      name: 'Guest name',
      confirmed: true,
      linked_to: null
    })
  )
  const own = await world.door.look(listContributionsView, person, {})
  expect(own.items.map(one => one.contributionId)).toEqual([contributionId])
  const receipts = await world.door.look(listReceipts, person, {})
  expect(receipts.items.map(one => one.event).sort()).toEqual(['contribution.create', 'response.give'])
})

test('the account’s name is shown where it is chosen', async () => {
  const { world, person } = await aPlace()
  const { author } = await anIdea(world, aGuest(), { name: 'Guest name' })
  await claim(world, person, author, { name: 'account' })
  expect(await participants(world)).toContainEqual(
    expect.objectContaining({ person_id: person.personId, name: 'Olena' })
  )
})

test('where both took part the guest’s part is linked and keeps its own', async () => {
  const { world, person, targets } = await aPlace()
  await support(world, person, targets[0])
  const guest = await support(world, aGuest(), targets[1])
  await claim(world, person, guest)
  const rows = await participants(world)
  const own = rows.find(row => row.person_id === person.personId)!
  const linked = rows.find(row => row.person_id === guest.personId)!
  expect(linked).toMatchObject({ linked_to: own.participant_id, confirmed: true })
  expect(await counted(world)).toEqual(await totals(world))
  expect((await counted(world)).get(targets[1])).toBe(1)
})

test('of two supports that meet the earlier counts; the log says so and the totals follow', async () => {
  const { world, person, targets } = await aPlace()
  const [both, other] = targets
  await support(world, await aPerson(database), both)
  const guest = await support(world, aGuest(), both)
  await support(world, person, both)
  await support(world, guest, other)
  expect((await totals(world)).get(both)).toBe(3)

  const { result, lines } = await claim(world, person, guest)
  expect(result).toEqual({ calls: 1, superseded: 1 })
  expect(lines).toHaveLength(1)
  const states = await database.query<{ state: string; person_id: string }>(sql`
    select r.state, p.person_id from responses r join participants p on p.call_id = r.call_id and p.participant_id = r.responder
    where r.call_id = ${world.callId} and r.target = ${both} and p.person_id in (${person.personId}, ${guest.personId})
    order by r.given_at`)
  expect(states).toEqual([
    { state: 'counted', person_id: guest.personId },
    { state: 'superseded', person_id: person.personId }
  ])
  expect((await totals(world)).get(both)).toBe(2)
  expect(await counted(world)).toEqual(await totals(world))
})

test('a budget is not doubled by having been a guest', async () => {
  const { world, person, targets } = await aPlace({ budget: 2 })
  await support(world, person, targets[0])
  const guest = await support(world, aGuest(), targets[1])
  await support(world, guest, targets[2])
  expect((await claim(world, person, guest)).result).toEqual({ calls: 1, superseded: 1 })
  expect([...(await counted(world)).values()].sort()).toEqual([0, 1, 1])
})

test('nobody supports their own idea by having been a guest', async () => {
  const { world, person } = await aPlace()
  const { contributionId } = await anIdea(world, person)
  const guest = await support(world, aGuest(), contributionId)
  expect((await claim(world, person, guest)).result).toEqual({ calls: 1, superseded: 1 })
})

test('a step that has closed stays as it was counted', async () => {
  const { world, person, targets } = await aPlace()
  await support(world, person, targets[0])
  const guest = await support(world, aGuest(), targets[0])
  await closeSteps(world)
  expect((await claim(world, person, guest)).result).toEqual({ calls: 1, superseded: 0 })
  expect((await counted(world)).get(targets[0])).toBe(2)
})

test('drafts go along; where both have one the account’s stays', async () => {
  const { world, person } = await aPlace()
  const keep = (who: Who, place: string, text: string) =>
    world.door.perform(keepDraft, who, { place, body: { text } })
  const { personId } = await keep(aGuest(), 'idea:new', 'of the guest')
  const guest = aGuest(personId)
  await keep(guest, 'idea:other', 'also of the guest')
  await keep(person, 'idea:new', 'of the account')
  await claim(world, person, guest)
  const find = async (place: string) => (await world.door.look(findDraft, person, { place })).draft?.body
  expect(await find('idea:new')).toEqual({ text: 'of the account' })
  expect(await find('idea:other')).toEqual({ text: 'also of the guest' })
})

test('two claims of one guest at the same moment: one holds', async () => {
  const { world, person, targets } = await aPlace()
  const guest = await support(world, aGuest(), targets[0])
  const both = await Promise.allSettled([
    claim(world, person, guest),
    claim(world, await aPerson(database), guest)
  ])
  expect(both.map(one => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(both.find(one => one.status === 'rejected')).toMatchObject({ reason: { code: 'already-used' } })
})

test('whom a guest blocked the account has blocked, and who blocked the guest has blocked the account', async () => {
  const { world, person } = await aPlace()
  const { door, callId } = world
  await anIdea(world, person, { name: 'Olena' })
  const { author: guest } = await anIdea(world, aGuest(), { name: 'Guest name' })
  const parts = await participants(world)
  const partOf = (who: Who) => parts.find(part => part.person_id === who.personId)!.participant_id
  const reader = await aPerson(database)
  await door.perform(blockPerson, reader, { callId, participantId: partOf(guest) })
  const { participant_id: stranger } = parts.find(part => part.name === null)!
  await door.perform(blockPerson, guest, { callId, participantId: stranger })
  await door.perform(blockPerson, person, { callId, participantId: partOf(guest) })
  await claim(world, person, guest)
  const blockedBy = async (who: Who) =>
    (await door.look(listBlocks, who, {})).items.map(item => item.participantId)
  expect(await blockedBy(person)).toEqual([stranger])
  expect(new Set(await blockedBy(reader))).toEqual(new Set([partOf(guest), partOf(person)]))
  await expect(
    door.perform(blockPerson, person, { callId, participantId: partOf(guest) })
  ).rejects.toMatchObject({
    code: 'invalid'
  })
})
