import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Database } from '../../../db/database.server.ts'
import { inSnapshot } from '../../../db/snapshot.server.ts'
import type { Snapshot } from '../../../db/snapshot.server.ts'
import { readStored } from '../../file/storage.server.ts'
import type { FileStorage } from '../../file/storage.server.ts'
import { writeZip } from '../zip/write-zip.server.ts'
import type { ZipEntry } from '../zip/write-zip.server.ts'
import { BackupError } from './backup-error.ts'
import { BACKUP_FORMAT, filePath, headPath, manifestPath, partPath } from './backup-shape.ts'
import type { BackupHead, BackupManifest, Report } from './backup-shape.ts'
import { checkLedger } from './check-ledger.server.ts'
import { copyOut } from './copy.server.ts'
import { listStoredKeys } from './stored-keys.server.ts'
import { columnsOf, listTables, settleFormats } from './tables.server.ts'
import type { Table } from './tables.server.ts'

/** Below the 4 GiB that one file of a zip can have. */
const partBytes = 512 * 1_048_576

export interface BackupSource {
  readonly database: Database
  readonly storage: FileStorage
  /** The version of this program. */
  readonly version: string
  readonly report: Report
}

/**
 * Writes everything into one file that its owner alone can read, from one snapshot of the database: a server may run
 * beside. The file is there whole or not at all.
 *
 * @throws BackupError
 */
export async function writeBackup(
  path: string,
  source: BackupSource
): Promise<BackupManifest & { bytes: number }> {
  const unfinished = `${path}.${randomUUID()}.part`
  try {
    const manifest = await inSnapshot(source.database, async snapshot => {
      let written: BackupManifest | undefined
      const entries = backupEntries(snapshot, source, manifest => (written = manifest))
      // Synced when it ends, so that a backup that was spoken of survives a power cut.
      const file = createWriteStream(unfinished, { flags: 'wx', mode: 0o600, flush: true })
      await pipeline(Readable.from(writeZip(entries), { objectMode: false }), file)
      return written!
    })
    await rename(unfinished, path)
    return { ...manifest, bytes: (await stat(path)).size }
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

async function* backupEntries(
  snapshot: Snapshot,
  { storage, version, report }: BackupSource,
  done: (manifest: BackupManifest) => void
): AsyncGenerator<ZipEntry> {
  await settleFormats(snapshot.client)
  const tables = await listTables(snapshot.client)
  yield json(headPath, await makeHead(snapshot, tables, version))
  const manifest: BackupManifest = {
    tables: {},
    files: [],
    missingFiles: [],
    // Told now, when the ledger can still be mended, and not when the backup is needed.
    ledger: await checkLedger(snapshot, report)
  }
  for (const table of tables) yield* tableEntries(snapshot, table, manifest, report)
  yield* fileEntries(snapshot, storage, manifest, report)
  yield json(manifestPath, manifest)
  done(manifest)
}

const json = (name: string, value: unknown): ZipEntry => ({
  name,
  content: Buffer.from(`${JSON.stringify(value, null, 1)}\n`)
})

async function makeHead(
  { client, now }: Snapshot,
  tables: readonly Table[],
  version: string
): Promise<BackupHead> {
  const made = await client.query<{ made: boolean }>(`select to_regclass('migrations') is not null as made`)
  if (!made.rows[0]!.made) {
    throw new BackupError(
      'there is nothing in this database',
      'Name the data folder (MOZAIKA_DATA) or the database (DATABASE_URL) of the installation that you mean.'
    )
  }
  const { rows: migrations } = await client.query<{ folder: string; file: string }>(
    'select folder, file from migrations order by applied_at, folder, file'
  )
  return {
    format: BACKUP_FORMAT,
    mozaika: version,
    madeAt: now.toISOString(),
    migrations,
    tables: tables.map(({ name, columns }) => ({
      name,
      columns: columns.map(column => ({ name: column.name, type: column.type }))
    }))
  }
}

/** The rows of a table in parts; a table without rows has none. */
async function* tableEntries(
  { client }: Snapshot,
  table: Table,
  manifest: BackupManifest,
  report: Report
): AsyncGenerator<ZipEntry> {
  const hash = createHash('sha256')
  const sums = { rows: 0, bytes: 0, parts: 0 }
  const rows = copyOut(client, `copy ${columnsOf(table)} to stdout`)
  try {
    let next = await rows.next()
    while (!next.done) {
      sums.parts += 1
      const part = async function* () {
        for (let size = 0; !next.done && size < partBytes; next = await rows.next()) {
          const bytes = next.value as Buffer
          size += bytes.length
          sums.bytes += bytes.length
          sums.rows += countLines(bytes)
          hash.update(bytes)
          report({ what: table.name, done: sums.rows })
          yield bytes
        }
      }
      yield { name: partPath(table.name, sums.parts), content: part() }
    }
  } finally {
    // Where the reader went away, what the server still sends must be let through before anything else is asked.
    await rows.return(undefined)
  }
  manifest.tables[table.name] = { ...sums, sha256: hash.digest('hex') }
}

/** A row ends with a line feed; those inside of values are written as `\n`. */
function countLines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1
  return count
}

/** A file can be gone by now, erased after the snapshot was taken: it is named as missing. */
async function* fileEntries(
  snapshot: Snapshot,
  storage: FileStorage,
  manifest: BackupManifest,
  report: Report
): AsyncGenerator<ZipEntry> {
  for await (const { key, type } of listStoredKeys(snapshot)) {
    const bytes = await readStored(storage, key)
    if (!bytes) {
      manifest.missingFiles.push(key)
      continue
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    manifest.files.push({ key, type, size: bytes.length, sha256 })
    report({ what: 'files', done: manifest.files.length })
    yield { name: filePath(key), content: bytes }
  }
}
