import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeComment } from '../../src/core/comment/acts.ts'
import { createContribution } from '../../src/core/contribution/acts.ts'
import { newId } from '../../src/core/door/id.ts'
import { scopes } from '../../src/core/door/who.ts'
import type { Who } from '../../src/core/door/who.ts'
import { flagTarget } from '../../src/core/moderation/acts.ts'
import { editOrganisation, leaveOrganisation } from '../../src/core/organisation/acts.ts'
import { ensurePerson, insertAccount } from '../../src/core/person/account-store.server.ts'
import { erasePerson, keepDraft } from '../../src/core/person/acts.ts'
import { openAuth } from '../../src/core/person/auth.server.ts'
import type { Accounts } from '../../src/core/person/auth.server.ts'
import { giveResponse } from '../../src/core/response/acts.ts'
import { makeToken } from '../../src/core/token/acts.ts'
import { findToken } from '../../src/core/token/store.server.ts'
import type { Database } from '../../src/db/database.server.ts'
import { sql } from '../../src/db/sql.server.ts'
import { freshDatabase } from '../support/database.ts'
import { aCall, aGuest, anIdea, anOrganisation, aPerson } from '../support/world.ts'
import { readAccess, titleOf } from './access-table.ts'
import { attempts } from './attempts/index.ts'
import { fingerprint } from './fingerprint.ts'
import { aScene, aStranger, definitionsFor, endOf } from './scene.ts'

let database: Database
let accounts: Accounts
/** Another installation, which knows the same people by the same ids. */
let elsewhere: Database
let accountsElsewhere: Accounts

const open = (at: Database) =>
  openAuth({ database: at, origin: 'https://mozaika.example', send: async () => {}, endingsFreshMs: 0 })

beforeAll(async () => {
  database = await freshDatabase()
  elsewhere = await freshDatabase()
  accounts = await open(database)
  accountsElsewhere = await open(elsewhere)
})
afterAll(async () => {
  await database.close()
  await elsewhere.close()
})

const address = '203.0.113.9'
const valueOf = (setCookies: readonly string[]) => setCookies.map(cookie => cookie.split(';')[0]).join('; ')
const whoOf = async (cookie: string, authorization?: string): Promise<Who> =>
  (await accounts.whoOf(new Headers({ cookie, ...(authorization ? { authorization } : {}) }), address)).who

async function anAccount(at: Database, personId = newId()): Promise<string> {
  await at.transaction(async tx => {
    await insertAccount(tx, { accountId: personId, email: `${personId}@example.org`, passwordHash: null })
    await ensurePerson(tx, personId)
  })
  return personId
}

describe('a cookie', () => {
  test('of another installation opens nothing here', async () => {
    const personId = await anAccount(database)
    await anAccount(elsewhere, personId)
    const from = { headers: new Headers(), address }
    const session = valueOf((await accountsElsewhere.startSession(personId, from)).setCookies)
    const guest = valueOf([accountsElsewhere.guestCookie(personId)])
    expect(await whoOf(session)).toEqual({ kind: 'guest', personId: null, address })
    expect(await whoOf(guest)).toEqual({ kind: 'guest', personId: null, address })
    expect(await whoOf(valueOf((await accounts.startSession(personId, from)).setCookies))).toMatchObject({
      personId
    })
  })

  test('of a guest makes nobody signed in, even where the id is an account’s', async () => {
    const personId = await anAccount(database)
    expect(await whoOf(valueOf([accounts.guestCookie(personId)]))).toMatchObject({ kind: 'guest' })
  })

  test('whose parts come from two sessions is of neither beyond its own', async () => {
    const [one, two] = [await anAccount(database), await anAccount(database)]
    const from = { headers: new Headers(), address }
    const [first, second] = [await accounts.startSession(one, from), await accounts.startSession(two, from)]
    const parts = (cookies: readonly string[]) => cookies.map(cookie => cookie.split(';')[0]!)
    const [token] = parts(first.setCookies)
    const [, data] = parts(second.setCookies)
    expect((await whoOf([token, data].join('; '))).personId).not.toBe(two)
    // One byte of a signature is enough.
    const changed = token!.replace(/.$/, last => (last === 'A' ? 'B' : 'A'))
    expect(await whoOf(changed)).toMatchObject({ kind: 'guest', personId: null })
  })

  test('does not help a token that is none', async () => {
    const personId = await anAccount(database)
    const cookie = valueOf(
      (await accounts.startSession(personId, { headers: new Headers(), address })).setCookies
    )
    for (const token of ['Bearer x', 'Bearer mzk_', `bearer mzk_${'A'.repeat(43)}`])
      await expect(whoOf(cookie, token)).rejects.toMatchObject({ code: 'not-signed-in' })
  })
})

