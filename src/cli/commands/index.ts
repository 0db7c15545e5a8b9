import type { Command } from '../command.ts'
import { backup } from './backup.ts'
import { callCheck, callDiff, callExport, callImport } from './call-files.ts'
import { doctor } from './doctor.ts'
import { exportCommand } from './export.ts'
import { helpOver } from './help.ts'
import { importCsv } from './import-csv.ts'
import { importPolis } from './import-polis.ts'
import { mail } from './mail.ts'
import { migrateCommand } from './migrate.ts'
import { restore } from './restore.ts'
import { seed } from './seed.ts'
import { verify } from './verify.ts'

/** The commands that are no acts and no views. One of two words goes before the act or view of that name. */
export const commands: readonly Command[] = [
  backup,
  callCheck,
  callDiff,
  callExport,
  callImport,
  doctor,
  exportCommand,
  importCsv,
  importPolis,
  mail,
  migrateCommand,
  restore,
  seed,
  verify,
  helpOver(() => commands)
]
