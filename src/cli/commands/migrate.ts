import { coreMigrations, migrate } from '../../db/migrate.server.ts'
import type { Command } from '../command.ts'

export const migrateCommand: Command = {
  name: 'migrate',
  usage: '',
  help: `Bring the database to this version.

Applies the migrations that it lacks, each in a transaction of its own, and names them. The server does the same at
each start; this is for those who want it done before.`,
  run: async (_, io) => {
    const { database } = await io.store()
    const applied = await migrate(database, [coreMigrations])
    for (const name of applied) io.out(`✓ ${name}`)
    io.out(applied.length > 0 ? `Applied: ${applied.length}.` : 'The database is of this version already.')
  }
}
