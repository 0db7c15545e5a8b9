import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkText } from './check-text.server.ts'
import { startEmbedded, type Embedded } from './embedded/index.server.ts'

const folder = mkdtempSync(join(tmpdir(), 'check-text-test-'))
let embedded: Embedded

beforeAll(async () => {
  embedded = await startEmbedded({ dataFolder: folder, log: () => {} })
})

afterAll(async () => {
  await embedded.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('a database whose LC_CTYPE is C is refused: it has no trigrams of Cyrillic text', async () => {
  await ask(
    'mozaika',
    `create database latin template template0 locale_provider libc lc_collate 'C' lc_ctype 'C'`
  )
  const found = await check('latin')
  expect(found).toMatchObject({ ok: false, hint: expect.stringContaining('create database') })
  expect(found).toHaveProperty('problem', expect.stringContaining('Cyrillic'))
})

test('a database of another encoding is refused', async () => {
  await ask(
    'mozaika',
    `create database old template template0 encoding 'LATIN1' locale_provider libc lc_collate 'C' lc_ctype 'C'`
  )
  expect(await check('old')).toMatchObject({ ok: false, problem: 'The database is encoded in LATIN1.' })
})

test('a role that may not make the extension pg_trgm is told so', async () => {
  await ask('mozaika', `create role guest login`)
  await ask('mozaika', `create database bare template template0`)
  await ask('mozaika', `revoke create on database bare from guest`)
  expect(await check('bare', 'guest')).toMatchObject({
    ok: false,
    hint: expect.stringContaining('create extension')
  })
})

test('the embedded database passes, and the extension is there afterwards', async () => {
  expect(await check('mozaika')).toEqual({ ok: true })
  const { rows } = await ask(
    'mozaika',
    `select count(*)::int as n from pg_extension where extname = 'pg_trgm'`
  )
  expect(rows).toEqual([{ n: 1 }])
})

async function check(database: string, user = 'mozaika') {
  const client = new pg.Client({ ...embedded.connection, database, user })
  await client.connect()
  return checkText(client).finally(() => client.end())
}

async function ask(database: string, sql: string) {
  const client = new pg.Client({ ...embedded.connection, database })
  await client.connect()
  return client.query(sql).finally(() => client.end())
}
