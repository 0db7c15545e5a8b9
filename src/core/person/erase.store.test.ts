import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import {
  aCall,
  aDoor,
  aGuest,
  anIdea,
  anOrganisation,
  aPerson,
  sequence
} from '../../../tests/support/world.ts'
import type { World } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { first, sql } from '../../db/sql.server.ts'
import { makeComment } from '../comment/acts.ts'
import { editContribution } from '../contribution/acts.ts'
import { newId } from '../door/id.ts'
import type { Who } from '../door/who.ts'
import { commitToLine, commitToPart } from '../ledger/commitment.ts'
import { toHex } from '../ledger/bytes.ts'
import { giveResponse } from '../response/acts.ts'
import { rolesOf } from '../role/store.server.ts'
import { makeToken } from '../token/acts.ts'
import { findToken } from '../token/store.server.ts'
import { ensurePerson, insertAccount } from './account-store.server.ts'
import { claimGuest, editPerson, erasePerson, keepDraft } from './acts.ts'
import { openAuth } from './auth.server.ts'
import { guestCookie } from './guest-cookie.ts'
import { guestKey } from './keys.server.ts'
import { findMe } from './views.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

const erase = (world: Pick<World, 'door'>, who: Who) =>
  world.door.perform(erasePerson, who, { confirm: 'erase' })

/** Whether a text stands anywhere in the database, in any column of any table. */
async function standsAnywhere(text: string): Promise<string[]> {
  const tables = await database.query<{ name: string }>(sql`
    select format('%I.%I', table_schema, table_name) as name from information_schema.tables
    where table_schema in ('public', 'auth') and table_type = 'BASE TABLE'`)
  const found: string[] = []
  for (const { name } of tables) {
    // The name comes from the catalogue, quoted there: no statement of the application is made like this.
    const { rows } = await database.pool.query(
      `select 1 from ${name} t where position($1 in t::text) > 0 limit 1`,
      [text]
    )
    if (rows.length > 0) found.push(name)
  }
  return found
}

let travellers = 0

/** Somebody with an account who left traces everywhere. */
async function aTraveller() {
  travellers += 1
  const word = `Qwertzuiop${travellers}x`
  const world = await aCall(database)
  const accountId = newId()
  const email = `${word}.${accountId}@example.org`.toLowerCase()
  await database.transaction(async tx => {
    await insertAccount(tx, { accountId, email, passwordHash: null })
    await ensurePerson(tx, accountId)
  })
  const who: Who = { kind: 'person', personId: accountId, address: `2001:db8:ffff::${accountId.slice(0, 4)}` }
  const { door, callId, stepId } = world
  await door.perform(editPerson, who, { name: `${word} Name` })
  const { contributionId } = await anIdea(world, who, {
    title: `${word} title`,
    text: `${word} text`,
    name: `${word} Name`
  })
  await door.perform(editContribution, who, {
    callId,
    contributionId,
    version: 1,
    body: { title: `${word} two`, text: `${word} more` }
  })
  const other = await anIdea(world, aGuest())
  await door.perform(makeComment, who, { callId, target: other.contributionId, body: `${word} says so` })
  await door.perform(giveResponse, who, { callId, stepId, target: other.contributionId })
  await door.perform(
    keepDraft,
    who,
    { place: 'idea:new', body: { text: word } },
    { idempotencyKey: `${newId()}` }
  )
  await database.query(sql`
    insert into mails (mail_id, recipient, language, template, facts, made_at)
    values (${newId()}, ${email}, 'en', 'sign-in', '{}', now())`)
  return { world, who, word, email, contributionId, target: other.contributionId }
}

test('nobody is erased by mistake', async () => {
  const { world, who } = await aTraveller()
  await expect(world.door.perform(erasePerson, who, {})).rejects.toMatchObject({ code: 'invalid' })
  await expect(erase(world, aGuest())).rejects.toMatchObject({ code: 'not-signed-in' })
  await expect(erase(world, { kind: 'operator', name: 'root', personId: null })).rejects.toMatchObject({
    code: 'not-signed-in'
  })
})

test('the last owner hands over first', async () => {
  const { owner, organisationId, slug } = await anOrganisation(database)
  const { door } = aDoor(database)
  await expect(erase({ door }, owner)).rejects.toMatchObject({
    code: 'last-owner',
    facts: { organisation: slug }
  })
  expect(await rolesOf(database, owner, organisationId)).toEqual(new Set(['owner']))
})

test('afterwards no word, name or address of the person stands anywhere in the database', async () => {
  const { world, who, word, email } = await aTraveller()
  expect((await standsAnywhere(word)).length).toBeGreaterThan(5)
  const { result } = await erase(world, who)
  expect(result).toEqual({ calls: 1, contributions: 1, comments: 1, responses: 1 })
  expect(await standsAnywhere(word)).toEqual([])
  expect(await standsAnywhere(email)).toEqual([])
})

test('what was counted stays counted, as nobody’s', async () => {
  const { world, who, contributionId, target } = await aTraveller()
  await erase(world, who)
  const row = await first(
    database,
    sql`
    select r.state, r.erased, p.name, p.person_id <> ${who.personId} as is_cut from responses r
    join participants p on p.call_id = r.call_id and p.participant_id = r.responder
    where r.call_id = ${world.callId} and r.target = ${target}`
  )
  expect(row).toEqual({ state: 'counted', erased: true, name: null, is_cut: true })
  const contribution = await first(
    database,
    sql`
    select state, title, body::text as body from contributions where contribution_id = ${contributionId}`
  )
  expect(contribution).toEqual({ state: 'erased', title: '', body: '{}' })
})

