import { setTimeout as sleep } from 'node:timers/promises'
import type { Connection } from './connection.ts'
import { endLeftover } from './leftover.server.ts'
import { startPostmaster, untilReady, type Postmaster, type PostmasterSetup } from './postmaster.server.ts'
import { probe } from './probe.server.ts'

const PROBE_EVERY_MS = 5_000
const SILENCES_BEFORE_RESTART = 3
const FIRST_START_TRIES = 5
const FIRST_PAUSE_MS = 100
const LONGEST_PAUSE_MS = 10_000

type Log = (line: string) => void

/**
 * Keeps PostgreSQL running on its cluster. It is started again when it ends by itself (at once, then with pauses that
 * double from 0.1 s to 10 s, for as long as it takes), and ended to be started again when it stays silent three times in
 * a row.
 */
export class Supervisor {
  readonly #setup: PostmasterSetup
  readonly #connection: Connection
  readonly #log: Log
  readonly #stop = new AbortController()
  readonly #restartListeners: (() => void)[] = []
  #server: Postmaster | undefined
  #life: Promise<void> = Promise.resolve()

  constructor(setup: PostmasterSetup, connection: Connection, log: Log) {
    this.#setup = setup
    this.#connection = connection
    this.#log = log
  }

  /** @throws EmbeddedError when PostgreSQL does not start in five tries; nothing is left running then. */
  async start(): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await this.#startOnce()
        break
      } catch (error) {
        // Processes of a killed PostgreSQL may need a moment to leave the cluster.
        if (tries === FIRST_START_TRIES) throw error
        await sleep(FIRST_PAUSE_MS * 2 ** tries)
      }
    }
    this.#life = this.#keepRunning()
  }

  get pid(): number {
    return this.#server?.pid ?? 0
  }

  onRestart(listener: () => void): void {
    this.#restartListeners.push(listener)
  }

  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#server?.stop()
    await this.#life
  }

  async #startOnce(): Promise<void> {
    await endLeftover(this.#setup.cluster, this.#log)
    if (this.#stop.signal.aborted) return
    this.#server = startPostmaster(this.#setup)
    await untilReady(this.#server, this.#setup)
  }

  async #keepRunning(): Promise<void> {
    while (this.#server) {
      const watch = new AbortController()
      void this.#endIfSilent(this.#server, watch.signal)
      const reason = await this.#server.exited
      watch.abort()
      if (this.#stop.signal.aborted) return
      this.#log(`PostgreSQL has stopped by itself (${reason}); it is being started again.`)
      await this.#restart()
      if (this.#stop.signal.aborted) return
      this.#log(`PostgreSQL runs again (pid ${this.pid}).`)
      for (const listener of this.#restartListeners) listener()
    }
  }

  async #restart(): Promise<void> {
    let pause = FIRST_PAUSE_MS
    while (!this.#stop.signal.aborted) {
      try {
        await this.#startOnce()
        return
      } catch (error) {
        if (this.#stop.signal.aborted) return
        this.#log(`${(error as Error).message}\nNext try in ${pause / 1000} s.`)
        await pauseFor(pause, this.#stop.signal)
        pause = Math.min(2 * pause, LONGEST_PAUSE_MS)
      }
    }
  }

  async #endIfSilent(server: Postmaster, ended: AbortSignal): Promise<void> {
    let silences = 0
    while (silences < SILENCES_BEFORE_RESTART) {
      await pauseFor(PROBE_EVERY_MS, ended)
      if (ended.aborted) return
      silences = (await probe(this.#connection)) === 'silent' ? silences + 1 : 0
    }
    if (ended.aborted || this.#stop.signal.aborted) return
    this.#log('PostgreSQL does not answer; it is being ended to be started again.')
    await server.kill()
  }
}

/** Waits, without keeping the process alive, and less long when the signal comes. */
async function pauseFor(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => {})
}
