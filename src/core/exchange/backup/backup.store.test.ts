import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { freshDatabase } from '../../../../tests/support/database.ts'
import { aCall, aDoor, aGuest, aPerson, anIdea } from '../../../../tests/support/world.ts'
import type { World } from '../../../../tests/support/world.ts'
import { openDatabase } from '../../../db/database.server.ts'
import type { Database } from '../../../db/database.server.ts'
import { coreMigrations } from '../../../db/migrate.server.ts'
import { only, sql } from '../../../db/sql.server.ts'
import { makeComment } from '../../comment/acts.ts'
import { newId } from '../../door/id.ts'
import { folderStorage } from '../../file/folder-storage.server.ts'
import { keyOf } from '../../file/store.server.ts'
import { readStored } from '../../file/storage.server.ts'
import type { FileStorage } from '../../file/storage.server.ts'
import { ledgerSigner } from '../../ledger/key.server.ts'
import { Sequencer } from '../../ledger/sequencer.server.ts'
import { erasePerson } from '../../person/erase-act.ts'
import { giveResponse } from '../../response/acts.ts'
import { openZip, ZipError } from '../zip/read-zip.server.ts'
import { writeZip } from '../zip/write-zip.server.ts'
import { checkLedger } from './check-ledger.server.ts'
import { copyIn, copyOut } from './copy.server.ts'
import { restoreBackup } from './restore.server.ts'
import { listTables } from './tables.server.ts'
import { backupEntries } from './write-backup.server.ts'

let source: Database
let world: World
let folder: string
let storage: FileStorage
let backup: string
let fileKey: string
const picture = Buffer.from('not really a picture, but bytes')
const opened: Database[] = []

const origin = 'https://mozaika.example'
const sequencerOf = async (database: Database) =>
  new Sequencer(database, await ledgerSigner(database, origin))

const clientOf = async (database: Database): Promise<pg.Client> => {
  const { rows } = await database.pool.query<{ name: string }>('select current_database() as name')
  const client = new pg.Client({ ...inject('postgres'), database: rows[0]!.name })
  await client.connect()
  return client
}

/** A database that nothing was ever done in. */
async function anEmptyDatabase(): Promise<Database> {
  const name = `empty_${process.pid}_${newId().replaceAll('-', '')}`
  const admin = openDatabase({ ...inject('postgres'), database: 'mozaika', max: 1 })
  await admin.pool.query(`create database ${name} template template0`)
  await admin.close()
  const database = openDatabase({ ...inject('postgres'), database: name, max: 4 })
  opened.push(database)
  return database
}

async function makeBackup(database: Database, path: string): Promise<void> {
  const client = await clientOf(database)
  try {
    const zip = writeZip(backupEntries(client, storage, () => {}))
    await pipeline(Readable.from(zip), createWriteStream(path))
  } finally {
    await client.end()
  }
}

async function restore(path: string, database: Database, files = folderStorage(join(folder, newId()))) {
  const client = await clientOf(database)
  try {
    return await restoreBackup(path, { database, client, storage: files, folders: [coreMigrations] })
  } finally {
    await client.end()
  }
}

/** A digest of all rows of all tables. */
async function digests(database: Database): Promise<Record<string, string>> {
  const client = await clientOf(database)
  try {
    const found: Record<string, string> = {}
    for (const { name, quotedName, columns } of await listTables(client)) {
      const rows = await buffer(
        copyOut(
          client,
          `copy (select ${columns.map(one => `"${one}"`).join(', ')} from ${quotedName}) to stdout`
        )
      )
      const lines = String(rows).split('\n').sort()
      found[name] = `${lines.length - 1} ${createHash('sha256').update(lines.join('\n')).digest('hex')}`
    }
    return found
  } finally {
    await client.end()
  }
}

/** The same backup with some of its files changed, as a good zip. */
async function altered(change: (name: string, bytes: Buffer) => Buffer | undefined): Promise<string> {
  const zip = await openZip(backup, { entries: 1e6, entryBytes: 1e9, totalBytes: 1e9 })
  const entries = []
  for (const name of zip.sizes.keys()) {
    const content = change(name, await zip.bytes(name))
    if (content) entries.push({ name, content })
  }
  await zip.close()
  const path = join(folder, `${newId()}.zip`)
  await writeFile(path, await buffer(writeZip(entries)))
  return path
}

