import { createHash } from 'node:crypto'
import type pg from 'pg'
import { keyOf } from '../../file/store.server.ts'
import type { StoredType } from '../../file/rules.ts'
import type { FileStorage } from '../../file/storage.server.ts'
import type { ZipEntry } from '../zip/write-zip.server.ts'
import { BACKUP_FORMAT, filePath, headPath, manifestPath, partPath } from './backup-shape.ts'
import type { BackupHead, BackupManifest } from './backup-shape.ts'
import { copyOut } from './copy.server.ts'
import { listTables, settleFormats } from './tables.server.ts'
import type { Table } from './tables.server.ts'

/** Below the 4 GiB that one file of a zip can have. */
const partBytes = 512 * 1_048_576

/**
 * The entries of a backup, from one snapshot of the database; the client is its alone meanwhile. `done` gets the manifest.
 * Files are stored for ever under their keys, so those of the snapshot can be read after it.
 */
export async function* backupEntries(
  client: pg.Client,
  storage: FileStorage,
  done: (manifest: BackupManifest) => void
): AsyncGenerator<ZipEntry> {
  await settleFormats(client)
  await client.query('begin transaction isolation level repeatable read, read only')
  const tables = await listTables(client)
  yield json(headPath, await makeHead(client, tables))
  const manifest: BackupManifest = { tables: {}, files: [], missingFiles: [] }
  for (const table of tables) yield* tableEntries(client, table, manifest)
  yield* fileEntries(client, storage, manifest)
  await client.query('commit')
  yield json(manifestPath, manifest)
  done(manifest)
}

const json = (name: string, value: unknown): ZipEntry => ({
  name,
  content: Buffer.from(`${JSON.stringify(value, null, 1)}\n`)
})

async function makeHead(client: pg.Client, tables: readonly Table[]): Promise<BackupHead> {
  const { rows: migrations } = await client.query<{ folder: string; file: string }>(
    'select folder, file from migrations order by applied_at, folder, file'
  )
  const { rows } = await client.query<{ now: Date }>('select now()')
  return {
    format: BACKUP_FORMAT,
    madeAt: rows[0]!.now.toISOString(),
    migrations,
    tables: tables.map(({ name, columns }) => ({ name, columns: [...columns] }))
  }
}

/** The rows of a table in parts; a table without rows has none. */
async function* tableEntries(
  client: pg.Client,
  table: Table,
  manifest: BackupManifest
): AsyncGenerator<ZipEntry> {
  const hash = createHash('sha256')
  const sums = { rows: 0, bytes: 0, parts: 0 }
  const rows = copyOut(client, `copy ${table.quotedName} (${table.quotedColumns.join(', ')}) to stdout`)
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
        yield bytes
      }
    }
    yield { name: partPath(table.name, sums.parts), content: part() }
  }
  manifest.tables[table.name] = { ...sums, sha256: hash.digest('hex') }
}

/** A row ends with a line feed; those inside of values are written as `\n`. */
function countLines(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count += 1
  return count
}

interface FileRow {
  readonly call_id: string
  readonly file_id: string
  readonly type: StoredType
}

async function* fileEntries(
  client: pg.Client,
  storage: FileStorage,
  manifest: BackupManifest
): AsyncGenerator<ZipEntry> {
  for await (const { call_id, file_id, type } of fileRows(client)) {
    const sizes = type.startsWith('image/') ? (['full', 'thumb'] as const) : (['full'] as const)
    for (const size of sizes) {
      const key = keyOf(call_id, file_id, type, size)
      const stored = await storage.get(key)
      if (!stored) {
        manifest.missingFiles.push(key)
        continue
      }
      const bytes = Buffer.from(await new Response(stored.stream).arrayBuffer())
      manifest.files.push({
        key,
        type,
        size: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex')
      })
      yield { name: filePath(key), content: bytes }
    }
  }
}

async function* fileRows(client: pg.Client): AsyncGenerator<FileRow> {
  const nil = '00000000-0000-0000-0000-000000000000'
  for (let after: [string, string] | undefined = [nil, nil]; after;) {
    const { rows }: { rows: FileRow[] } = await client.query(
      'select call_id, file_id, type from files where (call_id, file_id) > ($1::uuid, $2::uuid) order by call_id, file_id limit 1000',
      after
    )
    yield* rows
    const last: FileRow | undefined = rows.at(-1)
    after = last && rows.length === 1_000 ? [last.call_id, last.file_id] : undefined
  }
}
