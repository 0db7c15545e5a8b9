import { createHash } from 'node:crypto'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type pg from 'pg'
import type { z } from 'zod'
import type { Database } from '../../../db/database.server.ts'
import { migrate } from '../../../db/migrate.server.ts'
import type { MigrationFolder } from '../../../db/migrate.server.ts'
import type { StoredType } from '../../file/rules.ts'
import type { FileStorage } from '../../file/storage.server.ts'
import { openZip } from '../zip/read-zip.server.ts'
import type { ZipFile } from '../zip/read-zip.server.ts'
import { filePath, headPath, headShape, manifestPath, manifestShape, partPath } from './backup-shape.ts'
import type { BackupHead, BackupManifest } from './backup-shape.ts'
import { checkLedger } from './check-ledger.server.ts'
import type { LedgerCheck } from './check-ledger.server.ts'
import { copyIn } from './copy.server.ts'
import { listTables, settleFormats } from './tables.server.ts'

/** Why a backup was not restored, and what to do. Nothing of it is in the database then. */
export class RestoreError extends Error {
  readonly hint: string
  constructor(problem: string, hint: string) {
    super(problem)
    this.name = 'RestoreError'
    this.hint = hint
  }
}

export interface Restored {
  readonly madeAt: string
  readonly tables: number
  readonly rows: number
  readonly files: number
  readonly missingFiles: readonly string[]
  readonly ledger: LedgerCheck
}

interface Target {
  readonly database: Database
  /** A connection of its own to the same database, which does not pipeline. */
  readonly client: pg.Client
  readonly storage: FileStorage
  readonly folders: readonly MigrationFolder[]
}

/**
 * Fills an empty database from a backup, in one transaction, after its files were put back. The database gets the migrations of
 * the backup first, its rows, and then what this version has added since. Rows, bytes, counts and the ledger are checked.
 *
 * @throws RestoreError; ZipError when the file is damaged.
 */
export async function restoreBackup(path: string, target: Target): Promise<Restored> {
  const zip = await openZip(path, { entries: 20_000_000, entryBytes: 2 ** 40, totalBytes: 2 ** 46 })
  try {
    const head = await readPart(zip, headPath, headShape)
    const manifest = await readPart(zip, manifestPath, manifestShape)
    await refuseUsed(target)
    await putFiles(zip, manifest, target.storage)
    await migrateAs(head, target)
    const rows = await fill(zip, head, manifest, target.client)
    await migrate(target.database, target.folders)
    const ledger = await checkLedger(target.database)
    const { madeAt, tables } = head
    return {
      madeAt,
      tables: tables.length,
      rows,
      files: manifest.files.length,
      missingFiles: manifest.missingFiles,
      ledger
    }
  } finally {
    await zip.close()
  }
}

async function readPart<Shape extends z.ZodType>(
  zip: ZipFile,
  name: string,
  shape: Shape
): Promise<z.output<Shape>> {
  const notOurs = new RestoreError(
    'this is no backup of Mozaika, or one of another version',
    'Give the file that `mozaika backup` wrote.'
  )
  if (!zip.sizes.has(name)) throw notOurs
  try {
    return shape.parse(JSON.parse(String(await zip.bytes(name))))
  } catch {
    throw notOurs
  }
}

/** Keys and the set-up code are made by whoever starts first: they alone are written over. */
const madeAtStart = 'public.instance_facts'

async function refuseUsed({ client, database }: Target): Promise<void> {
  const { rows } = await client.query<{ connections: number }>(`
    select count(*)::int as connections from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`)
  if (rows[0]!.connections > database.pool.totalCount) {
    throw new RestoreError(
      'another program uses this database',
      'Stop the server first: it would go on with keys that are no longer right.'
    )
  }
  for (const { name, quotedName } of await listTables(client)) {
    if (name === madeAtStart) continue
    const found = await client.query(`select 1 from ${quotedName} limit 1`)
    if (found.rows.length > 0) {
      throw new RestoreError(
        `the database is not empty: ${name} has rows`,
        'Restore into a new data folder (MOZAIKA_DATA) or a new database (DATABASE_URL).'
      )
    }
  }
}

/** Brings the database to the state in which the rows were written. */
async function migrateAs({ migrations }: BackupHead, { database, folders }: Target): Promise<void> {
  const temporary = await mkdtemp(join(tmpdir(), 'mozaika-restore-'))
  try {
    for (const { name, url } of folders) {
      const wanted = migrations.filter(({ folder }) => folder === name)
      const place = await mkdtemp(join(temporary, 'm-'))
      for (const { file } of wanted) {
        await copyFile(new URL(file, url), join(place, file)).catch(() => {
          throw new RestoreError(
            `the backup was made by a newer version (it has ${name}/${file})`,
            'Install that version, and restore with it.'
          )
        })
      }
      await migrate(database, [{ name, url: pathToFileURL(`${place}/`) }])
    }
    const unknown = migrations.find(({ folder }) => !folders.some(({ name }) => name === folder))
    if (unknown)
      throw new RestoreError(
        `the backup has tables of ${unknown.folder}, which this version does not know`,
        'Install the version that made it.'
      )
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

async function fill(
  zip: ZipFile,
  head: BackupHead,
  manifest: BackupManifest,
  client: pg.Client
): Promise<number> {
  const known = new Map((await listTables(client)).map(table => [table.name, table]))
  let total = 0
  await settleFormats(client)
  await client.query('begin')
  try {
    await client.query('delete from instance_facts')
    for (const { name, columns } of head.tables) {
      const table = known.get(name)
      const expected = manifest.tables[name]
      if (!table || !expected) throw damaged(`table ${name} is not known`)
      const quoted = columns.map(column => table.quotedColumns[table.columns.indexOf(column)])
      if (quoted.includes(undefined)) throw damaged(`table ${name} has other columns`)
      if (expected.parts === 0) continue
      const hash = createHash('sha256')
      const rows = await copyIn(
        client,
        `copy ${table.quotedName} (${quoted.join(', ')}) from stdin`,
        parts(zip, name, expected.parts, hash)
      )
      if (rows !== expected.rows) throw damaged(`table ${name} has ${rows} rows instead of ${expected.rows}`)
      if (hash.digest('hex') !== expected.sha256) throw damaged(`the rows of table ${name} were changed`)
      total += rows
    }
    await client.query('commit')
    return total
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function* parts(
  zip: ZipFile,
  table: string,
  count: number,
  hash: ReturnType<typeof createHash>
): AsyncGenerator<Buffer> {
  for (let n = 1; n <= count; n++) {
    for await (const part of zip.stream(partPath(table, n))) {
      hash.update(part)
      yield part
    }
  }
}

async function putFiles(zip: ZipFile, { files }: BackupManifest, storage: FileStorage): Promise<void> {
  for (const { key, type, sha256 } of files) {
    const bytes = await zip.bytes(filePath(key))
    if (createHash('sha256').update(bytes).digest('hex') !== sha256) throw damaged(`file ${key} was changed`)
    await storage.put(key, bytes, type as StoredType)
  }
}

const damaged = (problem: string): RestoreError =>
  new RestoreError(`the backup is damaged: ${problem}`, 'Take an older backup.')
