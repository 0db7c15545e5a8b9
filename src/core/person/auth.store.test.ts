import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../db/database.server.ts'
import { first, sql } from '../../db/sql.server.ts'
import { aBrowser, tokenOf } from '../../../tests/support/browsers.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Letter } from '../door/act.ts'
import { newId } from '../door/id.ts'
import { endSession } from './account-store.server.ts'
import { openAuth } from './auth.server.ts'
import type { Accounts, SignedIn } from './auth.server.ts'

const origin = 'https://mozaika.example'
let database: Database
let accounts: Accounts
const letters: Letter[] = []
const reports: string[] = []

beforeAll(async () => {
  database = await freshDatabase()
  accounts = await openAuth({
    database,
    origin,
    send: async letter => void letters.push(letter),
    report: message => void reports.push(message),
    endingsFreshMs: 0
  })
})
afterAll(() => database.close())

async function linkFor(email: string, more: object = {}): Promise<string> {
  letters.length = 0
  await accounts.askLink({ email, language: 'uk', ...more }, aBrowser())
  expect(letters).toHaveLength(1)
  return tokenOf(letters[0]!)
}

const signInByLink = async (email: string): Promise<SignedIn> =>
  accounts.openLink(await linkFor(email), aBrowser())

const whoOf = (signedIn: SignedIn) => {
  const from = aBrowser(signedIn.setCookies)
  return accounts.whoOf(from.headers, from.address)
}

test('nobody is signed in without cookies', async () => {
  expect(await accounts.whoOf(new Headers(), '203.0.113.200')).toEqual({
    who: { kind: 'guest', personId: null, address: '203.0.113.200' },
    setCookies: [],
    sessionId: null,
    guestId: null
  })
})

test('a forged session cookie counts as none', async () => {
  const { setCookies } = await signInByLink('forged@example.org')
  const forged = setCookies.map(cookie => cookie.replace(/=(.{6})/, '=AAAAAA'))
  const from = aBrowser(forged)
  expect((await accounts.whoOf(from.headers, from.address)).who.kind).toBe('guest')
})

test('a link that was never made, or was used, or has run out, signs nobody in', async () => {
  await expect(accounts.openLink('x'.repeat(32), aBrowser())).rejects.toMatchObject({ code: 'expired' })
  const used = await linkFor('used@example.org')
  await accounts.openLink(used, aBrowser())
  await expect(accounts.openLink(used, aBrowser())).rejects.toMatchObject({ code: 'expired' })
  const late = await linkFor('late@example.org')
  await database.query(sql`update auth.verifications set expires_at = now() - interval '1 second'`)
  await expect(accounts.openLink(late, aBrowser())).rejects.toMatchObject({ code: 'expired' })
})

test('an address that is none is refused beside its field', async () => {
  await expect(accounts.askLink({ email: 'nobody', language: 'en' }, aBrowser())).rejects.toMatchObject({
    code: 'invalid',
    problems: [{ path: 'email', code: 'not-email' }]
  })
})

test('a letter never leads away from here', async () => {
  for (const next of ['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    await linkFor('next@example.org', { next })
    expect(String(letters[0]!.facts['link'])).not.toContain('evil')
    await database.query(sql`delete from mails`)
  }
  await linkFor('next@example.org', { next: '/uk/calls/yard' })
  expect(new URL(String(letters[0]!.facts['link'])).searchParams.get('next')).toBe('/uk/calls/yard')
})

test('an account begins with a link that reached its mailbox', async () => {
  const token = await linkFor('Olena@Example.org')
  expect(letters[0]).toMatchObject({ to: 'Olena@Example.org', language: 'uk', template: 'confirm-email' })
  expect(String(letters[0]!.facts['link'])).toMatch(/^https:\/\/mozaika\.example\/uk\/sign-in\/link\?token=/)
  const signedIn = await accounts.openLink(token, aBrowser())
  const { who, sessionId } = await whoOf(signedIn)
  expect(who).toMatchObject({ kind: 'person', personId: signedIn.personId })
  expect(sessionId).toBeTruthy()
  const person = await first(
    database,
    sql`select kind, email, account_id from people where person_id = ${signedIn.personId}`
  )
  expect(person).toEqual({ kind: 'account', email: 'olena@example.org', account_id: signedIn.personId })
})

test('a second link signs in to the same account and says so', async () => {
  const { personId } = await signInByLink('twice@example.org')
  const token = await linkFor('twice@example.org')
  expect(letters[0]!.template).toBe('sign-in')
  expect((await accounts.openLink(token, aBrowser())).personId).toBe(personId)
})

test('cookies are kept from scripts and from plain http, and tell no address of the network', async () => {
  const { setCookies } = await signInByLink('cookies@example.org')
  for (const cookie of setCookies) {
    expect(cookie).toMatch(/^__Secure-mozaika\./)
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/Secure/)
    expect(cookie).toMatch(/SameSite=Lax/i)
  }
  expect(await database.query(sql`select 1 from auth.sessions where ip_address <> ''`)).toEqual([])
})