describe('a token', () => {
  test('of another installation, changed, or ended opens nothing', async () => {
    const here = await aCall(database)
    const there = await aCall(elsewhere)
    const make = async ({ door, owner }: typeof here) =>
      (await door.perform(makeToken, owner, { label: 'x', scopes: ['read'], days: 1 })).result
    const foreign = await make(there)
    const { secret, tokenId } = await make(here)
    const wrong = [
      foreign.secret,
      `${secret} `,
      secret.toLowerCase(),
      secret.slice(0, -1),
      `${secret}A`,
      tokenId
    ]
    for (const one of wrong) expect(await findToken(database, one)).toBeUndefined()
    expect(await findToken(database, secret)).toMatchObject({ tokenId })
    await database.query(sql`update api_tokens set expires_at = now() where token_id = ${tokenId}`)
    expect(await findToken(database, secret)).toBeUndefined()
  })

  test('of somebody who gave a role back has that role no longer', async () => {
    const { organisationId, door } = await aCall(database)
    const owner = await aPerson(database, { role: 'owner', organisationId })
    const { result } = await door.perform(makeToken, owner, { label: 'x', scopes: ['organise'], days: 1 })
    const who: Who = { kind: 'token', ...(await findToken(database, result.secret))!, address }
    const edit = () => door.perform(editOrganisation, who, { organisationId, changes: { about: 'x' } })
    await edit()
    await door.perform(leaveOrganisation, owner, { organisationId })
    await expect(edit()).rejects.toMatchObject({ code: 'not-allowed' })
  })
})

describe('a token of another organisation with every scope', () => {
  const rows = readAccess().filter(row => row.cells['signed-in'] === 'no')
  test.each(rows.map(row => [titleOf(row), row] as const))('opens nothing here: %s', async (title, row) => {
    const definition = definitionsFor(database).get(row.name)!
    const { scene } = await aScene(database, attempts[title]!)
    const { organisationId } = await anOrganisation(database)
    const who: Who = {
      kind: 'token',
      tokenId: newId(),
      personId: null,
      organisationId,
      scopes,
      address: aGuest().address
    }
    const input = await attempts[title]!.input(scene, await aStranger(scene))
    const before = await fingerprint(database)
    expect(await endOf(scene, definition, who, input)).toMatch(/^(not-allowed|not-found|not-signed-in)$/)
    expect(await fingerprint(database)).toEqual(before)
  })
})

test('the cookie of a guest who was erased leaves nothing behind that could not be erased again', async () => {
  const world = await aCall(database)
  const { callId, stepId, door } = world
  const { author } = await anIdea(world, aGuest())
  const { contributionId: target } = await anIdea(world, aGuest())
  await door.perform(erasePerson, author, { confirm: 'erase' })
  const before = await fingerprint(database)
  const tries = [
    door.perform(createContribution, author, { callId, stepId, body: { title: 'Again', text: '' } }),
    door.perform(makeComment, author, { callId, target, body: 'Again' }),
    door.perform(giveResponse, author, { callId, stepId, target }),
    door.perform(flagTarget, author, { callId, kind: 'contribution', target, ground: 'spam' }),
    door.perform(keepDraft, author, { place: 'idea:new', body: { title: 'Again' } })
  ]
  for (const one of await Promise.allSettled(tries))
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'not-signed-in' } })
  expect(await fingerprint(database)).toEqual(before)
})

test('a key repeats an answer to whoever got it and to nobody else', async () => {
  const world = await aCall(database)
  const { callId, stepId, door } = world
  const input = { callId, stepId, body: { title: 'Once', text: '' } }
  const how = { idempotencyKey: newId() }
  const [one, two] = [await aPerson(database), await aPerson(database)]
  const first = await door.perform(createContribution, one, input, how)
  expect((await door.perform(createContribution, two, input, how)).result).not.toEqual(first.result)
  const token: Who = {
    kind: 'token',
    tokenId: newId(),
    personId: null,
    organisationId: world.organisationId,
    scopes,
    address
  }
  await expect(door.perform(createContribution, token, input, how)).rejects.toMatchObject({
    code: 'not-allowed'
  })
})
