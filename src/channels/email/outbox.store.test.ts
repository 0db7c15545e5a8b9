import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import type { Letter } from '../../core/door/act.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { forgetKeptMail, listKeptMail } from './kept-mail.server.ts'
import { forgetLetters, keepLetters, mostTries, sendDue } from './outbox.server.ts'
import { openPost } from './post.server.ts'
import { smallMailServer } from './small-mail-server.ts'

const origin = 'https://mozaika.example'
const link = `${origin}/uk/sign-in/link?token=secret`
const aLetter = (more: Partial<Letter> = {}): Letter => ({
  to: 'olena@example.org',
  language: 'uk',
  template: 'sign-in',
  facts: { link, minutes: 30 },
  ...more
})

let database: Database
let dataFolder: string
let mailServer: Awaited<ReturnType<typeof smallMailServer>>

beforeAll(async () => {
  database = await freshDatabase()
  mailServer = await smallMailServer()
})
afterAll(async () => {
  await database.close()
  await mailServer.close()
})
beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'mozaika-mail-'))
  mailServer.received.length = 0
  mailServer.refuse(false)
  mailServer.die(false)
  await database.query(sql`delete from mails`)
  return () => rm(dataFolder, { recursive: true })
})

const mails = () =>
  database.query<{
    tries: number
    sent: boolean
    waits: boolean
    facts: object
    last_error: string | null
  }>(sql`
    select tries, sent_at is not null as sent, next_try_at is not null as waits, facts, last_error from mails order by mail_id`)

const bySmtp = () => openPost({ origin, smtpUrl: mailServer.url, dataFolder })
const byFolder = () => openPost({ origin, dataFolder })

test('a letter of a transaction that was rolled back is never sent', async () => {
  const failing = database.transaction(async tx => {
    await keepLetters(tx, [aLetter()])
    throw new Error('changed my mind')
  })
  await expect(failing).rejects.toThrow('changed my mind')
  expect(await sendDue(database, byFolder())).toEqual({ sent: 0, failed: 0 })
})

test('a letter goes out once, and forgets its secret when it has gone', async () => {
  await keepLetters(database, [aLetter()])
  const post = bySmtp()
  expect(await sendDue(database, post)).toEqual({ sent: 1, failed: 0 })
  expect(await sendDue(database, post)).toEqual({ sent: 0, failed: 0 })
  post.close()
  expect(mailServer.received).toHaveLength(1)
  expect(mailServer.received[0]!.to).toEqual(['olena@example.org'])
  expect(mailServer.received[0]!.source).toMatch(/Auto-Submitted: auto-generated/i)
  expect(mailServer.received[0]!.source).toMatch(/From: Mozaika <no-reply@mozaika\.example>/)
  expect(await mails()).toEqual([{ tries: 1, sent: true, waits: false, facts: {}, last_error: null }])
})

test('an address that names two people reaches neither by trickery', async () => {
  await keepLetters(database, [aLetter({ to: 'a@example.org, b@example.org' })])
  const post = bySmtp()
  await sendDue(database, post)
  post.close()
  expect(mailServer.received.flatMap(letter => letter.to)).not.toContain('b@example.org')
})

test('two processes send each letter once', async () => {
  await keepLetters(
    database,
    Array.from({ length: 30 }, (_, n) => aLetter({ to: `p${n}@example.org` }))
  )
  const posts = [bySmtp(), bySmtp()]
  const reports = await Promise.all(posts.map(post => sendDue(database, post)))
  for (const post of posts) post.close()
  expect(reports[0]!.sent + reports[1]!.sent).toBe(30)
  expect(new Set(mailServer.received.map(letter => letter.to[0])).size).toBe(30)
  expect(mailServer.received).toHaveLength(30)
})

test('a letter that was refused is tried again later, and given up after five tries', async () => {
  mailServer.refuse(true)
  await keepLetters(database, [aLetter()])
  const post = bySmtp()
  expect(await sendDue(database, post)).toEqual({ sent: 0, failed: 1 })
  expect(await sendDue(database, post)).toEqual({ sent: 0, failed: 0 })
  for (let n = 1; n < mostTries; n++) {
    await database.query(sql`update mails set next_try_at = now()`)
    await sendDue(database, post)
  }
  post.close()
  const [mail] = await mails()
  expect(mail).toMatchObject({ tries: 5, sent: false, waits: false })
  expect(mail!.last_error).toContain('try again later')
  expect(mail!.last_error).not.toContain('secret')
})

const newsLetter = aLetter({
  language: 'en',
  template: 'news',
  facts: { count: 1, items: [newsItem()], all: `${origin}/me/news`, stop: `${origin}/letters?person=1` },
  unsubscribe: `${origin}/api/letters?person=1`
})

