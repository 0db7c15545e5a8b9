import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export interface ServerOptions {
  readonly dataFolder: string
  readonly port: number
  readonly env?: Readonly<Record<string, string>>
  /** Options of Node before the entry: heap limits, a profiler. */
  readonly nodeOptions?: readonly string[]
}

/** The real server as a process of its own, on data of its own. Its output goes to `server.log` in the data folder. */
export interface ServerProcess {
  readonly address: string
  readonly port: number
  readonly pid: number
  readonly dataFolder: string
  /** What it has written since it was started. */
  output(): string
  /** Ends it without a word, and waits until it is gone. */
  kill(): Promise<void>
  /** Asks it to stop, and waits until it has. */
  stop(): Promise<void>
}

const entry = fileURLToPath(new URL('../../src/server.ts', import.meta.url))
const startsWithinMs = 60_000

/** Starts `src/server.ts` and waits until it says that it is ready; throws with its words when it ends instead. */
export async function startServerProcess(options: ServerOptions): Promise<ServerProcess> {
  const { dataFolder, port } = options
  const logFile = join(dataFolder, 'server.log')
  const log = openSync(logFile, 'a')
  const from = statSync(logFile).size
  const child = spawn(process.execPath, [...(options.nodeOptions ?? []), entry], {
    env: {
      ...quiet(process.env),
      PORT: String(port),
      HOST: '127.0.0.1',
      MOZAIKA_DATA: dataFolder,
      // Whoever simulates people says from which address each of them comes.
      TRUSTED_PROXY: 'loopback',
      ...options.env
    },
    stdio: ['ignore', log, log]
  })
  closeSync(log)
  // Whatever happens to us, nothing is left running: the server's end is its database's too.
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  const gone = new Promise<void>(resolve => child.once('exit', () => resolve()))
  void gone.then(() => process.off('exit', endWithUs))
  const output = () => readFileSync(logFile).subarray(from).toString('utf8')
  await untilReady(child, output)
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    child.kill(signal)
    await gone
  }
  return {
    address: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid!,
    dataFolder,
    output,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM')
  }
}

/** Nothing of the environment that this runs in decides where the data lies or who is told. */
function quiet(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, SMTP_URL: __, MOZAIKA_URL: ___, ROLE: ____, ...rest } = env
  return Object.fromEntries(Object.entries(rest).filter(([name]) => !name.startsWith('S3_')))
}

async function untilReady(child: ChildProcess, output: () => string): Promise<void> {
  const until = Date.now() + startsWithinMs
  while (!output().includes('Mozaika is ready')) {
    if (child.exitCode !== null || child.signalCode !== null || Date.now() > until) {
      child.kill('SIGKILL')
      throw new Error(`the server did not start:\n${output()}`)
    }
    await sleep(20)
  }
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
}

/** The process id of the PostgreSQL that runs on a data folder; undefined while there is none. */
export function findPostmaster(dataFolder: string): number | undefined {
  const file = join(dataFolder, 'postgres', 'postmaster.pid')
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n', 1)[0]) : NaN
  return Number.isInteger(pid) && isAlive(pid) ? pid : undefined
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Another account's process is alive too.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
