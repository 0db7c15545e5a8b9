import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { freshDatabase } from '../../../../tests/support/database.ts'
import { startInstalled } from '../../../../tests/support/installed-postgres.ts'
import { aCall, aDoor, aGuest, anIdea, aPerson, closeSteps } from '../../../../tests/support/world.ts'
import type { World } from '../../../../tests/support/world.ts'
import { openDatabase } from '../../../db/database.server.ts'
import type { Database } from '../../../db/database.server.ts'
import { coreMigrations, migrate } from '../../../db/migrate.server.ts'
import { only, sql } from '../../../db/sql.server.ts'
import { makeComment } from '../../comment/acts.ts'
import { newId } from '../../door/id.ts'
import { folderStorage } from '../../file/folder-storage.server.ts'
import { aJpeg } from '../../file/hostile-files.ts'
import { createFileKeeper } from '../../file/keep.server.ts'
import { readStored } from '../../file/storage.server.ts'
import type { FileStorage } from '../../file/storage.server.ts'
import { ledgerSigner } from '../../ledger/key.server.ts'
import { Sequencer } from '../../ledger/sequencer.server.ts'
import { erasePerson } from '../../person/erase-act.ts'
import { giveResponse } from '../../response/acts.ts'
import { makeResult } from '../../result/acts.ts'
import { makeToken } from '../../token/acts.ts'
import { findToken } from '../../token/store.server.ts'
import { openZip, ZipError } from '../zip/read-zip.server.ts'
import { writeZip } from '../zip/write-zip.server.ts'
import type { BackupManifest } from './backup-shape.ts'
import { checkLedger } from './check-ledger.server.ts'
import { copyOut } from './copy.server.ts'
import { openBackup } from './open-backup.server.ts'
import { restoreBackup } from './restore.server.ts'
import { columnsOf, listTables } from './tables.server.ts'
import { writeBackup } from './write-backup.server.ts'

const origin = 'https://mozaika.example'
const report = () => {}
let source: Database
let world: World
let folder: string
let storage: FileStorage
let backup: string
let secret: string
let contributionId: string
const opened: Database[] = []

const sequence = async (database: Database) =>
  new Sequencer(database, await ledgerSigner(database, origin)).run()

type Place = { readonly host: string; readonly port: number; readonly user: string }

/** A database that nothing was ever done in. */
async function anEmptyDatabase(at: Place = inject('postgres')): Promise<Database> {
  const name = `empty_${process.pid}_${newId().replaceAll('-', '')}`
  const { host, port, user } = at
  const admin = openDatabase({ host, port, user, database: 'mozaika', max: 1 })
  await admin.pool.query(`create database ${name} template template0`)
  await admin.close()
  const database = openDatabase({ host, port, user, database: name, max: 4 })
  opened.push(database)
  return database
}

async function makeBackup(database: Database, files = storage): Promise<{ path: string } & BackupManifest> {
  const path = join(folder, `${newId()}.zip`)
  return { ...(await writeBackup(path, { database, storage: files, version: '1.2.3', report })), path }
}

async function restore(path: string, database: Database, files = folderStorage(join(folder, newId()))) {
  const opened = await openBackup(path)
  try {
    return await restoreBackup(opened, { database, storage: files, folders: [coreMigrations], report })
  } finally {
    await opened.zip.close()
  }
}

/** A digest of all rows of all tables. */
async function digests(database: Database): Promise<Record<string, string>> {
  const client = await database.pool.connect()
  try {
    await client.query(`set timezone = 'UTC'`)
    const found: Record<string, string> = {}
    for (const table of await listTables(client)) {
      const rows = String(await buffer(copyOut(client, `copy ${columnsOf(table)} to stdout`)))
      const lines = rows.split('\n').sort()
      found[table.name] = `${lines.length - 1} ${createHash('sha256').update(lines.join('\n')).digest('hex')}`
    }
    return found
  } finally {
    client.release()
  }
}

type Change = (name: string, bytes: Buffer) => Buffer | undefined

/** The same backup with some of its files changed, as a good zip. */
async function altered(change: Change, more: { name: string; content: Buffer }[] = []): Promise<string> {
  const zip = await openZip(backup, { entries: 1e6, entryBytes: 1e9, totalBytes: 1e9 })
  const entries = [...more]
  for (const name of zip.sizes.keys()) {
    const content = change(name, await zip.bytes(name))
    if (content) entries.push({ name, content })
  }
  await zip.close()
  const path = join(folder, `${newId()}.zip`)
  await writeFile(path, await buffer(writeZip(entries)))
  return path
}

/** Changes text in what lies under a path. */
const replacing =
  (path: string, from: string | RegExp, to: string): Change =>
  (name, bytes) =>
    name.startsWith(path) ? Buffer.from(String(bytes).replace(from, to)) : bytes

