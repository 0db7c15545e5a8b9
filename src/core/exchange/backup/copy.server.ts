import type { Socket } from 'node:net'
import type { Connection, Submittable } from 'pg'
import type pg from 'pg'

/**
 * COPY between PostgreSQL and a stream of bytes, by the protocol's own messages (PostgreSQL documentation, "COPY
 * Operations"). The client must not pipeline: other statements would be answered in between.
 */

/** What a COPY … TO STDOUT sends, in parts; the server waits while the reader does. */
export async function* copyOut(client: pg.ClientBase, statement: string): AsyncGenerator<Buffer> {
  const copying = new CopyOut(statement)
  client.query(copying)
  try {
    yield* copying.parts()
  } finally {
    copying.abandon()
  }
}

/** Feeds a COPY … FROM STDIN; gives the number of rows. What fails while the parts are read ends the COPY with it. */
export function copyIn(
  client: pg.ClientBase,
  statement: string,
  parts: AsyncIterable<Uint8Array>
): Promise<number> {
  return new Promise((resolve, reject) => void client.query(new CopyIn(statement, parts, resolve, reject)))
}

/** The messages of the protocol that a copy is asked to handle, and the part of the connection that it needs. */
interface Wire extends Connection {
  readonly stream: Socket
  query(text: string): void
  sendCopyFromChunk(part: Uint8Array): void
  endCopyFrom(): void
  sendCopyFail(reason: string): void
}

const mostWaiting = 4 * 1_048_576

class CopyOut implements Submittable {
  readonly #statement: string
  #wire: Wire | undefined
  #waiting: Buffer[] = []
  #size = 0
  #isDone = false
  #isAbandoned = false
  #error: Error | undefined
  #wake = () => {}

  constructor(statement: string) {
    this.#statement = statement
  }

  submit(connection: Connection): void {
    this.#wire = connection as Wire
    this.#wire.query(this.#statement)
  }

  async *parts(): AsyncGenerator<Buffer> {
    while (true) {
      if (this.#waiting.length > 0) {
        const parts = this.#waiting
        this.#waiting = []
        this.#size = 0
        this.#wire!.stream.resume()
        yield Buffer.concat(parts)
      } else if (this.#error) throw this.#error
      else if (this.#isDone) return
      else await new Promise<void>(resolve => (this.#wake = resolve))
    }
  }

  /** The rest is read and dropped, so that the connection can be used again. */
  abandon(): void {
    this.#isAbandoned = true
    this.#wire?.stream.resume()
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (this.#isAbandoned) return
    // The parser uses its buffer again.
    this.#waiting.push(Buffer.from(chunk))
    this.#size += chunk.length
    if (this.#size > mostWaiting) this.#wire!.stream.pause()
    this.#wake()
  }

  handleCommandComplete(): void {}
  handleError(error: Error): void {
    this.#error = error
    this.#wake()
  }
  handleReadyForQuery(): void {
    this.#isDone = true
    this.#wake()
  }
}

class CopyIn implements Submittable {
  readonly #statement: string
  readonly #parts: AsyncIterable<Uint8Array>
  readonly #resolve: (rows: number) => void
  readonly #reject: (error: Error) => void
  #rows = 0
  #error: Error | undefined

  constructor(
    statement: string,
    parts: AsyncIterable<Uint8Array>,
    resolve: (rows: number) => void,
    reject: (error: Error) => void
  ) {
    this.#statement = statement
    this.#parts = parts
    this.#resolve = resolve
    this.#reject = reject
  }

  submit(connection: Connection): void {
    ;(connection as Wire).query(this.#statement)
  }

  handleCopyInResponse(connection: Connection): void {
    void this.#feed(connection as Wire)
  }

  async #feed(wire: Wire): Promise<void> {
    try {
      for await (const part of this.#parts) {
        if (this.#error) return
        wire.sendCopyFromChunk(part)
        if (wire.stream.writableNeedDrain)
          await new Promise<void>(resolve => wire.stream.once('drain', resolve))
      }
      wire.endCopyFrom()
    } catch (error) {
      this.#error ??= error as Error
      wire.sendCopyFail('the source failed')
    }
  }

  handleCommandComplete({ text }: { text: string }): void {
    this.#rows = Number(/^COPY (\d+)$/.exec(text)?.[1] ?? 0)
  }
  handleError(error: Error): void {
    this.#error ??= error
    this.#reject(this.#error)
  }
  handleReadyForQuery(): void {
    if (this.#error) this.#reject(this.#error)
    else this.#resolve(this.#rows)
  }
}
