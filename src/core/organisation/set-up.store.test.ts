import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aDoor, aGuest } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { openAuth } from '../person/auth.server.ts'
import { listRoles } from '../role/store.server.ts'
import { setUp } from './acts.ts'
import { isSetUp, setUpCode } from './set-up.server.ts'
import { findOrganisationView } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())
beforeEach(async () => {
  await database.query(sql`delete from instance_facts where name = 'set-up'`)
  await database.query(sql`delete from roles`)
  await database.query(sql`delete from organisations`)
})

const form = (code: string | null, more: object = {}) => ({
  code,
  email: 'Owner@Example.org',
  name: 'Олена Коваль',
  language: 'uk' as const,
  password: 'a long enough one',
  organisation: {
    name: 'Громада Яблуневе',
    kind: 'public' as const,
    languages: ['uk' as const, 'en' as const],
    timeZone: 'Europe/Kyiv'
  },
  ...more
})

const perform = (input: object) => aDoor(database).door.perform(setUp, aGuest(), input)

test('without the code nothing is set up', async () => {
  await setUpCode(database)
  await expect(perform(form('guess'))).rejects.toMatchObject({ code: 'wrong-code' })
  await expect(perform(form('guess', { password: 'short' }))).rejects.toMatchObject({
    problems: [{ path: 'password', code: 'too-short' }]
  })
  expect(await isSetUp(database)).toBe(false)
})

test('the code works once; afterwards none is printed any more', async () => {
  const code = await setUpCode(database)
  await perform(form(code))
  expect(await isSetUp(database)).toBe(true)
  expect(await setUpCode(database)).toBeNull()
  await expect(perform(form(code, { email: 'second@example.org' }))).rejects.toMatchObject({
    code: 'already-used'
  })
})

test('two people with one code at the same moment make one organisation', async () => {
  const code = await setUpCode(database)
  const both = await Promise.allSettled([
    perform(form(code, { email: 'one@example.org' })),
    perform(form(code, { email: 'two@example.org' }))
  ])
  expect(both.map(one => one.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await database.query(sql`select 1 from organisations`)).toHaveLength(1)
})

test('a code printed at an earlier start still works, until five have followed', async () => {
  const first = await setUpCode(database)
  const second = await setUpCode(database)
  for (let n = 0; n < 4; n++) await setUpCode(database)
  await expect(perform(form(first, { email: 'late@example.org' }))).rejects.toMatchObject({
    code: 'wrong-code'
  })
  await perform(form(second, { email: 'late@example.org' }))
})

test('what is kept of a code does not open anything', async () => {
  const code = await setUpCode(database)
  const [fact] = await database.query<{ value: string }>(sql`
    select value::text as value from instance_facts where name = 'set-up'`)
  expect(fact!.value).not.toContain(code)
})

test('the organisation stands with its owner, who signs in by password or straight away', async () => {
  const { result } = await perform(form(await setUpCode(database), { email: 'boss@example.org' }))
  expect(result.slug).toBe('hromada-iabluneve')
  expect(await listRoles(database, result.personId, result.organisationId)).toEqual(new Set(['owner']))
  const { door } = aDoor(database)
  const shown = await door.look(findOrganisationView, aGuest(), { slug: result.slug })
  expect(shown).toMatchObject({ name: 'Громада Яблуневе', kind: 'public', languages: ['uk', 'en'] })
  expect(shown).not.toHaveProperty('domainToken')

  const accounts = await openAuth({ database, origin: 'https://mozaika.example', send: async () => {} })
  const from = { headers: new Headers(), address: '203.0.113.9' }
  const entered = await accounts.signIn({ email: 'Boss@example.org', password: 'a long enough one' }, from)
  expect(entered.personId).toBe(result.personId)
  expect((await accounts.startSession(result.personId, from)).setCookies.length).toBeGreaterThan(0)
})

test('the log of the organisation begins with a line', async () => {
  const { result, lines } = await perform(form(await setUpCode(database), { email: 'line@example.org' }))
  expect(lines).toHaveLength(1)
  expect(lines[0]!.log).toBe(result.organisationId)
})

test('somebody who has an account already keeps its password', async () => {
  await perform(form(await setUpCode(database), { email: 'kept@example.org' }))
  await database.query(sql`delete from instance_facts where name = 'set-up'`)
  await perform(form(await setUpCode(database), { email: 'kept@example.org', password: 'quite another one' }))
  const accounts = await openAuth({ database, origin: 'https://mozaika.example', send: async () => {} })
  const from = { headers: new Headers(), address: '203.0.113.10' }
  await accounts.signIn({ email: 'kept@example.org', password: 'a long enough one' }, from)
})
