import type { QueryResultRow } from 'pg'
import type { Session } from './session.server.ts'
import { sql } from './sql.server.ts'
import type { Statement } from './sql.server.ts'

/** A transaction under way: begun, given its id and the database's time, all in its first round trip. */
export class OpenTransaction {
  readonly #session: Session
  readonly #sent: Promise<unknown>[] = []
  #now: Date | undefined
  /** Resolves when the time is known. */
  readonly begun: Promise<void>

  constructor(session: Session) {
    this.#session = session
    this.begun = this.#begin()
    // Whoever does not wait for it learns of its failure from the statements that follow.
    this.begun.catch(() => {})
  }

  get now(): Date {
    if (!this.#now) throw new Error('the time of a transaction is known once a statement of it was answered')
    return this.#now
  }

  async query<Row extends QueryResultRow>(statement: Statement): Promise<Row[]> {
    const rows = await this.#session.query<Row>(statement)
    // Answered before, but perhaps not noted yet.
    if (!this.#now) await this.begun
    return rows
  }

  send(statement: Statement): void {
    const sent = this.#session.ask(statement)
    sent.catch(() => {})
    this.#sent.push(sent)
  }

  /** Throws what a statement that was sent failed with; `OutcomeLost` when the connection is lost before the answer. */
  async commit(): Promise<void> {
    const committing = this.#session.ask(sql`commit`)
    const outcomes = await Promise.allSettled([...this.#sent, committing])
    const failed = outcomes.find(outcome => outcome.status === 'rejected')
    if (failed) throw this.#isLost(failed.reason) ? new OutcomeLost(failed.reason) : failed.reason
    const { tag } = await committing
    if (tag !== 'COMMIT') throw new Error('a statement failed, and the transaction went on as if it had not')
  }

  /** A server that is shut down or crashes may say so (57P0x) instead of answering, before the connection ends. */
  #isLost(error: unknown): boolean {
    const { code } = error as { code?: unknown }
    return this.#session.broken !== undefined || (typeof code === 'string' && code.startsWith('57P0'))
  }

  async rollback(): Promise<void> {
    if (this.#session.broken) return
    try {
      await this.#session.ask(sql`rollback`)
    } catch (error) {
      this.#session.broken ??= error as Error
    }
  }

  /**
   * The id comes before the time. Whoever sees a time before a step's close therefore holds a transaction id that the
   * job at the close waits for.
   */
  async #begin(): Promise<void> {
    const [, clock] = await Promise.all([
      this.#session.ask(sql`begin`),
      this.#session.query<{ now: Date }>(sql`select pg_current_xact_id(), clock_timestamp() as now`)
    ])
    this.#now = clock[0]!.now
  }
}

/**
 * The connection was lost while a transaction committed: it may have committed or not. Its id does not tell: after a
 * crash PostgreSQL gives the ids of transactions that left no trace to others.
 */
export class OutcomeLost extends Error {
  constructor(cause: unknown) {
    super('the connection was lost while committing', { cause })
    this.name = 'OutcomeLost'
  }
}