test('the log still verifies: every line opens as far as it may, and the erased ones are named', async () => {
  const { world, who } = await aTraveller()
  await sequence(database)
  await erase(world, who)
  await sequence(database)
  const lines = await database.query<{
    commitment: Buffer
    counted: { effect: string; erases?: string[] }
    counted_salt: Buffer
    personal: object | null
    personal_salt: Buffer | null
    personal_commitment: Buffer
  }>(sql`select * from ledger_lines where log_id = ${world.callId} order by sequence`)
  for (const line of lines) {
    const counted = commitToPart('counted', line.counted_salt, line.counted)
    const personal = line.personal_salt
      ? commitToPart('personal', line.personal_salt, line.personal)
      : line.personal_commitment
    expect(toHex(commitToLine(counted, personal))).toBe(toHex(line.commitment))
  }
  const erased = lines.filter(line => line.personal_salt === null).map(line => toHex(line.commitment))
  const named = lines.flatMap(line => (line.counted.effect === 'erase' ? line.counted.erases! : []))
  expect(erased.length).toBeGreaterThanOrEqual(4)
  expect(named.toSorted()).toEqual(erased.toSorted())
})

test('a session of somebody erased opens nothing any more', async () => {
  const { world, who } = await aTraveller()
  const accounts = await openAuth({
    database,
    origin: 'https://mozaika.example',
    send: async () => {},
    endingsFreshMs: 0
  })
  const from = { headers: new Headers(), address: '203.0.113.77' }
  const { setCookies } = await accounts.startSession(who.personId!, from)
  const headers = new Headers({ cookie: setCookies.map(cookie => cookie.split(';')[0]).join('; ') })
  expect((await accounts.whoOf(headers, from.address)).who.kind).toBe('person')
  await erase(world, who)
  expect((await accounts.whoOf(headers, from.address)).who).toMatchObject({ kind: 'guest', personId: null })
  await expect(world.door.look(findMe, who, {})).rejects.toMatchObject({ code: 'not-signed-in' })
  await expect(erase(world, who)).rejects.toMatchObject({ code: 'not-signed-in' })
})

test('tokens end and roles are given back, in the open', async () => {
  const { organisationId } = await anOrganisation(database)
  const { door } = aDoor(database)
  const organiser = await aPerson(database, { role: 'organiser', organisationId })
  const { result } = await door.perform(makeToken, organiser, { label: 'x', scopes: ['read'], days: 1 })
  const { lines } = await erase({ door }, organiser)
  expect(await findToken(database, result.secret)).toBeUndefined()
  expect(await rolesOf(database, organiser, organisationId)).toEqual(new Set())
  const events = await database.query(sql`
    select event from ledger_lines where line_id = any(${lines.map(line => line.id)}::uuid[])`)
  expect(events).toEqual([{ event: 'organisation.leave' }])
})

test('a guest is erased by the cookie, without ever having had an account', async () => {
  const world = await aCall(database)
  const { author } = await anIdea(world, aGuest(), { title: 'Zxcvbnm title', name: 'Zxcvbnm' })
  expect((await erase(world, author)).result).toMatchObject({ contributions: 1 })
  expect(await standsAnywhere('Zxcvbnm')).toEqual([])
})

test('what was done as a guest goes with the account that claimed it', async () => {
  const { world, who } = await aTraveller()
  const { author } = await anIdea(world, aGuest(), { title: 'Asdfghjkl title' })
  const proof = guestCookie(await guestKey(database), author.personId!, false)
    .split(';')[0]!
    .split('=')[1]!
  await world.door.perform(claimGuest, who, { proof })
  expect((await erase(world, who)).result).toMatchObject({ contributions: 2 })
  expect(await standsAnywhere('Asdfghjkl')).toEqual([])
  expect(
    await first(database, sql`select 1 from guest_claims where guest_id = ${author.personId}`)
  ).toBeUndefined()
})

test('what two people wrote stays the other one’s', async () => {
  const { world, who, contributionId } = await aTraveller()
  const { contributionId: second } = await anIdea(world, aGuest())
  await database.query(sql`
    insert into contribution_authors (call_id, contribution_id, participant_id, position)
    select call_id, ${contributionId}, participant_id, 2 from contribution_authors where contribution_id = ${second}`)
  expect((await erase(world, who)).result).toMatchObject({ contributions: 0 })
  const kept = await first<{ state: string; title: string }>(
    database,
    sql`select state, title from contributions where contribution_id = ${contributionId}`
  )
  expect(kept!.state).toBe('published')
  await database.query(sql`delete from contributions where contribution_id = ${contributionId}`)
})

test('files become loose and old, so that the job that removes such files takes them', async () => {
  const { world, who, contributionId } = await aTraveller()
  await database.query(sql`
    insert into files (call_id, file_id, contribution_id, participant_id, name, type, size, sha256, made_at)
    select call_id, ${newId()}, ${contributionId}, participant_id, 'Trip.jpg', 'image/webp', 10, '\\x00', now()
    from contribution_authors where contribution_id = ${contributionId}`)
  await erase(world, who)
  const files = await database.query(sql`
    select contribution_id, participant_id, name, made_at < now() - interval '1 year' as is_old from files where call_id = ${world.callId}`)
  expect(files).toEqual([{ contribution_id: null, participant_id: null, name: '', is_old: true }])
})
