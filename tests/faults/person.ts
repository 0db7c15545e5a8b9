import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Answer {
  readonly status: number
  /** The body: of an act its result and ledger lines, of a refusal a problem. */
  readonly body: {
    readonly result?: Record<string, string>
    readonly lines?: readonly { readonly log: string; readonly id: string }[]
    readonly code?: string
  }
}

/** No answer, an answer that it is busy, or one of a proxy for it: what a client tries again. */
export class Unanswered extends Error {}

export type Verb = 'POST' | 'PUT' | 'DELETE'

let people = 0

/** Somebody with a browser: an address of their own, and a cookie once they have done something. */
export class Person {
  readonly #origin: string
  readonly #address: string
  #cookie: string | undefined

  constructor(origin: string) {
    people += 1
    this.#origin = origin
    this.#address = `2001:db8:${(people >>> 16).toString(16)}:${(people & 0xffff).toString(16)}::1`
  }

  get isKnown(): boolean {
    return this.#cookie !== undefined
  }

  /** Sends an act once. Throws `Unanswered` where nobody can tell whether it was done. */
  async act(verb: Verb, path: string, body: object, key: string): Promise<Answer> {
    let response: Response
    try {
      response = await fetch(`${this.#origin}/api/v1${path}`, {
        method: verb,
        headers: {
          'content-type': 'application/json',
          'idempotency-key': key,
          'x-forwarded-for': this.#address,
          origin: this.#origin,
          ...(this.#cookie ? { cookie: this.#cookie } : {})
        },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(20_000)
      })
      const answer = { status: response.status, body: (await response.json()) as Answer['body'] }
      if (answer.status === 503) throw new Unanswered('503')
      this.#cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? this.#cookie
      return answer
    } catch (error) {
      throw error instanceof Unanswered ? error : new Unanswered(String(error))
    }
  }

  /** Sends an act with one key until it is answered. */
  async insist(verb: Verb, path: string, body: object, until: number): Promise<Answer> {
    const key = randomUUID()
    for (;;) {
      try {
        return await this.act(verb, path, body, key)
      } catch (error) {
        if (Date.now() > until) throw error
        await sleep(100 + 200 * Math.random())
      }
    }
  }
}
