import pg from 'pg'
import type { QueryResultRow } from 'pg'
import { messageOf } from './message.ts'
import type { WireValue } from './wire.server.ts'

/** A statement on its way, and whoever waits for its answer. */
export interface Asked {
  readonly name: string
  readonly text: string
  readonly values: readonly WireValue[]
  resolve(answer: Answer): void
  reject(error: Error): void
}

export interface Answer {
  readonly rows: QueryResultRow[]
  /** What was done, as PostgreSQL says it: `COMMIT`, `INSERT 0 1`. */
  readonly tag: string
}

/** What a connection knows of the statements that were prepared on it. */
export interface Prepared {
  readonly names: Set<string>
  readonly shapes: Map<string, Shape>
}

interface Shape {
  readonly columns: readonly string[]
  readonly parsers: readonly ((text: string) => unknown)[]
}

/** The part of a driver's connection that sends. */
interface Wire {
  readonly stream: { write(bytes: Buffer): unknown }
}

/**
 * Several prepared statements that go to PostgreSQL in one write and are answered together, as a query of the driver. A
 * statement is described once a connection: what its columns are does not change while it is prepared. After one that
 * fails, PostgreSQL passes over the rest, so all from it on are told of its error.
 */
export class RoundTrip {
  readonly #asked: readonly Asked[]
  readonly #prepared: Prepared
  readonly #end: () => void
  readonly #preparing: string[] = []
  readonly #answers: Answer[] = []
  #shape: Shape | undefined
  #rows: QueryResultRow[] = []
  #fault: Error | undefined

  constructor(asked: readonly Asked[], prepared: Prepared, end: () => void) {
    this.#asked = asked
    this.#prepared = prepared
    this.#end = end
    this.#shape = prepared.shapes.get(asked[0]!.name)
  }

  submit(wire: Wire): void {
    const { names, shapes } = this.#prepared
    const told = this.#asked.map(({ name, text, values }) => {
      const isKnown = names.has(name) || this.#preparing.includes(name)
      if (!isKnown) this.#preparing.push(name)
      return { name, text: isKnown ? undefined : text, values, isNew: !shapes.has(name) }
    })
    wire.stream.write(messageOf(told))
  }

  /** The next of the statements that were sent to be prepared is. */
  handleParseComplete(): void {
    this.#prepared.names.add(this.#preparing.shift()!)
  }

  handleRowDescription({ fields }: { fields: readonly { name: string; dataTypeID: number }[] }): void {
    this.#shape = {
      columns: fields.map(field => field.name),
      parsers: fields.map(field => pg.types.getTypeParser(field.dataTypeID, 'text'))
    }
  }

  handleDataRow({ fields }: { fields: readonly (string | null)[] }): void {
    const { columns, parsers } = this.#shape!
    const row: QueryResultRow = {}
    try {
      for (let n = 0; n < columns.length; n++) {
        const text = fields[n]!
        row[columns[n]!] = text === null ? null : parsers[n]!(text)
      }
    } catch (error) {
      this.#fault ??= error as Error
    }
    this.#rows.push(row)
  }

  handleCommandComplete({ text }: { text: string }): void {
    const { name } = this.#asked[this.#answers.length]!
    if (!this.#prepared.shapes.has(name)) this.#prepared.shapes.set(name, this.#shape ?? noColumns)
    this.#answers.push({ rows: this.#rows, tag: text })
    this.#rows = []
    const next = this.#asked[this.#answers.length]
    this.#shape = next && this.#prepared.shapes.get(next.name)
  }

  handleReadyForQuery(): void {
    this.#settle()
  }

  /** An error of a statement, or of the connection: then nothing more will be answered. */
  handleError(error: Error): void {
    this.#settle(error)
  }

  /** What was answered was done, whatever happened to the statements behind it. */
  #settle(error?: Error): void {
    for (const [n, asked] of this.#asked.entries()) {
      const answer = this.#answers[n]
      if (this.#fault) asked.reject(this.#fault)
      else if (answer) asked.resolve(answer)
      else asked.reject(error ?? new Error('PostgreSQL left a statement without an answer'))
    }
    this.#end()
  }
}

const noColumns: Shape = { columns: [], parsers: [] }
