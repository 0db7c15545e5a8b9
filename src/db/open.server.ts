import { checkText } from './check-text.server.ts'
import { openDatabase } from './database.server.ts'
import type { Database } from './database.server.ts'
import { startEmbedded } from './embedded/index.server.ts'
import { coreMigrations, migrate } from './migrate.server.ts'

/** An open, migrated database, and what runs it. */
export interface Store {
  readonly database: Database
  readonly embedded: boolean
  /** How to connect: for tools beside us. */
  readonly connection: {
    readonly host?: string
    readonly port?: number
    readonly user?: string
    readonly database?: string
    readonly connectionString?: string
  }
  isHealthy(): Promise<boolean>
  close(): Promise<void>
}

/** What is wrong with a database that answers, and what to do about it. */
export class StoreError extends Error {
  readonly hint: string
  constructor(problem: string, hint: string) {
    super(problem)
    this.name = 'StoreError'
    this.hint = hint
  }
}

/** Starts the embedded PostgreSQL unless `databaseUrl` names another, checks that it can hold our texts, and migrates. */
export async function openStore(
  config: { readonly databaseUrl: string | null; readonly dataFolder: string },
  options: { log(line: string): void; migrate?: boolean }
): Promise<Store> {
  if (config.databaseUrl) {
    const connection = { connectionString: config.databaseUrl }
    return ready(openDatabase(connection), connection, null, options)
  }
  const embedded = await startEmbedded({ dataFolder: config.dataFolder, log: line => options.log(line) })
  return ready(openDatabase(embedded.connection), embedded.connection, embedded, options)
}

async function ready(
  database: Database,
  connection: Store['connection'],
  embedded: Awaited<ReturnType<typeof startEmbedded>> | null,
  options: { log(line: string): void; migrate?: boolean }
): Promise<Store> {
  const close = async () => {
    await database.close()
    await embedded?.stop()
  }
  try {
    const text = await checkText(database.pool)
    if (!text.ok) throw new StoreError(text.problem, text.hint)
    if (options.migrate !== false) {
      const applied = await migrate(database, [coreMigrations])
      if (applied.length > 0) options.log(`The database is up to date (${applied.length} steps applied).`)
    }
    await database.pool.query('select 1')
    return { database, embedded: embedded !== null, connection, isHealthy: () => answers(database), close }
  } catch (error) {
    await close().catch(() => {})
    throw error
  }
}

async function answers(database: Database): Promise<boolean> {
  try {
    await Promise.race([
      database.pool.query('select 1'),
      new Promise((_, reject) => setTimeout(() => reject(new Error('no answer in 2 s')), 2_000).unref())
    ])
    return true
  } catch {
    return false
  }
}
