import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Connection } from './connection.ts'
import { endLeftover } from './leftover.server.ts'
import { startPostmaster, untilReady, type Postmaster, type PostmasterSetup } from './postmaster.server.ts'

const CHECK_EVERY_MS = 5_000
const CHECK_TIMEOUT_MS = 10_000
const FAILURES_BEFORE_RESTART = 3
const LONGEST_PAUSE_MS = 10_000

export type Supervisor = {
  pid(): number
  isHealthy(): Promise<boolean>
  onRestart(listener: () => void): void
  stop(): Promise<void>
}

/**
 * Starts PostgreSQL and keeps it running: started again when it ends by itself (at once, then with pauses that double
 * up to 10 s), and ended to be started again when it has not answered three checks in a row.
 *
 * @throws EmbeddedError when the first start fails; later failures are logged and tried again.
 */
export async function supervise(
  setup: PostmasterSetup,
  connection: Connection,
  log: (line: string) => void
): Promise<Supervisor> {
  let stopping: Promise<void> | undefined
  let failures = 0
  const listeners: (() => void)[] = []
  await endLeftover(setup.cluster, log)
  let server = startPostmaster(setup)
  try {
    await untilReady(server, setup)
  } catch (error) {
    await server.stop()
    throw error
  }
  guard(server)
  const checks = setInterval(() => void check(), CHECK_EVERY_MS).unref()

  function guard(watched: Postmaster): void {
    void watched.exited.then(reason => {
      if (stopping || watched !== server) return
      log(`PostgreSQL has stopped by itself (${reason}); it is being started again.`)
      void restart()
    })
  }

  async function restart(): Promise<void> {
    for (let pause = 100; !stopping; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
      try {
        await endLeftover(setup.cluster, log)
        if (stopping) return
        server = startPostmaster(setup)
        await untilReady(server, setup)
        failures = 0
        guard(server)
        log(`PostgreSQL runs again (pid ${server.pid}).`)
        for (const listener of listeners) listener()
        return
      } catch (error) {
        if (stopping) return
        log(`${(error as Error).message} Next try in ${pause / 1000} s.`)
        await sleep(pause)
      }
    }
  }

  async function check(): Promise<void> {
    const watched = server
    if (await answers(connection)) {
      failures = 0
      return
    }
    failures += 1
    if (failures < FAILURES_BEFORE_RESTART || stopping || watched !== server) return
    failures = 0
    log('PostgreSQL has not answered for a while; it is being ended to be started again.')
    await watched.kill()
  }

  async function stop(): Promise<void> {
    clearInterval(checks)
    await server.stop()
  }

  return {
    pid: () => server.pid,
    isHealthy: () => answers(connection),
    onRestart: listener => void listeners.push(listener),
    stop: () => (stopping ??= stop())
  }
}

/** True if a new connection can be made and a query is answered over it. */
async function answers(connection: Connection): Promise<boolean> {
  const client = new pg.Client({
    ...connection,
    connectionTimeoutMillis: CHECK_TIMEOUT_MS,
    query_timeout: CHECK_TIMEOUT_MS
  })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