function newsItem() {
  return {
    event: 'answer.published',
    because: 'author',
    facts: {},
    title: 'More benches',
    concerns: 1,
    question: 'What shall become of the yard?',
    organisation: 'Town',
    link: `${origin}/calls/yard/1#answer`
  }
}

test('a letter with news says what happened in its subject and how to stop such letters with one click', async () => {
  await keepLetters(database, [newsLetter])
  const post = bySmtp()
  await sendDue(database, post)
  post.close()
  const { source } = mailServer.received[0]!
  expect(source).toMatch(/^List-Unsubscribe: <https:\/\/mozaika\.example\/api\/letters\?person=1>/im)
  expect(source).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/im)
  expect(source).toContain('What shall become of the yard')
})

test('news that a server took before it died is not told twice; what is owed goes again under the same id', async () => {
  mailServer.die(true)
  await keepLetters(database, [newsLetter, aLetter()])
  const post = bySmtp()
  expect(await sendDue(database, post)).toEqual({ sent: 0, failed: 2 })
  mailServer.die(false)
  await database.query(sql`update mails set next_try_at = now() where next_try_at is not null`)
  expect(await sendDue(database, post)).toEqual({ sent: 1, failed: 0 })
  post.close()
  const subjects = mailServer.received.map(({ source }) => /^Message-ID: (.*)$/im.exec(source)![1])
  expect(subjects).toHaveLength(3)
  expect(new Set(subjects).size).toBe(2)
})

test('news that was with the server when we ended is not sent again', async () => {
  await keepLetters(database, [newsLetter])
  await database.query(sql`update mails set handed_over_at = now(), tries = 1`)
  const post = bySmtp()
  expect(await sendDue(database, post)).toEqual({ sent: 0, failed: 1 })
  post.close()
  expect(mailServer.received).toEqual([])
  expect(await mails()).toMatchObject([
    { sent: false, waits: false, last_error: 'nobody knows whether it went out' }
  ])
})

test('an address that is none is asked once, and counted', async () => {
  mailServer.refuse('for-good')
  await keepLetters(database, [aLetter({ to: 'Nobody@example.org' })])
  const post = bySmtp()
  expect(await sendDue(database, post)).toEqual({ sent: 0, failed: 1 })
  expect(await mails()).toMatchObject([{ tries: 1, waits: false }])
  const bounced = sql`select bounces from bounced_addresses where email = 'nobody@example.org'`
  expect(await database.query(bounced)).toEqual([{ bounces: 1 }])
  mailServer.refuse(false)
  await keepLetters(database, [aLetter({ to: 'nobody@example.org' })])
  await sendDue(database, post)
  post.close()
  expect(await database.query(bounced)).toEqual([])
})

test('a letter that cannot be written is given up at once and holds nobody up', async () => {
  await keepLetters(database, [aLetter({ template: 'love-letter' }), aLetter()])
  expect(await sendDue(database, byFolder())).toEqual({ sent: 1, failed: 1 })
  expect(await mails()).toContainEqual(
    expect.objectContaining({ sent: false, waits: false, last_error: 'there is no letter "love-letter"' })
  )
})

test('without a mail server letters lie in the data folder, for its owner alone', async () => {
  await keepLetters(database, [aLetter(), aLetter({ language: 'en' })])
  await sendDue(database, byFolder())
  const kept = await listKeptMail(dataFolder)
  expect(kept).toHaveLength(2)
  expect(kept.map(mail => mail.subject).sort()).toEqual(['Your link to sign in', 'Ваше посилання для входу'])
  expect(kept[0]).toMatchObject({ to: 'olena@example.org' })
  expect(kept[0]!.text).toContain(link)
  expect(Date.now() - kept[0]!.at.getTime()).toBeLessThan(60_000)
  const folder = join(dataFolder, 'mail')
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  for (const file of await readdir(folder)) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600)
  const source = await readFile(
    join(
      folder,
      (await readdir(folder)).find(file => file.endsWith('.eml'))!
    ),
    'utf8'
  )
  expect(source).toMatch(/Content-Type: multipart\/alternative/)
})

test('nothing kept is no error', async () => {
  expect(await listKeptMail(join(dataFolder, 'nowhere'))).toEqual([])
})

test('old letters are forgotten, those that still wait are not', async () => {
  await keepLetters(database, [aLetter()])
  await sendDue(database, byFolder())
  await keepLetters(database, [aLetter()])
  await database.query(sql`update mails set made_at = now() - interval '31 days'`)
  await database.transaction(forgetLetters)
  expect(await mails()).toMatchObject([{ sent: false, waits: true }])
  await forgetKeptMail(dataFolder, 30, new Date(Date.now() + 29 * 86_400_000))
  expect(await listKeptMail(dataFolder)).toHaveLength(1)
  await forgetKeptMail(dataFolder, 30, new Date(Date.now() + 31 * 86_400_000))
  expect(await readdir(join(dataFolder, 'mail'))).toEqual([])
})
