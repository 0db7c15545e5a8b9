import { readdir } from 'node:fs/promises'
import type { Database } from './database.server.ts'
import type { MigrationFolder } from './migrate.server.ts'

/** The migrations that a database still lacks, as `folder/file`, in the order in which they would be applied. */
export async function listPending(
  database: Database,
  folders: readonly MigrationFolder[]
): Promise<string[]> {
  const { rows } = await database.pool.query<{ made: boolean }>(
    `select to_regclass('migrations') is not null as made`
  )
  const applied = rows[0]!.made
    ? (await database.pool.query<{ name: string }>(`select folder || '/' || file as name from migrations`))
        .rows
    : []
  const known = new Set(applied.map(row => row.name))
  const pending: string[] = []
  for (const { name, url } of folders) {
    const files = (await readdir(url)).filter(file => file.endsWith('.sql')).sort()
    pending.push(...files.map(file => `${name}/${file}`).filter(file => !known.has(file)))
  }
  return pending
}
