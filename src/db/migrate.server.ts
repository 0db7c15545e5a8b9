import { readFile, readdir } from 'node:fs/promises'
import type { PoolClient as Client } from 'pg'
import type { Database } from './database.server.ts'

/** A folder of forward-only, numbered SQL files, with a name of its own in the record. */
export interface MigrationFolder {
  readonly name: string
  readonly url: URL
}

export const coreMigrations: MigrationFolder = {
  name: 'core',
  url: new URL('./migrations/', import.meta.url)
}

/**
 * Applies what has not been applied yet, each file in its own transaction with its record, folder by folder in the order
 * given. Several processes may start at once: the record table is locked while one of them works.
 * Returns the names applied. Throws, naming the file, when one fails or when an applied file is missing.
 */
export async function migrate(database: Database, folders: readonly MigrationFolder[]): Promise<string[]> {
  const client = await database.pool.connect()
  const applied: string[] = []
  try {
    await client.query('set lock_timeout = 0')
    await client
      .query(
        `create table if not exists migrations (
      folder text not null, file text not null, applied_at timestamptz not null default now(), primary key (folder, file))`
      )
      .catch(ignoreRace)
    await client.query(`comment on table migrations is 'class: reference'`).catch(ignoreRace)
    for (const folder of folders) {
      const files = (await readdir(folder.url)).filter(file => /^\d{4}_[a-z0-9_]+\.sql$/.test(file)).sort()
      for (const file of files)
        if (await applyOnce(client, folder, file)) applied.push(`${folder.name}/${file}`)
      await refuseUnknown(client, folder, files)
    }
  } finally {
    await client.query('reset lock_timeout').catch(() => {})
    client.release()
  }
  return applied
}

async function applyOnce(client: Client, folder: MigrationFolder, file: string): Promise<boolean> {
  const text = await readFile(new URL(file, folder.url), 'utf8')
  await client.query('begin')
  try {
    await client.query('lock table migrations in exclusive mode')
    const known = await client.query('select 1 from migrations where folder = $1 and file = $2', [
      folder.name,
      file
    ])
    if (known.rows.length > 0) {
      await client.query('rollback')
      return false
    }
    await client.query(`set local lock_timeout = '2s'`)
    await client.query(text)
    await client.query('insert into migrations (folder, file) values ($1, $2)', [folder.name, file])
    await client.query('commit')
    return true
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw new Error(`migration ${folder.name}/${file} failed: ${(error as Error).message}`, { cause: error })
  }
}

/** An older program on a newer database would break it silently. */
async function refuseUnknown(
  client: Client,
  folder: MigrationFolder,
  files: readonly string[]
): Promise<void> {
  const { rows } = await client.query<{ file: string }>('select file from migrations where folder = $1', [
    folder.name
  ])
  const unknown = rows.map(row => row.file).filter(file => !files.includes(file))
  if (unknown.length > 0) {
    throw new Error(
      `this database was made by a newer version of Mozaika (it has ${folder.name}/${unknown.join(', ')}); start that version, or restore a backup`
    )
  }
}

/** Two processes creating the same thing at once: one of them is told so by a unique violation. */
function ignoreRace(error: { code?: string }): void {
  if (error.code !== '23505' && error.code !== 'XX000') throw error
}
