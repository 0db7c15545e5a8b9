import { setTimeout as sleep } from 'node:timers/promises'
import type { Random } from '@mozaika/aggregation'
import { findPostmaster, startServerProcess } from '../support/server-process.ts'
import type { ServerProcess } from '../support/server-process.ts'
import { Person } from './person.ts'
import type { Report } from './report.ts'

const backWithinMs = 30_000

/** The server with all that happens to it. */
export class Accidents {
  readonly #report: Report
  readonly #random: Random
  server: ServerProcess
  kills = 0
  /** Milliseconds until it answered again, each time. */
  readonly outages: number[] = []

  constructor(server: ServerProcess, report: Report, random: Random) {
    this.server = server
    this.#report = report
    this.#random = random
  }

  /** Ends the app or its PostgreSQL without a warning, waits until all works again, and a little longer. */
  async happen(): Promise<void> {
    await sleep(1_000 + 3_000 * this.#random.next())
    this.kills += 1
    const what = this.#random.next() < 0.5 ? 'the app' : 'PostgreSQL'
    const start = Date.now()
    if (what === 'the app') await this.#killApp()
    else await this.#killPostgres()
    await this.#untilServed(start)
    const outage = Date.now() - start
    this.outages.push(outage)
    this.#report.say(`  kill ${this.kills}: ${what}; served again after ${(outage / 1_000).toFixed(1)} s`)
  }

  async #killApp(): Promise<void> {
    await this.server.kill()
    const { dataFolder, port } = this.server
    this.server = await startServerProcess({ dataFolder, port })
  }

  async #killPostgres(): Promise<void> {
    const pid = findPostmaster(this.server.dataFolder)
    if (pid === undefined) throw new Error('there is no PostgreSQL to kill')
    process.kill(pid, 'SIGKILL')
    // It is gone when another one has taken its place; until then the old one may still answer.
    const until = Date.now() + backWithinMs
    while (findPostmaster(this.server.dataFolder) === pid && Date.now() < until) await sleep(20)
  }

  /** Until a new act is answered, which takes app and database. */
  async #untilServed(start: number): Promise<void> {
    for (;;) {
      try {
        const ready = await fetch(`${this.server.address}/readyz`, { signal: AbortSignal.timeout(3_000) })
        if (ready.ok && (await this.#isWriting())) return
      } catch {
        // Not yet.
      }
      if (Date.now() - start > 2 * backWithinMs) return
      await sleep(50)
    }
  }

  async #isWriting(): Promise<boolean> {
    const person = new Person(this.server.address)
    const { status } = await person.insist('PUT', '/me/drafts/faults', { body: {} }, Date.now())
    return status === 200
  }

  check(): void {
    const longest = Math.max(0, ...this.outages)
    this.#report.check(
      `served again by itself within ${backWithinMs / 1_000} s after each of ${this.kills} kills`,
      longest <= backWithinMs,
      `${(longest / 1_000).toFixed(1)} s at the longest`
    )
  }
}
