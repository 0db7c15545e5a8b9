import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from './binaries.server.ts'
import { EmbeddedError } from './embedded-error.server.ts'
import { giveToFolderOwner } from './give-to.server.ts'
import { ESCALATION, pidFileLines } from './leftover.server.ts'
import { launch, type Runner } from './runner.server.ts'
import { SOCKET_PORT, type SocketFolder } from './socket-folder.server.ts'
import { watchOver } from './watchdog.server.ts'

export type PostmasterSetup = {
  binaries: Binaries
  runner: Runner
  cluster: string
  socket: SocketFolder
  logFile: string
  maxConnections: number
}

/** One running PostgreSQL server. `exited` settles with a few words once it has ended, for whatever reason. */
export type Postmaster = {
  pid: number
  exited: Promise<string>
  stop(): Promise<void>
  kill(): Promise<void>
}

/** Starts PostgreSQL as a child of this process, guarded by a watchdog; it may not yet accept connections. */
export function startPostmaster(setup: PostmasterSetup): Postmaster {
  setup.socket.ensure()
  rotate(setup.logFile)
  const log = openSync(setup.logFile, 'a', 0o600)
  giveToFolderOwner(setup.logFile)
  const child = launch(setup.runner, setup.binaries.postgres, argumentsOf(setup), {
    stdio: ['ignore', log, log],
    // A session of its own: Ctrl-C reaches every process of ours at once, and the app must end before its database.
    detached: true
  })
  closeSync(log)
  const exited = exitOf(child)
  if (child.pid === undefined) return { pid: 0, exited, stop: async () => {}, kill: async () => {} }
  const watchdog = watchOver(child.pid)
  void exited.then(() => watchdog.release())
  return { pid: child.pid, exited, stop: () => end(child, exited, 0), kill: () => end(child, exited, 1) }
}

/**
 * Waits until the server accepts connections; recovery after a crash may take minutes.
 *
 * @throws EmbeddedError with the end of the server's log when it ends instead.
 */
export async function untilReady(server: Postmaster, setup: PostmasterSetup): Promise<void> {
  let ended: string | undefined
  void server.exited.then(reason => (ended = reason))
  while (ended === undefined) {
    const lines = pidFileLines(setup.cluster)
    if (lines[0] === String(server.pid) && lines[7]?.trim() === 'ready') return
    await sleep(20)
  }
  throw new EmbeddedError(
    `PostgreSQL did not start (${ended}). Its last words:\n${lastLines(setup.logFile, 8)}`,
    `The whole log is ${setup.logFile}. A full disk and an exhausted shared memory are the usual causes.`
  )
}

function argumentsOf({ cluster, socket, maxConnections }: PostmasterSetup): string[] {
  const settings = {
    listen_addresses: '',
    port: SOCKET_PORT,
    unix_socket_directories: quoted(socket.path),
    unix_socket_permissions: '0700',
    max_connections: maxConnections,
    shared_buffers: '128MB',
    dynamic_shared_memory_type: 'mmap',
    fsync: 'on',
    full_page_writes: 'on',
    synchronous_commit: 'on',
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Failed statements are the app's to report. Here they would put people's words and addresses into a log.
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_checkpoints: 'off',
    logging_collector: 'off'
  }
  return ['-D', cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** The setting is a list; quotes let a folder's name hold a comma or a blank. */
function quoted(path: string): string {
  return `"${path.replaceAll('"', '""')}"`
}

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise(resolve => {
    child.once('error', error => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ? `ended by ${signal}` : `exit code ${code}`))
  })
}

/** Sends the signals of `ESCALATION` from `first` on, until the process has ended. */
async function end(child: ChildProcess, exited: Promise<string>, first: number): Promise<void> {
  for (const { signal, seconds } of ESCALATION.slice(first)) {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    const patience = new AbortController()
    const late = sleep(seconds * 1000, 'late', { signal: patience.signal }).catch(() => 'ended')
    const outcome = await Promise.race([exited, late])
    patience.abort()
    if (outcome !== 'late') return
  }
}

/** One older log is kept. The log grows slowly: starts, stops and crashes only. */
function rotate(logFile: string): void {
  const TEN_MEGABYTES = 10_000_000
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0
  if (size > TEN_MEGABYTES) renameSync(logFile, `${logFile}.1`)
}

function lastLines(file: string, count: number): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count).join('\n')
}
