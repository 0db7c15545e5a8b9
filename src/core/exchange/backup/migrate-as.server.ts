import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Database } from '../../../db/database.server.ts'
import { migrate } from '../../../db/migrate.server.ts'
import type { MigrationFolder } from '../../../db/migrate.server.ts'
import type { BackupHead } from './backup-shape.ts'
import { BackupError } from './backup-error.ts'

type Migration = BackupHead['migrations'][number]
const nameOf = ({ folder, file }: Migration): string => `${folder}/${file}`

/**
 * Brings an empty database to the state in which the rows of a backup were written: what came later may have changed
 * rows, and must find these.
 *
 * @throws BackupError when this program or the database is of another time than the backup.
 */
export async function migrateAs(
  wanted: readonly Migration[],
  database: Database,
  folders: readonly MigrationFolder[]
): Promise<void> {
  await refuseLater(wanted, database)
  const temporary = await mkdtemp(join(tmpdir(), 'mozaika-restore-'))
  try {
    const places: MigrationFolder[] = []
    for (const { name, url } of folders) {
      const place = await mkdtemp(join(temporary, 'm-'))
      for (const migration of wanted.filter(({ folder }) => folder === name))
        await copyFile(new URL(migration.file, url), join(place, migration.file)).catch(() => {
          throw unknown(migration)
        })
      places.push({ name, url: pathToFileURL(`${place}/`) })
    }
    const foreign = wanted.find(({ folder }) => !folders.some(({ name }) => name === folder))
    if (foreign) throw unknown(foreign)
    await migrate(database, places)
  } finally {
    await rm(temporary, { recursive: true, force: true })
  }
}

const unknown = (migration: Migration): BackupError =>
  new BackupError(
    `the backup was made by a newer version of Mozaika (its database has ${nameOf(migration)})`,
    'Install that version, and restore with it.'
  )

async function refuseLater(wanted: readonly Migration[], { pool }: Database): Promise<void> {
  const made = await pool.query<{ made: boolean }>(`select to_regclass('migrations') is not null as made`)
  if (!made.rows[0]!.made) return
  const { rows } = await pool.query<Migration>('select folder, file from migrations order by 1, 2')
  const known = new Set(wanted.map(nameOf))
  const later = rows.map(nameOf).find(name => !known.has(name))
  if (later === undefined) return
  throw new BackupError(
    `the database is of a newer version than the backup (it has ${later})`,
    'Restore into one in which nothing was started yet: a new data folder (MOZAIKA_DATA) or a new database (DATABASE_URL). It is brought to this version afterwards.'
  )
}
