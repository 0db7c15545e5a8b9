import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { Passage } from '../core/door/perform.server.ts'
import { findLag } from '../core/ledger/lag.server.ts'
import type { Lag } from '../core/ledger/lag.server.ts'
import type { Database } from '../db/database.server.ts'

export interface Metrics {
  /** Told of every passage through the door. */
  observe(passage: Passage): void
  /** The text that Prometheus reads. */
  render(): Promise<string>
  /** From now on the database's pool and the record's lag are told too. */
  watch(parts: { readonly database: Database }): void
}

/** Seconds; a cached reading, a plain one, a busy one, too slow, broken. */
const buckets = [0.002, 0.01, 0.05, 0.25, 1, 5]

/** What an operator watches, in a registry of its own: no label ever names a person, an address or a call. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const passages = new Histogram({
    name: 'mozaika_door_seconds',
    help: 'Passages through the door, by act or view and by how they ended: done, failed, or the code of a refusal.',
    labelNames: ['name', 'kind', 'end'] as const,
    buckets,
    registers
  })
  return {
    observe: ({ name, kind, end, seconds }) => passages.observe({ name, kind, end }, seconds),
    render: () => registry.metrics(),
    watch({ database }) {
      const gauge = (name: string, help: string, read: () => number) =>
        new Gauge({
          name,
          help,
          registers,
          collect() {
            this.set(read())
          }
        })
      gauge(
        'mozaika_pool_waiting',
        'Statements waiting for a connection to the database.',
        () => database.waiting
      )
      gauge('mozaika_pool_connections', 'Connections to the database.', () => database.pool.totalCount)
      gauge(
        'mozaika_pool_idle',
        'Connections to the database that nobody uses.',
        () => database.pool.idleCount
      )
      watchLedger(database, registers)
    }
  }
}

function watchLedger(database: Database, registers: Registry[]): void {
  // Collected in the order of their making: the second waits for what the first has asked.
  let asked: Promise<Lag | null> = Promise.resolve(null)
  new Gauge({
    name: 'mozaika_ledger_lag_seconds',
    help: 'Age of the oldest committed line that has no place in a log yet; -1 when the database does not answer.',
    registers,
    async collect() {
      asked = findLag(database).catch(() => null)
      this.set((await asked)?.seconds ?? -1)
    }
  })
  new Gauge({
    name: 'mozaika_ledger_waiting_lines',
    help: 'Committed lines that have no place in a log yet; -1 when the database does not answer.',
    registers,
    async collect() {
      this.set((await asked)?.lines ?? -1)
    }
  })
}
