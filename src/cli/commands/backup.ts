import { existsSync } from 'node:fs'
import { writeBackup } from '../../core/exchange/backup/write-backup.server.ts'
import type { BackupManifest } from '../../core/exchange/backup/backup-shape.ts'
import type { Command, Io } from '../command.ts'
import { count, explainProblem, progressOn, readFileArgs, storageOf, version } from '../portable.ts'

export const backup: Command = {
  name: 'backup',
  usage: 'FILE [--force]',
  help: `Write everything of this installation into one file: all tables in one snapshot, and the files.

A server may run meanwhile. \`mozaika restore FILE\` reads it into an empty database, embedded or not, of any PostgreSQL
from 15 on. The ledger is checked on the way, so that what is wrong is known while it can be mended.
  --force  write over a file that is there
The file holds the keys that sign the record and the sessions: keep it as you would keep a password.`,
  run: async (args, io) => {
    const { file, isForced } = readFileArgs(args, backup)
    // A file that is there may be somebody's only copy of an earlier state.
    if (!isForced && existsSync(file)) {
      io.err(`${file} is there already. Name another file, or add --force.`)
      return 1
    }
    const storage = storageOf(io.config())
    const { database } = await io.store()
    try {
      const report = progressOn(io.err)
      const made = await writeBackup(file, { database, storage, version: version(), report })
      return say(file, made, io)
    } catch (error) {
      return explainProblem(error, file, io)
    }
  }
}

function say(file: string, made: BackupManifest & { bytes: number }, io: Io): number {
  const { tables, files, missingFiles, ledger, bytes } = made
  const rows = Object.values(tables).reduce((sum, table) => sum + table.rows, 0)
  io.out(`${file} (${count(bytes)} bytes)`)
  io.out(`✓ ${count(Object.keys(tables).length)} tables, ${count(rows)} rows`)
  io.out(`✓ ${count(files.length)} files`)
  if (ledger.problems.length === 0)
    io.out(`✓ the public record: ${count(ledger.logs)} logs with ${count(ledger.lines)} lines, all as signed`)
  for (const problem of ledger.problems) io.out(`✗ the public record: ${problem}`)
  for (const key of missingFiles) io.out(`! a file is not in the store: ${key}`)
  io.out(
    'It holds everything people wrote, and the keys that sign the record, the sessions and the cookies of guests.\n' +
      'Only you can read it (mode 0600): keep it as you would keep a password.'
  )
  return ledger.problems.length === 0 ? 0 : 1
}
