import { openBackup } from '../../core/exchange/backup/open-backup.server.ts'
import { restoreBackup } from '../../core/exchange/backup/restore.server.ts'
import type { Restored } from '../../core/exchange/backup/restore.server.ts'
import { coreMigrations } from '../../db/migrate.server.ts'
import type { Command, Io } from '../command.ts'
import { count, explainProblem, progressOn, readFileArgs, storageOf } from '../portable.ts'

export const restore: Command = {
  name: 'restore',
  usage: 'FILE',
  help: `Read a backup into an empty database: its rows, its files, its keys.

The database may be the embedded one of a new data folder (MOZAIKA_DATA) or any PostgreSQL from 15 on (DATABASE_URL),
and nothing may have been done in it. Every count and every hash is compared, and every log of the public record is
computed anew and compared with its signed checkpoint; when anything is wrong, nothing is restored.`,
  run: async (args, io) => {
    const { file } = readFileArgs(args, restore)
    if (await io.isServerRunning()) {
      io.err(
        'A server runs on this data folder. Stop it first: it would go on with keys that are no longer right.'
      )
      return 1
    }
    try {
      await restoreFrom(file, io)
      return 0
    } catch (error) {
      return explainProblem(error, file, io)
    }
  }
}

/** The backup is looked at first: for a wrong file no database is made. */
async function restoreFrom(file: string, io: Io): Promise<void> {
  const backup = await openBackup(file)
  try {
    const storage = storageOf(io.config())
    const { database } = await io.store()
    const report = progressOn(io.err)
    say(await restoreBackup(backup, { database, storage, folders: [coreMigrations], report }), io)
  } finally {
    await backup.zip.close()
  }
}

function say({ mozaika, madeAt, tables, rows, files, missingFiles, ledger }: Restored, io: Io): void {
  io.out(`Restored: the state of ${madeAt}, saved by Mozaika ${mozaika}.`)
  io.out(`✓ ${count(tables)} tables, ${count(rows)} rows: each count and hash is the one that was saved`)
  io.out(`✓ ${count(files)} files: each hash is the one that was saved`)
  if (ledger.problems.length === 0) {
    io.out(
      `✓ the public record: ${count(ledger.logs)} logs with ${count(ledger.lines)} lines; every tree computed anew has the root that was signed`
    )
  }
  for (const problem of ledger.problems)
    io.out(`! the public record was not whole when it was saved: ${problem}`)
  for (const key of missingFiles) io.out(`! a file was missing when it was saved: ${key}`)
  io.out('Start the server: npm start. Letters and webhooks that waited when it was saved go out then.')
}
