import { Refusal } from './refusal.ts'
import type { Outcome, PendingCall } from './perform.server.ts'

interface Waiting {
  readonly call: PendingCall
  resolve(outcome: Outcome): void
  reject(error: unknown): void
}

/** More than this waiting means that people wait longer than they will; saying so at once is kinder. */
const mostWaiting = 5_000

/**
 * Joins concurrent calls of one act into few commits (group commit). A lone call goes at once; while a commit is under
 * way, those who come meanwhile are gathered for the next one. Two commits may run side by side, so that one prepares
 * while the other waits for the disk.
 */
export class BatchQueue {
  readonly #most: number
  readonly #perform: (calls: readonly PendingCall[]) => Promise<(Outcome | Refusal)[]>
  #waiting: Waiting[] = []
  #running = 0

  constructor(most: number, perform: (calls: readonly PendingCall[]) => Promise<(Outcome | Refusal)[]>) {
    this.#most = most
    this.#perform = perform
  }

  add(call: PendingCall): Promise<Outcome> {
    if (this.#waiting.length >= mostWaiting) throw new Refusal('busy')
    return new Promise((resolve, reject) => {
      this.#waiting.push({ call, resolve, reject })
      this.#start()
    })
  }

  #start(): void {
    if (this.#running >= 2 || this.#waiting.length === 0) return
    this.#running += 1
    // Calls read from the sockets in this turn of the event loop join the same commit.
    setImmediate(() => {
      const group = this.#waiting.splice(0, this.#most)
      void this.#flush(group).finally(() => {
        this.#running -= 1
        this.#start()
      })
    })
  }

  async #flush(group: Waiting[]): Promise<void> {
    if (group.length === 0) return
    try {
      const answers = await this.#perform(group.map(waiting => waiting.call))
      for (const [n, waiting] of group.entries()) {
        const answer = answers[n]!
        if (answer instanceof Refusal) waiting.reject(answer)
        else waiting.resolve(answer)
      }
    } catch (error) {
      // One caller whom nobody foresaw must not take the others down: each is tried alone.
      if (group.length === 1) group[0]!.reject(error)
      else for (const waiting of group) await this.#flush([waiting])
    }
  }
}