beforeAll(async () => {
  source = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'mozaika-backup-'))
  storage = folderStorage(join(folder, 'files'))
  world = await aCall(source)
  const { callId, stepId, door } = world
  const { contributionId } = await anIdea(world, aGuest(), {
    title: 'Tabs\tare gone, \\backslashes\\ stay',
    text: 'Кирилиця, "quotes"\nand lines'
  })
  for (let n = 0; n < 20; n++)
    await door.perform(giveResponse, aGuest(), { callId, stepId, target: contributionId })
  await door.perform(makeComment, aGuest(), { callId, target: contributionId, body: 'A remark' })
  const person = await aPerson(source)
  await anIdea(world, person, { title: 'To be erased' })
  await door.perform(erasePerson, person, { confirm: 'erase' })
  await source.query(sql`
    insert into auth.accounts (id, name, email, email_verified, created_at, updated_at)
    values ('a', '', 'a@example.org', true, now(), now())`)
  const fileId = newId()
  await source.query(sql`
    insert into files (call_id, file_id, contribution_id, name, type, size, sha256, made_at)
    values (${callId}, ${fileId}, ${contributionId}, 'a.txt', 'text/plain; charset=utf-8', ${picture.length}, ${createHash('sha256').update(picture).digest()}, now())`)
  fileKey = keyOf(callId, fileId, 'text/plain; charset=utf-8')
  await storage.put(fileKey, picture, 'text/plain; charset=utf-8')
  await (await sequencerOf(source)).run()
  backup = join(folder, 'backup.zip')
  await makeBackup(source, backup)
})
afterAll(async () => {
  await source.close()
  for (const database of opened) await database.close()
  await rm(folder, { recursive: true })
})

describe('COPY', () => {
  test('gives a table of any size in parts, and takes it in', async () => {
    const client = await clientOf(source)
    try {
      await client.query('create temporary table numbers (n integer, words text)')
      const rows = async function* () {
        for (let n = 0; n < 200; n++)
          yield Buffer.from(
            Array.from({ length: 1_000 }, (_, k) => `${n * 1_000 + k}\t${'x'.repeat(50)}\n`).join('')
          )
      }
      expect(await copyIn(client, 'copy numbers from stdin', rows())).toBe(200_000)
      let bytes = 0
      for await (const part of copyOut(client, 'copy numbers to stdout')) bytes += part.length
      expect(bytes).toBeGreaterThan(11_000_000)
      expect((await client.query('select count(*)::int as n from numbers')).rows).toEqual([{ n: 200_000 }])
    } finally {
      await client.end()
    }
  })

  test('left in the middle, or failing on either side, leaves a connection that works', async () => {
    const client = await clientOf(source)
    try {
      await client.query('create temporary table words (word text)')
      await client.query(`insert into words select repeat('x', 100) from generate_series(1, 100000)`)
      for await (const part of copyOut(client, 'copy words to stdout')) if (part.length > 0) break
      await expect(buffer(copyOut(client, 'copy nowhere to stdout'))).rejects.toThrow('nowhere')
      const broken = async function* () {
        yield Buffer.from('one\n')
        throw new Error('the source broke')
      }
      await expect(copyIn(client, 'copy words from stdin', broken())).rejects.toThrow('the source broke')
      const wrong = async function* () {
        yield Buffer.from('one\ttoo many\n')
      }
      await expect(copyIn(client, 'copy words from stdin', wrong())).rejects.toThrow('extra data')
      expect((await client.query('select count(*)::int as n from words')).rows).toEqual([{ n: 100_000 }])
    } finally {
      await client.end()
    }
  })
})

