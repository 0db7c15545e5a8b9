import type { Command } from '../command.ts'
import { doctor } from './doctor.ts'
import { exportCommand } from './export.ts'
import { helpOver } from './help.ts'
import { mail } from './mail.ts'
import { migrateCommand } from './migrate.ts'
import { verify } from './verify.ts'

/** The commands that are no acts and no views. One of two words goes before the act or view of that name. */
export const commands: readonly Command[] = [
  doctor,
  exportCommand,
  mail,
  migrateCommand,
  verify,
  helpOver(() => commands)
]
