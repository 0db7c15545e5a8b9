import type { PoolClient } from 'pg'
import type { Database } from '../../../db/database.server.ts'
import { migrate } from '../../../db/migrate.server.ts'
import type { MigrationFolder } from '../../../db/migrate.server.ts'
import type { Db, Statement } from '../../../db/sql.server.ts'
import type { FileStorage } from '../../file/storage.server.ts'
import type { Report } from './backup-shape.ts'
import { checkLedger } from './check-ledger.server.ts'
import type { LedgerCheck } from './check-ledger.server.ts'
import { migrateAs } from './migrate-as.server.ts'
import type { OpenBackup } from './open-backup.server.ts'
import { BackupError } from './backup-error.ts'
import { restoreFiles } from './restore-files.server.ts'
import { restoreTables } from './restore-tables.server.ts'
import { listTables, settleFormats } from './tables.server.ts'

export interface RestoreTarget {
  readonly database: Database
  readonly storage: FileStorage
  readonly folders: readonly MigrationFolder[]
  readonly report: Report
}

export interface Restored {
  /** The version of Mozaika that made the backup, and when. */
  readonly mozaika: string
  readonly madeAt: string
  readonly tables: number
  readonly rows: number
  readonly files: number
  /** Files that were missing when the backup was made. */
  readonly missingFiles: readonly string[]
  readonly ledger: LedgerCheck
}

/**
 * Fills an empty database from a backup: tables as the backup's version had them, rows, files and the check of the ledger in
 * one transaction, and then what this version has changed since. What fails leaves tables without rows, and no files.
 *
 * @throws BackupError; ZipError when the file is damaged.
 */
export async function restoreBackup(backup: OpenBackup, target: RestoreTarget): Promise<Restored> {
  const { database, folders } = target
  await onConnection(database, client => refuseUsed(client, database))
  await migrateAs(backup.head.migrations, database, folders)
  const restored = await onConnection(database, client => restoreAll(client, backup, target))
  await migrate(database, folders)
  await onConnection(database, analyse)
  return restored
}

async function onConnection<T>({ pool }: Database, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    return await work(client)
  } finally {
    client.release()
  }
}

async function restoreAll(client: PoolClient, backup: OpenBackup, target: RestoreTarget): Promise<Restored> {
  const { database, storage, report } = target
  const put: string[] = []
  const { head, manifest } = backup
  await client.query('begin')
  try {
    await settleFormats(client)
    // A server that starts now waits here, and finds everything or nothing.
    await client.query('lock table migrations in exclusive mode')
    await refuseUsed(client, database)
    await client.query('delete from instance_facts')
    const rows = await restoreTables(client, backup, report)
    const db = dbOf(client)
    const ledger = await checkLedger(db, report)
    refuseUnsigned(ledger, manifest.ledger)
    await restoreFiles(db, storage, backup, put, report)
    await client.query('commit')
    const { mozaika, madeAt, tables } = head
    const { missingFiles } = manifest
    return { mozaika, madeAt, tables: tables.length, rows, files: put.length, missingFiles, ledger }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    for (const key of put) await storage.delete(key)
    throw error
  }
}

/** Keys and the set-up code are made by whoever starts first: they alone are written over. */
const madeAtStart = 'public.instance_facts'

async function refuseUsed(client: PoolClient, { pool }: Database): Promise<void> {
  const { rows } = await client.query<{ connections: number }>(`
    select count(*)::int as connections from pg_stat_activity
    where datname = current_database() and backend_type = 'client backend'`)
  if (rows[0]!.connections > pool.totalCount) {
    throw new BackupError(
      'another program uses this database',
      'Stop the server first: it would go on with keys that are no longer right.'
    )
  }
  for (const { name, quotedName } of await listTables(client)) {
    if (name === madeAtStart) continue
    const found = await client.query(`select 1 from ${quotedName} limit 1`)
    if (found.rows.length > 0) {
      throw new BackupError(
        `the database is not empty: ${name} has rows`,
        'Restore into a new data folder (MOZAIKA_DATA) or a new database (DATABASE_URL).'
      )
    }
  }
}

/** A ledger that was broken when the backup was made is restored as it was: the backup said so. */
function refuseUnsigned(found: LedgerCheck, saved: LedgerCheck): void {
  const known = new Set(saved.problems)
  const problem = found.problems.find(one => !known.has(one))
  if (problem !== undefined) {
    throw new BackupError(
      `the public record in the backup is not what was signed: ${problem}`,
      'Nothing was restored. Take another backup, or this one from where it was copied.'
    )
  }
}

const dbOf = (client: PoolClient): Db => ({
  query: async ({ name, text, values }: Statement) =>
    (await client.query({ name, text, values: [...values] })).rows
})

/** Until the database has looked at its new tables, it plans as if they were empty. */
async function analyse(client: PoolClient): Promise<void> {
  const tables = await listTables(client)
  await client.query(`analyze ${tables.map(({ quotedName }) => quotedName).join(', ')}`)
}
