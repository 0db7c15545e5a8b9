import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../src/db/database.server.ts'
import { startEmbedded } from '../../src/db/embedded/index.server.ts'
import { coreMigrations, migrate } from '../../src/db/migrate.server.ts'
import { startInstalled } from './installed-postgres.ts'
import type { TestPostgres } from './installed-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: { host: string; port: number; user: string }
  }
}

/** Once for all store tests: one PostgreSQL and one migrated database that every test file copies. */
export default async function startDatabase(project: TestProject): Promise<() => Promise<void>> {
  const bin = process.env['MOZAIKA_TEST_POSTGRES']
  const postgres = bin ? await startInstalled(bin) : await startOurs()
  const { host, port, user } = postgres
  const template = openDatabase({ host, port, user, database: 'mozaika', max: 2 })
  await template.pool.query('create database mozaika_template')
  await template.close()
  const database = openDatabase({ host, port, user, database: 'mozaika_template', max: 2 })
  await migrate(database, [coreMigrations])
  await database.close()
  project.provide('postgres', { host, port, user })
  return async () => {
    await postgres.stop()
  }
}

async function startOurs(): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'mozaika-test-'))
  const embedded = await startEmbedded({ dataFolder: folder, log: () => {} })
  return {
    ...embedded.connection,
    async stop() {
      await embedded.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