describe('a backup', () => {
  test('restored into a new database is the same rows, files and ledger, and life goes on', async () => {
    const database = await anEmptyDatabase()
    const files = folderStorage(join(folder, 'restored'))
    const restored = await restore(backup, database, files)
    expect(restored).toMatchObject({ files: 1, missingFiles: [], ledger: { problems: [] } })
    expect(restored.ledger.lines).toBeGreaterThan(20)
    expect(await digests(database)).toEqual(await digests(source))
    expect(Buffer.from((await readStored(files, fileKey))!)).toEqual(picture)

    const { door } = aDoor(database)
    const { contributionId } = await anIdea({ ...world, door, database }, aGuest(), {
      title: 'After the move'
    })
    await door.perform(giveResponse, aGuest(), {
      callId: world.callId,
      stepId: world.stepId,
      target: contributionId
    })
    await (await sequencerOf(database)).run()
    expect((await checkLedger(database)).problems).toEqual([])
    const sizes = async (one: Database) =>
      (await only<{ size: number }>(one, sql`select size from ledger_logs where log_id = ${world.callId}`))
        .size
    expect(await sizes(database)).toBe((await sizes(source)) + 2)
  })

  test('of what was restored is the same as before', async () => {
    const database = await anEmptyDatabase()
    await restore(backup, database)
    const again = join(folder, 'again.zip')
    await makeBackup(database, again)
    const third = await anEmptyDatabase()
    expect(await restore(again, third)).toMatchObject({ ledger: { problems: [] } })
    expect(await digests(third)).toEqual(await digests(source))
  })

  test('goes into a database that is prepared and unused, over the keys made at its start', async () => {
    const database = await freshDatabase()
    opened.push(database)
    await ledgerSigner(database, origin)
    await restore(backup, database)
    expect(await digests(database)).toEqual(await digests(source))
  })
})

describe('a restore is refused, and nothing of it stays,', () => {
  test('when there is anything in the database', async () => {
    const database = await freshDatabase()
    opened.push(database)
    await aPerson(database)
    await expect(restore(backup, database)).rejects.toMatchObject({
      message: expect.stringContaining('public.people has rows'),
      hint: expect.any(String)
    })
  })

  test('while another program uses the database', async () => {
    const database = await anEmptyDatabase()
    const other = await clientOf(database)
    await expect(restore(backup, database)).rejects.toThrow('another program')
    await other.end()
  })

  const wrong: Record<string, [(name: string, bytes: Buffer) => Buffer | undefined, RegExp]> = {
    'no backup at all': [
      name => (name === 'backup.json' ? undefined : Buffer.from('x')),
      /no backup of Mozaika/
    ],
    'a head of another format': [
      (name, bytes) =>
        name === 'backup.json' ? Buffer.from(String(bytes).replace('"format": 1', '"format": 9')) : bytes,
      /another version/
    ],
    'a row changed': [
      (name, bytes) =>
        name.startsWith('tables/public.contributions/')
          ? Buffer.from(String(bytes).replace('Кирилиця', 'Латиниця'))
          : bytes,
      /rows of table public\.contributions were changed/
    ],
    'a row dropped': [
      (name, bytes) =>
        name.startsWith('tables/public.responses/') ? bytes.subarray(bytes.indexOf(10) + 1) : bytes,
      /public\.responses has 19 rows instead of 20/
    ],
    'a table missing': [
      (name, bytes) => (name.startsWith('tables/public.responses/') ? undefined : bytes),
      /no file named tables\/public\.responses/
    ],
    'a stored file changed': [
      (name, bytes) => (name.startsWith('files/') ? Buffer.from('other') : bytes),
      /file .* was changed/
    ],
    'migrations of a newer version': [
      (name, bytes) =>
        name === 'backup.json'
          ? Buffer.from(String(bytes).replace('0001_house.sql', '9999_later.sql'))
          : bytes,
      /newer version/
    ]
  }
  test.each(Object.entries(wrong))('for %s', async (_, [change, message]) => {
    const database = await anEmptyDatabase()
    await expect(restore(await altered(change), database)).rejects.toThrow(message)
    const found = await digests(database)
    expect(Object.values(found).every(one => one.startsWith('0 '))).toBe(true)
  })

  test('for a file that is damaged', async () => {
    const path = join(folder, 'cut.zip')
    await writeFile(path, 'PK')
    await expect(restore(path, await anEmptyDatabase())).rejects.toThrow(ZipError)
  })
})

test('a ledger whose lines were changed in the database is named', async () => {
  const database = await anEmptyDatabase()
  await restore(backup, database)
  const { callId } = world
  await database.query(
    sql`update ledger_lines set commitment = decode(repeat('00', 32), 'hex') where log_id = ${callId} and sequence = 3`
  )
  expect((await checkLedger(database)).problems).toEqual([
    `log ${callId}: its lines are not those of its root`
  ])
  await database.query(sql`delete from ledger_lines where log_id = ${callId} and sequence = 3`)
  expect((await checkLedger(database)).problems).toEqual([expect.stringContaining('it holds 3 lines')])
})