test('what is kept of a link does not open it', async () => {
  const token = await linkFor('hashed@example.org')
  const kept = await database.query<{ row: string }>(sql`select v::text as row from auth.verifications v`)
  expect(kept.map(one => one.row).join()).not.toContain(token)
})

test('a session that was ended is over at once, although its cookies are still signed', async () => {
  const signedIn = await signInByLink('ended@example.org')
  const before = await whoOf(signedIn)
  expect(before.who.kind).toBe('person')
  await database.transaction(tx => endSession(tx, signedIn.personId, before.sessionId!))
  const after = await whoOf(signedIn)
  expect(after.who).toMatchObject({ kind: 'guest', personId: null })
  expect(after.setCookies.join()).toContain('Max-Age=0')
})

test('signing out ends the session, for a copy of its cookies too', async () => {
  const signedIn = await signInByLink('out@example.org')
  const gone = await accounts.signOut(aBrowser(signedIn.setCookies))
  expect(gone.join()).toContain('Max-Age=0')
  expect((await whoOf(signedIn)).who.kind).toBe('guest')
})

test('a wrong password and an unknown address are answered alike', async () => {
  const wrong = { code: 'invalid', problems: [{ path: 'password', code: 'wrong' }] }
  await signInByLink('known@example.org')
  for (const email of ['known@example.org', 'unknown@example.org']) {
    await expect(accounts.signIn({ email, password: 'not the password' }, aBrowser())).rejects.toMatchObject(
      wrong
    )
  }
})

