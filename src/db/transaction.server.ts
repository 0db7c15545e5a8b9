import type { QueryResultRow } from 'pg'
import type { Session } from './session.server.ts'
import { sql } from './sql.server.ts'
import type { Statement } from './sql.server.ts'

/** A transaction under way: begun, given its id and the database's time, all in its first round trip. */
export class OpenTransaction {
  readonly #session: Session
  readonly #sent: Promise<unknown>[] = []
  #clock: { xid: string; now: Date } | undefined
  /** Resolves when the time is known. */
  readonly begun: Promise<void>

  constructor(session: Session) {
    this.#session = session
    this.begun = this.#begin()
    // Whoever does not wait for it learns of its failure from the statements that follow.
    this.begun.catch(() => {})
  }

  get now(): Date {
    if (!this.#clock)
      throw new Error('the time of a transaction is known once a statement of it was answered')
    return this.#clock.now
  }

  async query<Row extends QueryResultRow>(statement: Statement): Promise<Row[]> {
    const rows = await this.#session.query<Row>(statement)
    // Answered before, but perhaps not noted yet.
    if (!this.#clock) await this.begun
    return rows
  }

  send(statement: Statement): void {
    const sent = this.#session.ask(statement)
    sent.catch(() => {})
    this.#sent.push(sent)
  }

  /** Throws what a statement that was sent failed with; `OutcomeLost` when the connection is lost before the answer. */
  async commit(result: unknown): Promise<void> {
    const committing = this.#session.ask(sql`commit`)
    const outcomes = await Promise.allSettled([...this.#sent, committing])
    const failed = outcomes.find(outcome => outcome.status === 'rejected')
    if (failed && this.#session.broken && this.#clock)
      throw new OutcomeLost(this.#clock.xid, result, failed.reason)
    if (failed) throw failed.reason
    const { tag } = await committing
    if (tag !== 'COMMIT') throw new Error('a statement failed, and the transaction went on as if it had not')
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
      this.#session.query<{ xid: string; now: Date }>(sql`
        select pg_current_xact_id()::text as xid, clock_timestamp() as now`)
    ])
    this.#clock = clock[0]!
  }
}

/** The connection was lost while a transaction committed: it may have committed or not. */
export class OutcomeLost extends Error {
  readonly #xid: string
  /** What the transaction's work gave: good if it has committed. */
  readonly result: unknown

  constructor(xid: string, result: unknown, cause: unknown) {
    super('the connection was lost while committing', { cause })
    this.name = 'OutcomeLost'
    this.#xid = xid
    this.result = result
  }

  async ask(session: Session): Promise<'committed' | 'aborted' | 'in progress'> {
    const [row] = await session.query<{ status: 'committed' | 'aborted' | 'in progress' }>(sql`
      select pg_xact_status(${this.#xid}::xid8) as status`)
    return row!.status
  }
}