/** Changes rows of a table, and the list of contents with them, as a careful forger would. */
async function forged(table: string, change: (rows: string) => string): Promise<string> {
  let rows = ''
  await altered((name, bytes) => {
    if (name.startsWith(`tables/${table}/`)) rows = change(String(bytes))
    return bytes
  })
  const sums = {
    rows: rows.split('\n').length - 1,
    bytes: Buffer.byteLength(rows),
    parts: 1,
    sha256: createHash('sha256').update(rows).digest('hex')
  }
  return altered((name, bytes) => {
    if (name.startsWith(`tables/${table}/`)) return Buffer.from(rows)
    if (name !== 'manifest.json') return bytes
    const manifest = JSON.parse(String(bytes)) as BackupManifest
    return Buffer.from(JSON.stringify({ ...manifest, tables: { ...manifest.tables, [table]: sums } }))
  })
}

beforeAll(async () => {
  source = await freshDatabase()
  folder = await mkdtemp(join(tmpdir(), 'mozaika-backup-'))
  storage = folderStorage(join(folder, 'files'))
  world = await aCall(source, { settings: { files: 2 } })
  const { callId, stepId, door, owner } = world
  const author = aGuest()
  const bytes = await aJpeg()
  const keeper = createFileKeeper({ door, storage })
  const file = { callId, stepId, name: 'bench.jpg', declared: 'image/jpeg', bytes }
  const { result, personId } = await keeper.keep(author, file, {})
  ;({ contributionId } = await anIdea(world, aGuest(personId), {
    title: 'Tabs and \\backslashes\\ stay, as do \\N and \\.',
    text: 'Кирилиця, "quotes"\nand lines 🪑',
    fileIds: [result.fileId]
  }))
  for (let n = 0; n < 300; n++)
    await door.perform(giveResponse, aGuest(), { callId, stepId, target: contributionId })
  await door.perform(makeComment, aGuest(), { callId, target: contributionId, body: 'A remark' })
  const person = await aPerson(source)
  await anIdea(world, person, { title: 'To be erased' })
  await door.perform(erasePerson, person, { confirm: 'erase' })
  const token = { label: 'A program', scopes: ['read'] as const, days: 30 }
  secret = (await door.perform(makeToken, owner, token as never)).result.secret
  await source.query(sql`
    insert into auth.accounts (id, name, email, email_verified, created_at, updated_at)
    values (${owner.personId}, '', 'a@example.org', true, now(), now())`)
  await sequence(source)
  await closeSteps(world)
  await door.perform(makeResult, { kind: 'system', job: 'test', personId: null }, { callId, stepId })
  await sequence(source)
  backup = (await makeBackup(source)).path
})
afterAll(async () => {
  await source.close()
  for (const database of opened) await database.close()
  await rm(folder, { recursive: true })
})