test('nobody makes an account by password, so nobody takes an address before its owner', async () => {
  const request = new Request(`${origin}/api/auth/sign-up/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ email: 'victim@example.org', name: '', password: 'attackers choice' })
  })
  expect((await accounts.handler(request, '203.0.113.250')).status).toBe(404)
})

test('a password must be long enough and then opens the account', async () => {
  const signedIn = await signInByLink('password@example.org')
  const short = accounts.changePassword({ current: null, password: 'short' }, aBrowser(signedIn.setCookies))
  await expect(short).rejects.toMatchObject({ problems: [{ path: 'password', code: 'too-short' }] })
  await accounts.changePassword(
    { current: null, password: 'a right long one' },
    aBrowser(signedIn.setCookies)
  )
  const again = await accounts.signIn(
    { email: 'Password@example.org', password: 'a right long one' },
    aBrowser()
  )
  expect(again.personId).toBe(signedIn.personId)
})

test('a password is changed by who knows it; the other sessions end', async () => {
  const first = await signInByLink('change@example.org')
  await accounts.changePassword({ current: null, password: 'the first password' }, aBrowser(first.setCookies))
  const elsewhere = await signInByLink('change@example.org')
  const wrong = { current: 'not it, I fear', password: 'the second password' }
  await expect(accounts.changePassword(wrong, aBrowser(first.setCookies))).rejects.toMatchObject({
    problems: [{ path: 'current', code: 'wrong' }]
  })
  const right = { current: 'the first password', password: 'the second password' }
  const renewed = await accounts.changePassword(right, aBrowser(first.setCookies))
  expect((await whoOf(renewed)).who.kind).toBe('person')
  expect((await whoOf(elsewhere)).who.kind).toBe('guest')
})

test('a forgotten password is chosen anew by letter, once, and all sessions end', async () => {
  const signedIn = await signInByLink('forgot@example.org')
  letters.length = 0
  await accounts.askNewPassword({ email: 'forgot@example.org', language: 'pl' }, aBrowser())
  await expect.poll(() => letters.length).toBe(1)
  expect(letters[0]).toMatchObject({ template: 'new-password', language: 'pl', to: 'forgot@example.org' })
  const token = tokenOf(letters[0]!)
  await expect(accounts.resetPassword({ token, password: 'short' }, aBrowser())).rejects.toMatchObject({
    code: 'invalid'
  })
  await accounts.resetPassword({ token, password: 'chosen anew by me' }, aBrowser())
  const again = accounts.resetPassword({ token, password: 'and once again' }, aBrowser())
  await expect(again).rejects.toMatchObject({ code: 'expired' })
  expect((await whoOf(signedIn)).who.kind).toBe('guest')
  await accounts.signIn({ email: 'forgot@example.org', password: 'chosen anew by me' }, aBrowser())
})

test('asking for a new password without an account is answered alike and sends nothing', async () => {
  letters.length = 0
  await accounts.askNewPassword({ email: 'stranger@example.org', language: 'en' }, aBrowser())
  expect(letters).toEqual([])
})

test('whoever guesses passwords has to wait', async () => {
  const from = aBrowser()
  const guess = () => accounts.signIn({ email: 'limits@example.org', password: 'guess after guess' }, from)
  for (let n = 0; n < 10; n++) await expect(guess()).rejects.toMatchObject({ code: 'invalid' })
  await expect(guess()).rejects.toMatchObject({ code: 'too-many' })
})

test('one mailbox gets only so many letters an hour', async () => {
  await database.query(sql`
    insert into mails (mail_id, recipient, language, template, facts, made_at)
    select gen_random_uuid(), 'flooded@example.org', 'en', 'sign-in', '{}', now() from generate_series(1, 8)`)
  letters.length = 0
  await accounts.askLink({ email: 'flooded@example.org', language: 'en' }, aBrowser())
  expect(letters).toEqual([])
})

test('a guest is known again by the cookie; what the browser was stays known after signing in', async () => {
  const guestId = newId()
  const guest = aBrowser([accounts.guestCookie(guestId)])
  expect((await accounts.whoOf(guest.headers, guest.address)).who).toMatchObject({
    kind: 'guest',
    personId: guestId
  })
  const signedIn = await signInByLink('was-guest@example.org')
  const both = aBrowser([...signedIn.setCookies, accounts.guestCookie(guestId)])
  const recognised = await accounts.whoOf(both.headers, both.address)
  expect(recognised).toMatchObject({ who: { kind: 'person', personId: signedIn.personId }, guestId })
})

test('a bearer token that is none is refused rather than taken for a guest', async () => {
  for (const bearer of ['', 'mzk_', `mzk_${'A'.repeat(43)}`, 'anything']) {
    const headers = new Headers({ authorization: `Bearer ${bearer}` })
    await expect(accounts.whoOf(headers, '203.0.113.201')).rejects.toMatchObject({ code: 'not-signed-in' })
  }
})

test('an address moves to the account that proves it', async () => {
  const stale = newId()
  await database.query(sql`
    insert into people (person_id, kind, email, account_id, created_at)
    values (${stale}, 'account', 'moved@example.org', ${stale}, now())`)
  const { personId } = await signInByLink('moved@example.org')
  expect(personId).not.toBe(stale)
  expect(await first(database, sql`select email from people where person_id = ${personId}`)).toEqual({
    email: 'moved@example.org'
  })
})

test('a session is begun for a person an act has proven', async () => {
  const { personId } = await signInByLink('proven@example.org')
  const started = await accounts.startSession(personId, aBrowser())
  expect((await whoOf(started)).who).toMatchObject({ kind: 'person', personId })
})

test('only passkeys are open to scripts, and only to who is signed in or signs in', async () => {
  const get = (path: string, cookies: readonly string[] = []) => {
    const { headers, address } = aBrowser(cookies)
    return accounts.handler(new Request(`${origin}/api/auth${path}`, { headers }), address)
  }
  for (const path of ['/list-sessions', '/ok', '/error', '/get-session', '/reference']) {
    expect((await get(path)).status).toBe(404)
  }
  expect((await get('/passkey/generate-register-options')).status).toBe(401)
  const { setCookies } = await signInByLink('passkey@example.org')
  const options = (await (await get('/passkey/generate-register-options', setCookies)).json()) as {
    rp: { id: string }
    challenge: string
  }
  expect(options.rp.id).toBe('mozaika.example')
  expect((await get('/passkey/generate-authenticate-options')).status).toBe(200)
})

test('nothing went wrong unseen', () => {
  expect(reports).toEqual([])
})
