import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aDoor, aGuest, anOrganisation, aPerson } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import type { Who } from '../door/who.ts'
import { openAuth } from '../person/auth.server.ts'
import { makeToken, revokeToken } from './acts.ts'
import { findToken } from './store.server.ts'
import { listTokensView } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const wish = { label: 'Map of ideas', scopes: ['read', 'read', 'contribute'], days: 30 }

async function aHolder() {
  const { door } = aDoor(database)
  const person = await aPerson(database)
  const make = (who: Who, more: object = {}) => door.perform(makeToken, who, { ...wish, ...more })
  return { door, person, make }
}

test('guests make no tokens, and nobody makes one that holds for longer than a year', async () => {
  const { make, person } = await aHolder()
  await expect(make(aGuest())).rejects.toMatchObject({ code: 'not-signed-in' })
  await expect(make(person, { days: 366 })).rejects.toMatchObject({
    problems: [{ path: 'days', code: 'too-big' }]
  })
  await expect(make(person, { scopes: [] })).rejects.toMatchObject({
    problems: [{ path: 'scopes', code: 'too-few' }]
  })
})

test('a token of an organisation that could only take part is refused beside its scopes', async () => {
  const { make, person } = await aHolder()
  const { organisationId, owner } = await anOrganisation(database)
  await expect(make(owner, { organisationId, scopes: ['contribute'] })).rejects.toMatchObject({
    code: 'invalid',
    problems: [{ path: 'scopes', code: 'contribute-is-for-people' }]
  })
  await make(owner, { organisationId, scopes: ['read', 'contribute'] })
  await make(person, { scopes: ['contribute'] })
})

test('a token cannot make another', async () => {
  const { make, person } = await aHolder()
  const { result } = await make(person)
  const who: Who = { kind: 'token', ...(await findToken(database, result.secret))!, address: '203.0.113.4' }
  await expect(make(who)).rejects.toMatchObject({ code: 'not-allowed' })
})

test('a token speaks for its person; its secret is kept by hash only', async () => {
  const { make, person, door } = await aHolder()
  const { result } = await make(person)
  expect(result.secret).toMatch(/^mzk_/)
  expect(await findToken(database, result.secret)).toEqual({
    tokenId: result.tokenId,
    personId: person.personId,
    organisationId: null,
    scopes: ['read', 'contribute']
  })
  const kept = await database.query<{ row: string }>(sql`select t::text as row from api_tokens t`)
  expect(kept.map(one => one.row).join()).not.toContain(result.secret)
  const { items } = await door.look(listTokensView, person, {})
  expect(items).toMatchObject([{ label: 'Map of ideas', lastUsedOn: new Date().toISOString().slice(0, 10) }])
})

test('a token is recognised at the door', async () => {
  const { make, person } = await aHolder()
  const { result } = await make(person)
  const accounts = await openAuth({ database, origin: 'https://mozaika.example', send: async () => {} })
  const headers = new Headers({ authorization: `Bearer ${result.secret}` })
  expect((await accounts.whoOf(headers, '203.0.113.5')).who).toEqual({
    kind: 'token',
    tokenId: result.tokenId,
    personId: person.personId,
    organisationId: null,
    scopes: ['read', 'contribute'],
    address: '203.0.113.5'
  })
})

test('a token that ended or was revoked is unknown', async () => {
  const { make, person, door } = await aHolder()
  const [ended, revoked] = [(await make(person)).result, (await make(person)).result]
  await database.query(sql`update api_tokens set expires_at = now() where token_id = ${ended.tokenId}`)
  await door.perform(revokeToken, person, { tokenId: revoked.tokenId })
  expect(await findToken(database, ended.secret)).toBeUndefined()
  expect(await findToken(database, revoked.secret)).toBeUndefined()
  expect((await door.look(listTokensView, person, {})).items).toEqual([])
})

test('nobody ends the token of another, or learns whether it exists', async () => {
  const { make, person, door } = await aHolder()
  const { result } = await make(person)
  const stranger = await aPerson(database)
  const revoke = (tokenId: string) => door.perform(revokeToken, stranger, { tokenId })
  await expect(revoke(result.tokenId)).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(revoke(stranger.personId)).rejects.toMatchObject({ code: 'not-allowed' })
})

test('a token of an organisation is made, listed and ended by its owners', async () => {
  const { make, door } = await aHolder()
  const { organisationId, owner } = await anOrganisation(database)
  const organiser = await aPerson(database, { role: 'organiser', organisationId })
  await expect(make(organiser, { organisationId })).rejects.toMatchObject({ code: 'not-allowed' })
  const { result, lines } = await make(owner, { organisationId, scopes: ['organise'] })
  expect(lines).toHaveLength(1)
  expect(await findToken(database, result.secret)).toMatchObject({
    personId: null,
    organisationId,
    scopes: ['organise']
  })
  await expect(door.look(listTokensView, organiser, { organisationId })).rejects.toMatchObject({
    code: 'not-allowed'
  })
  expect((await door.look(listTokensView, owner, { organisationId })).items).toHaveLength(1)
  expect((await door.look(listTokensView, owner, {})).items).toEqual([])
  const other = await anOrganisation(database)
  await expect(door.perform(revokeToken, other.owner, { tokenId: result.tokenId })).rejects.toMatchObject({
    code: 'not-allowed'
  })
  await door.perform(revokeToken, owner, { tokenId: result.tokenId })
})

test('fifty tokens are enough', async () => {
  const { make, person } = await aHolder()
  await database.query(sql`
    insert into api_tokens (token_id, token_hash, label, person_id, scopes, made_at, expires_at)
    select gen_random_uuid(), sha256((${person.personId} || n)::bytea), 'x', ${person.personId}::uuid, '{read}', now(), now() + interval '1 day'
    from generate_series(1, 50) n`)
  await expect(make(person)).rejects.toMatchObject({ code: 'too-many' })
})