describe('a backup', () => {
  test('can be read by its owner alone, and says what is in it', async () => {
    const { path, ...made } = await makeBackup(source)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(made).toMatchObject({ missingFiles: [], ledger: { logs: 2, problems: [] } })
    expect(made.files).toHaveLength(2)
    for (const table of [
      'public.responses',
      'public.comments',
      'public.results',
      'public.api_tokens',
      'auth.accounts'
    ])
      expect(made.tables[table]!.rows).toBeGreaterThan(0)
    expect(made.tables).not.toHaveProperty('public.migrations')
  })

  test('that cannot be finished leaves nothing behind', async () => {
    const files: FileStorage = { ...storage, get: () => Promise.reject(new Error('the store is away')) }
    const before = await readdir(folder)
    await expect(makeBackup(source, files)).rejects.toThrow('the store is away')
    expect(await readdir(folder)).toEqual(before)
    expect(await source.query(sql`select 1`)).toHaveLength(1)
  })

  test('that breaks in the middle of a large table gives its connection back', async () => {
    const database = await freshDatabase()
    opened.push(database)
    await database.query(sql`
      insert into instance_facts (name, value)
      select 'large ' || n, to_jsonb(repeat(md5(n::text), 300)) from generate_series(1, 3000) n`)
    const path = join(folder, 'broken.zip')
    const breaking = () => {
      throw new Error('the disk is full')
    }
    const broken = writeBackup(path, { database, storage, version: '1.2.3', report: breaking })
    await expect(broken).rejects.toThrow('the disk is full')
    expect(database.pool.idleCount).toBe(database.pool.totalCount)
    expect((await makeBackup(database)).tables['public.instance_facts']).toMatchObject({ rows: 3_000 })
  })

  test('of a database in which nothing was ever done is refused', async () => {
    await expect(makeBackup(await anEmptyDatabase())).rejects.toMatchObject({
      message: 'there is nothing in this database',
      hint: expect.stringContaining('MOZAIKA_DATA')
    })
  })

  test('restored into a new database is the same rows, files and ledger, and life goes on', async () => {
    const database = await anEmptyDatabase()
    const files = folderStorage(join(folder, 'restored'))
    const restored = await restore(backup, database, files)
    expect(restored).toMatchObject({ mozaika: '1.2.3', files: 2, missingFiles: [], ledger: { problems: [] } })
    expect(restored.ledger.lines).toBeGreaterThan(300)
    expect(await digests(database)).toEqual(await digests(source))
    const zip = await openZip(backup, { entries: 1e6, entryBytes: 1e9, totalBytes: 1e9 })
    for (const name of zip.sizes.keys())
      if (name.startsWith('files/'))
        expect(Buffer.from((await readStored(files, name.slice(6)))!)).toEqual(await zip.bytes(name))
    await zip.close()
    expect(await findToken(database, secret)).toBeDefined()

    const { callId } = world
    const door = aDoor(database)
    const target = { callId, target: contributionId, body: 'After the move' }
    await door.door.perform(makeComment, aGuest(), target)
    const next = await aCall(database, { organisation: world, door })
    await anIdea(next, aGuest())
    await sequence(database)
    expect(await checkLedger(database)).toMatchObject({ logs: 3, problems: [] })
    const sizeOf = async (one: Database) =>
      (await only<{ size: number }>(one, sql`select size from ledger_logs where log_id = ${callId}`)).size
    expect(await sizeOf(database)).toBe((await sizeOf(source)) + 1)
  })

  test('goes into a database that is prepared and unused, over the keys made at its start', async () => {
    const database = await freshDatabase()
    opened.push(database)
    await ledgerSigner(database, origin)
    await restore(backup, database)
    expect(await digests(database)).toEqual(await digests(source))
  })

  const installed = '/usr/lib/postgresql/15/bin'
  test('goes to an older PostgreSQL and back', { timeout: 120_000 }, async context => {
    if (!existsSync(join(installed, 'postgres'))) context.skip(`there is no PostgreSQL 15 in ${installed}`)
    const older = await startInstalled(installed)
    try {
      const there = await anEmptyDatabase(older)
      const version = await only<{ version: string }>(there, sql`select version()`)
      expect(version.version).toMatch(/^PostgreSQL 15/)
      const files = folderStorage(join(folder, 'there'))
      await restore(backup, there, files)
      expect(await digests(there)).toEqual(await digests(source))
      const { path } = await makeBackup(there, files)
      const back = await anEmptyDatabase()
      expect(await restore(path, back)).toMatchObject({ files: 2, ledger: { problems: [] } })
      expect(await digests(back)).toEqual(await digests(source))
      await opened.splice(opened.indexOf(there), 1)[0]!.close()
    } finally {
      await older.stop()
    }
  })

  test('of a ledger that is broken says so, and is restored as it was', async () => {
    const database = await anEmptyDatabase()
    await restore(backup, database)
    await database.query(sql`update ledger_logs set checkpoint = '' where log_id = ${world.callId}`)
    const { path, ledger } = await makeBackup(database)
    const problem = `log ${world.callId}: its checkpoint is not signed by the key of this installation`
    expect(ledger.problems).toEqual([problem])
    expect((await restore(path, await anEmptyDatabase())).ledger.problems).toEqual([problem])
  })

  test('names files that are not in the store, here and there', async () => {
    const { path, missingFiles } = await makeBackup(source, folderStorage(join(folder, 'nowhere')))
    expect(missingFiles).toHaveLength(2)
    expect(await restore(path, await anEmptyDatabase())).toMatchObject({ files: 0, missingFiles })
  })
})

