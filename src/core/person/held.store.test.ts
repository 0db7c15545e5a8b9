import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest, anIdea, aPerson } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { createContribution } from '../contribution/acts.ts'
import { newId } from '../door/id.ts'
import type { Who } from '../door/who.ts'
import { ensurePerson, insertAccount } from './account-store.server.ts'
import { clearAccount, editPerson } from './acts.ts'
import { mostSignUps } from './sign-up-rules.ts'
import { listHeld } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

async function signUp(email: string, address: string | null): Promise<Who> {
  const personId = newId()
  await database.transaction(tx => insertAccount(tx, { accountId: personId, email, passwordHash: null }))
  await ensurePerson(database, personId, address)
  return { kind: 'person', personId, address: aGuest().address }
}

const heldFor = async (who: Who) => {
  const [row] = await database.query<{ held_for: string | null }>(sql`
    select held_for from people where person_id = ${who.personId}`)
  return row!.held_for
}

test('an account of a throw-away mail box is held; one that an operator made is not looked at', async () => {
  expect(await heldFor(await signUp(`${newId()}@yopmail.com`, '203.0.113.1'))).toBe('disposable-address')
  expect(await heldFor(await signUp(`${newId()}@example.org`, '203.0.113.1'))).toBeNull()
  expect(await heldFor(await signUp(`${newId()}@yopmail.com`, null))).toBeNull()
})

test('a burst of sign-ups from one address is held from the first too many on, and the address kept nowhere', async () => {
  const address = '203.0.113.99'
  for (let n = 0; n < mostSignUps; n++)
    expect(await heldFor(await signUp(`${newId()}@example.org`, address))).toBeNull()
  expect(await heldFor(await signUp(`${newId()}@example.org`, address))).toBe('burst')
  expect(await heldFor(await signUp(`${newId()}@example.org`, '203.0.113.98'))).toBeNull()
  const found = await database.query(
    sql`select 1 from sign_ups s where position('203.0.113.99' in s::text) > 0`
  )
  expect(found).toEqual([])
})

test('what somebody held hands in waits, until an organiser clears the account', async () => {
  const world = await aCall(database)
  const { organisationId, callId, stepId, door, owner } = world
  const who = await signUp(`${newId()}@mailinator.com`, '203.0.113.2')
  await door.perform(editPerson, who, { name: 'Petro' })
  const handIn = async (title: string) =>
    (await door.perform(createContribution, who, { callId, stepId, body: { title, text: '' } })).result
  expect(await handIn('One')).toMatchObject({ state: 'held', heldBy: ['newcomer'] })
  const { items } = await door.look(listHeld, owner, { organisationId })
  expect(items).toMatchObject([{ callId, name: 'Petro', heldFor: 'disposable-address', waiting: 1 }])
  expect(JSON.stringify(items)).not.toMatch(new RegExp(`mailinator|${who.personId}`))
  const { participantId } = items[0]!
  const clear = () => door.perform(clearAccount, owner, { organisationId, callId, participantId })
  await clear()
  await expect(clear()).rejects.toMatchObject({ code: 'changed-meanwhile' })
  expect((await handIn('Two')).state).toBe('published')
  expect((await door.look(listHeld, owner, { organisationId })).items).toEqual([])
})

test('an organisation sees held accounts of its own calls alone, page by page', async () => {
  const world = await aCall(database)
  const elsewhere = await aCall(database)
  const { organisationId } = world
  for (let n = 0; n < 3; n++) await anIdea(world, await signUp(`${newId()}@yopmail.com`, '203.0.113.3'))
  await anIdea(elsewhere, await signUp(`${newId()}@yopmail.com`, '203.0.113.4'))
  const first = await world.door.look(listHeld, world.owner, { organisationId, limit: 2 })
  const second = await world.door.look(listHeld, world.owner, {
    organisationId,
    limit: 2,
    after: first.next!
  })
  expect([first.items.length, second.items.length, second.next]).toEqual([2, 1, null])
  const { participantId, callId } = first.items[0]!
  await expect(
    elsewhere.door.perform(clearAccount, elsewhere.owner, {
      organisationId: elsewhere.organisationId,
      callId,
      participantId
    })
  ).rejects.toMatchObject({ code: 'not-found' })
})

test('a name that leads somewhere is held, also of somebody who was cleared', async () => {
  const { door } = await aCall(database)
  const who = await aPerson(database)
  await door.perform(editPerson, who, { name: 'Best prices www.shop.example' })
  expect(await heldFor(who)).toBe('name')
  await database.query(sql`update people set cleared_at = now() where person_id = ${who.personId}`)
  await door.perform(editPerson, who, { name: 'shop.com' })
  const [row] = await database.query<{ cleared: boolean }>(sql`
    select cleared_at is not null as cleared from people where person_id = ${who.personId}`)
  expect(row!.cleared).toBe(false)
})
