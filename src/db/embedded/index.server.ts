import { chmodSync, existsSync, mkdirSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { findBinaries } from './binaries.server.ts'
import { chooseRunner } from './choose-runner.server.ts'
import { ensureCluster, SUPERUSER } from './cluster.server.ts'
import type { Connection } from './connection.ts'
import { EmbeddedError } from './embedded-error.server.ts'
import { takeLock, type Lock } from './lock.server.ts'
import type { Runner } from './runner.server.ts'
import { makeSocketFolder, SOCKET_PORT } from './socket-folder.server.ts'
import { probe } from './probe.server.ts'
import { Supervisor } from './supervisor.server.ts'

export { EmbeddedError }
export type { Connection }

const DATABASE = 'mozaika'

export type EmbeddedOptions = {
  /** Made if missing. Holds the cluster, the socket, the log and the lock; relative to the working folder. */
  dataFolder: string
  /** Gets one line of text a call, for people. */
  log(line: string): void
  /** 100 unless told, as PostgreSQL itself. */
  maxConnections?: number
}

export type Embedded = {
  connection: Connection
  /** The same as an address, for programs that take one. */
  url: string
  /** Of the PostgreSQL that runs now; it changes with a restart. */
  readonly pid: number
  /** Whether a new connection is answered within 10 s. */
  isHealthy(): Promise<boolean>
  /** Called each time PostgreSQL accepts connections again after it ended by itself. */
  onRestart(listener: () => void): void
  /** Ends PostgreSQL (at most 30 s) and frees the data folder. Connections still open are cut. */
  stop(): Promise<void>
}

/**
 * Brings up the PostgreSQL that npm installed, on a unix socket, with its data in `dataFolder`, and keeps it running
 * until `stop`. It ends with this process however that ends.
 *
 * @throws EmbeddedError with a hint; nothing is left running then.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataFolder = makeDataFolder(options.dataFolder)
  const lock = takeLock(dataFolder)
  try {
    return await startLocked(dataFolder, options, lock)
  } catch (error) {
    lock.release()
    throw explained(error, dataFolder)
  }
}

async function startLocked(dataFolder: string, options: EmbeddedOptions, lock: Lock): Promise<Embedded> {
  const { log, maxConnections = 100 } = options
  const cluster = join(dataFolder, 'postgres')
  const { runner, binaries } = chooseRunner(dataFolder, cluster, findBinaries(dataFolder))
  announce(runner, log)
  if (!existsSync(cluster)) log('Making the database (first start only)…')
  await ensureCluster(cluster, runner, binaries)
  const socket = makeSocketFolder(dataFolder, runner)
  const connection = {
    host: socket.path,
    port: SOCKET_PORT,
    user: SUPERUSER,
    database: DATABASE,
    ssl: false
  } as const
  const logFile = join(dataFolder, 'postgres.log')
  const setup = { binaries, runner, cluster, socket, logFile, maxConnections }
  const supervisor = new Supervisor(setup, connection, log)
  const stop = async () => {
    await supervisor.stop()
    socket.remove()
    lock.release()
  }
  try {
    await supervisor.start()
    await ensureDatabase(connection)
  } catch (error) {
    await stop()
    throw error
  }
  let stopped: Promise<void> | undefined
  return {
    connection,
    url: urlOf(connection),
    get pid() {
      return supervisor.pid
    },
    isHealthy: async () => (await probe(connection)) === 'answers',
    onRestart: listener => supervisor.onRestart(listener),
    stop: () => (stopped ??= stop())
  }
}

function makeDataFolder(path: string): string {
  const folder = resolve(path)
  try {
    if (!existsSync(folder)) {
      mkdirSync(folder, { recursive: true })
      chmodSync(folder, 0o700)
    }
    return realpathSync(folder)
  } catch (cause) {
    throw new EmbeddedError(
      `The data folder ${folder} cannot be made: ${(cause as Error).message}.`,
      'Set MOZAIKA_DATA to a folder that this account may write.',
      cause
    )
  }
}

/** A refusal by the file system gets a hint; any other error stays what it is. */
function explained(error: unknown, dataFolder: string): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  const problem = `The data folder ${dataFolder} cannot be used: ${message}.`
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new EmbeddedError(
      problem,
      'The disk is full: make room, or set MOZAIKA_DATA to another disk.',
      error
    )
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const hint =
      'Some of its files belong to another account, perhaps because of an earlier start as root. Give them to this ' +
      `account (sudo chown -R "$(id -un)" '${dataFolder}'), or start as the account that owns them.`
    return new EmbeddedError(problem, hint, error)
  }
  return error
}

function announce(runner: Runner, log: (line: string) => void): void {
  if (process.geteuid?.() !== 0) return
  const who = runner.kind === 'account' ? `the account ${runner.name}` : 'a user namespace (uid 65534)'
  log(
    `Running as root is for trials: PostgreSQL refuses root and runs under ${who}. For real use, take an ordinary account.`
  )
}

async function ensureDatabase(connection: Connection): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await client.query(`create database ${DATABASE}`)
  } finally {
    await client.end()
  }
}

function urlOf({ host, port, user, database }: Connection): string {
  return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`
}