describe('a restore is refused, and nothing of it stays,', () => {
  test('when there is anything in the database', async () => {
    const database = await freshDatabase()
    opened.push(database)
    await aPerson(database)
    await expect(restore(backup, database)).rejects.toMatchObject({
      message: expect.stringContaining('public.people has rows'),
      hint: expect.stringContaining('MOZAIKA_DATA')
    })
  })

  test('while another program uses the database', async () => {
    const database = await anEmptyDatabase()
    const { host, port, user } = inject('postgres')
    const { name } = await only<{ name: string }>(database, sql`select current_database() as name`)
    const other = openDatabase({ host, port, user, database: name })
    await other.query(sql`select 1`)
    await expect(restore(backup, database)).rejects.toThrow('another program')
    await other.close()
  })

  test('when the database has migrations that the backup has not', async () => {
    const database = await anEmptyDatabase()
    await migrate(database, [coreMigrations])
    const older = replacing('backup.json', /,\s*\{[^{}]*"file": "0004_title_words.sql"[^{}]*\}/, '')
    await expect(restore(await altered(older), database)).rejects.toThrow(
      'the database is of a newer version than the backup (it has core/0004_title_words.sql)'
    )
  })

  const rowsOf = (table: string) => `tables/public.${table}/`
  const wrong: Record<string, [Change, RegExp]> = {
    'no backup at all': [
      name => (name === 'backup.json' ? undefined : Buffer.from('x')),
      /no backup of Mozaika/
    ],
    'a format of the future': [
      replacing('backup.json', '"format": 1', '"format": 9'),
      /newer version of Mozaika \(1\.2\.3\), in a format/
    ],
    'migrations of a newer version': [
      replacing('backup.json', '0001_house.sql', '9999_later.sql'),
      /newer version of Mozaika \(its database has core\/9999_later\.sql\)/
    ],
    'a row changed': [
      replacing(rowsOf('contributions'), 'Кирилиця', 'Латиниця'),
      /rows of table public\.contributions are not those that were saved/
    ],
    'a row that is no row': [
      replacing(rowsOf('comments'), /^[^\t]{8}/, '\t'.repeat(8)),
      /table public\.comments: (invalid input|extra data)/
    ],
    'a row longer than it was': [
      replacing(rowsOf('comments'), 'A remark', 'A remark, and one more'),
      /table public\.comments is longer than it was/
    ],
    'a row dropped': [
      (name, bytes) => (name.startsWith(rowsOf('responses')) ? bytes.subarray(bytes.indexOf(10) + 1) : bytes),
      /public\.responses has 299 rows instead of 300/
    ],
    'a table missing': [
      (name, bytes) => (name.startsWith(rowsOf('responses')) ? undefined : bytes),
      /tables\/public\.responses\/00001\.copy is not in it/
    ],
    'a table that is not in the list': [
      replacing('manifest.json', '"public.responses"', '"public.answers"'),
      /table public\.responses is not in its list of contents/
    ],
    'a column missing': [
      replacing('backup.json', '"name": "answer_on"', '"name": "answer_at"'),
      /table public\.calls has other columns/
    ],
    'a stored file changed': [
      (name, bytes) => (name.startsWith('files/') ? Buffer.alloc(bytes.length) : bytes),
      /file .* was changed/
    ],
    'a stored file missing': [
      (name, bytes) => {
        if (name.startsWith('files/')) return undefined
        if (name !== 'manifest.json') return bytes
        return Buffer.from(JSON.stringify({ ...(JSON.parse(String(bytes)) as object), files: [] }))
      },
      /file .* is not in it/
    ]
  }
  test.each(Object.entries(wrong))('for %s', async (_, [change, message]) => {
    await refused(await altered(change), message)
  })

  test('for something that does not belong in it', async () => {
    const more = [{ name: 'tables/public.calls/99999.copy', content: Buffer.from('x') }]
    await refused(await altered((_, bytes) => bytes, more), /99999\.copy does not belong in it/)
  })

  test('for what unpacks to far more than rows do', async () => {
    const bomb = (name: string, bytes: Buffer) => (name === 'backup.json' ? Buffer.alloc(2 ** 27) : bytes)
    await refused(await altered(bomb), /unpacks to more than/)
  })

  test('for lines of the ledger that are not those that were signed', async () => {
    const changed = await forged('public.ledger_lines', rows => rows.replace(/\\\\x[0-9a-f]{64}/g, flipped))
    await refused(changed, /log \S+: its lines are not those of its root/)
    const dropped = await forged('public.ledger_lines', rows => rows.slice(rows.indexOf('\n') + 1))
    await refused(dropped, /log \S+: it holds \d+ lines, and its head says \d+/)
    const tiles = await forged('public.ledger_tiles', rows => rows.replace(/\\\\x[0-9a-f]{64}/g, flipped))
    await refused(tiles, /log \S+: its tiles are not those of its lines/)
  })

  test('for a file that is damaged', async () => {
    const path = join(folder, 'cut.zip')
    await writeFile(path, 'PK')
    await expect(restore(path, await anEmptyDatabase())).rejects.toThrow(ZipError)
  })

  const flipped = (hex: string) => hex.replace(/.$/, last => (last === '0' ? '1' : '0'))

  async function refused(path: string, message: RegExp): Promise<void> {
    const database = await anEmptyDatabase()
    const files = join(folder, newId())
    await expect(restore(path, database, folderStorage(files))).rejects.toThrow(message)
    expect(Object.values(await digests(database)).every(one => one.startsWith('0 '))).toBe(true)
    const left = existsSync(files) ? await readdir(files, { recursive: true }) : []
    expect(left.filter(name => /\.\w+$/.test(name))).toEqual([])
  }
})
