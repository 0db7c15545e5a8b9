import type { PoolClient, QueryResultRow } from 'pg'
import { RoundTrip } from './round-trip.server.ts'
import type { Answer, Asked, Prepared } from './round-trip.server.ts'
import type { Statement } from './sql.server.ts'
import { toWire } from './wire.server.ts'

/**
 * The statements of one connection. Those that are asked for before the program waits for an answer go together, in
 * order and in one round trip; while one is under way, the next gathers.
 */
export class Session {
  readonly #client: PoolClient
  readonly #prepared: Prepared = { names: new Set(), shapes: new Map() }
  #waiting: Asked[] = []
  #underway: RoundTrip | undefined
  #isScheduled = false
  /** Set once the connection is lost: it must not go back into the pool. */
  broken: Error | undefined

  constructor(client: PoolClient) {
    this.#client = client
    client.on('error', error => (this.broken = error))
    const { connection } = client as unknown as { connection: NodeJS.EventEmitter }
    connection.on('parseComplete', () => this.#underway?.handleParseComplete())
  }

  async query<Row extends QueryResultRow>(statement: Statement): Promise<Row[]> {
    return (await this.ask(statement)).rows as Row[]
  }

  async ask({ name, text, values }: Statement): Promise<Answer> {
    // A name of ours: the driver counts what it prepared by itself.
    const asked = { name: `m ${name}`, text, values: values.map(toWire) }
    try {
      return await new Promise<Answer>((resolve, reject) => {
        this.#waiting.push({ ...asked, resolve, reject })
        this.#schedule()
      })
    } catch (error) {
      // From here on it says who asked.
      Error.captureStackTrace(error as Error)
      throw error
    }
  }

  /** The tick comes when everything that is ready to run has run, and so has asked for what it needs. */
  #schedule(): void {
    if (this.#underway || this.#isScheduled || this.#waiting.length === 0) return
    this.#isScheduled = true
    process.nextTick(() => this.#send())
  }

  #send(): void {
    this.#isScheduled = false
    const asked = this.#waiting
    this.#waiting = []
    this.#underway = new RoundTrip(asked, this.#prepared, () => {
      this.#underway = undefined
      this.#schedule()
    })
    this.#client.query(this.#underway as never)
  }
}

const sessions = new WeakMap<PoolClient, Session>()

/** The session of a connection, the same as long as it lives. */
export function sessionOf(client: PoolClient): Session {
  let session = sessions.get(client)
  if (!session) {
    session = new Session(client)
    sessions.set(client, session)
  }
  return session
}
