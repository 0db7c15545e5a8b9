import type { Db } from '../../db/sql.server.ts'
import { listEndings } from './account-store.server.ts'

export interface FoundSession {
  readonly sessionId: string
  readonly personId: string
}

/** For so long one and the same cookie value is not checked a second time. */
const rememberedMs = 60_000
const mostRemembered = 5_000

/** Longer than a cookie vouches for a session, remembering included. */
const endingMinutes = 10

/**
 * Remembers which cookie values were checked (a check costs a third of a millisecond, a look-up next to nothing), and
 * which sessions ended since: the cookies of those still carry a right signature for minutes.
 */
export class SessionMemory {
  readonly #db: Db
  readonly #freshMs: number
  readonly #checked = new Map<string, { session: FoundSession; until: number }>()
  #ended: ReadonlySet<string> = new Set()
  #readAt = -Infinity
  #reading: Promise<void> | undefined

  /** @param freshMs How long what is known of endings counts as fresh; an ended session lives on for at most so long. */
  constructor(db: Db, freshMs = 1_000) {
    this.#db = db
    this.#freshMs = freshMs
  }

  recall(cookies: string): FoundSession | undefined {
    const known = this.#checked.get(cookies)
    if (!known) return undefined
    if (known.until > performance.now()) return known.session
    this.#checked.delete(cookies)
    return undefined
  }

  remember(cookies: string, session: FoundSession): void {
    if (this.#checked.size >= mostRemembered) this.#checked.delete(this.#checked.keys().next().value!)
    this.#checked.set(cookies, { session, until: performance.now() + rememberedMs })
  }

  async hasEnded({ sessionId, personId }: FoundSession): Promise<boolean> {
    if (performance.now() - this.#readAt >= this.#freshMs) await (this.#reading ??= this.#read())
    return this.#ended.has(sessionId) || this.#ended.has(personId)
  }

  async #read(): Promise<void> {
    const startedAt = performance.now()
    try {
      this.#ended = new Set(await listEndings(this.#db, endingMinutes))
      this.#readAt = startedAt
    } finally {
      this.#reading = undefined
    }
  }
}
