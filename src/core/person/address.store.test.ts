import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Database } from '../../db/database.server.ts'
import { first, sql } from '../../db/sql.server.ts'
import { aBrowser, tokenOf } from '../../../tests/support/browsers.ts'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Letter } from '../door/act.ts'
import { openAuth } from './auth.server.ts'
import type { Accounts, SignedIn } from './auth.server.ts'

let database: Database
let accounts: Accounts
const letters: Letter[] = []
const reports: string[] = []

beforeAll(async () => {
  database = await freshDatabase()
  accounts = await openAuth({
    database,
    origin: 'https://mozaika.example',
    send: async letter => void letters.push(letter),
    report: message => void reports.push(message),
    endingsFreshMs: 0
  })
})
afterAll(() => database.close())

async function signIn(email: string): Promise<SignedIn> {
  letters.length = 0
  await accounts.askLink({ email, language: 'uk' }, aBrowser())
  return accounts.openLink(tokenOf(await letterTo(email)), aBrowser())
}

const ask = (signedIn: SignedIn, email: string): Promise<void> =>
  accounts.askNewAddress({ email, language: 'uk' }, aBrowser(signedIn.setCookies))

/** The newest letter to an address; letters are written after the answer has gone. */
const letterTo = (email: string): Promise<Letter> =>
  vi.waitFor(() => {
    const letter = letters.findLast(one => one.to === email)
    if (!letter) throw new Error(`no letter to ${email}`)
    return letter
  })

const emailOf = async ({ personId }: SignedIn) =>
  (await first<{ email: string }>(database, sql`select email from people where person_id = ${personId}`))
    ?.email

test('nobody changes an address who is not signed in, by a forged link, or to what it is', async () => {
  await expect(
    accounts.askNewAddress({ email: 'x@example.org', language: 'en' }, aBrowser())
  ).rejects.toMatchObject({ code: 'not-signed-in' })
  await expect(accounts.confirmAddress('forged', aBrowser())).rejects.toMatchObject({ code: 'expired' })
  const person = await signIn('same@example.org')
  await expect(ask(person, 'Same@example.org')).rejects.toMatchObject({
    problems: [{ path: 'email', code: 'unchanged' }]
  })
  await expect(ask(person, 'no address')).rejects.toMatchObject({
    problems: [{ path: 'email', code: 'not-email' }]
  })
})

test('an address changes once its new mailbox says so, and the old one is told', async () => {
  const person = await signIn('old@example.org')
  await accounts.askNewPassword({ email: 'old@example.org', language: 'uk' }, aBrowser())
  const toOldMailbox = tokenOf(await letterTo('old@example.org'))
  await ask(person, 'New@example.org')
  const letter = await letterTo('new@example.org')
  expect(letter).toMatchObject({ template: 'new-address', language: 'uk' })
  expect(await emailOf(person)).toBe('old@example.org')
  letters.length = 0
  await accounts.confirmAddress(tokenOf(letter), aBrowser())
  expect(await emailOf(person)).toBe('new@example.org')
  expect((await letterTo('old@example.org')).template).toBe('address-changed')
  expect(JSON.stringify(letters)).not.toContain('new@example.org')
  expect((await signIn('new@example.org')).personId).toBe(person.personId)
  await expect(accounts.confirmAddress(tokenOf(letter), aBrowser())).rejects.toMatchObject({
    code: 'expired'
  })
  await expect(
    accounts.resetPassword({ token: toOldMailbox, password: 'four words of mine' }, aBrowser())
  ).rejects.toMatchObject({ code: 'expired' })
  expect((await signIn('old@example.org')).personId).not.toBe(person.personId)
})

test('an address that has an account already is not given away, and not told of', async () => {
  const holder = await signIn('holder@example.org')
  const person = await signIn('wisher@example.org')
  letters.length = 0
  await ask(person, 'holder@example.org')
  await ask(person, 'soon@example.org')
  const letter = await letterTo('soon@example.org')
  expect(letters.map(one => one.to)).toEqual(['soon@example.org'])
  await signIn('soon@example.org')
  await expect(accounts.confirmAddress(tokenOf(letter), aBrowser())).rejects.toMatchObject({
    code: 'expired'
  })
  expect(await emailOf(person)).toBe('wisher@example.org')
  expect(await emailOf(holder)).toBe('holder@example.org')
})

test('a link opened in the browser of somebody else changes nothing', async () => {
  const person = await signIn('mine@example.org')
  await ask(person, 'mine-too@example.org')
  const letter = await letterTo('mine-too@example.org')
  const other = await signIn('other@example.org')
  await expect(accounts.confirmAddress(tokenOf(letter), aBrowser(other.setCookies))).rejects.toMatchObject({
    code: 'expired'
  })
  expect(await emailOf(person)).toBe('mine@example.org')
})

test('nothing went wrong unseen', () => {
  expect(reports).toEqual([])
})
