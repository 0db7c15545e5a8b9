import { Worker } from 'node:worker_threads'
import type { Work } from '../core/door/act.ts'
import type { Result } from '../core/method.ts'

interface Asked {
  resolve(result: Result): void
  reject(error: Error): void
}

/** One worker thread for all tallies: started when first needed, ended when idle for a while. */
export class TallyPool {
  #worker: Worker | undefined
  #asked = new Map<number, Asked>()
  #next = 0
  #idle: NodeJS.Timeout | undefined

  readonly tally: Work['tally'] = (method, settings, contributions, responses, at) =>
    new Promise((resolve, reject) => {
      clearTimeout(this.#idle)
      const id = this.#next++
      this.#asked.set(id, { resolve, reject })
      this.#ensure().postMessage({ id, method, settings, contributions, responses, at })
    })

  async close(): Promise<void> {
    clearTimeout(this.#idle)
    await this.#worker?.terminate()
  }

  #ensure(): Worker {
    if (this.#worker) return this.#worker
    const worker = new Worker(new URL('./tally-worker.ts', import.meta.url))
    worker.unref()
    worker.on('message', ({ id, result, error }: { id: number; result?: Result; error?: string }) => {
      const asked = this.#asked.get(id)
      this.#asked.delete(id)
      if (error === undefined) asked?.resolve(result!)
      else asked?.reject(new Error(error))
      if (this.#asked.size === 0) this.#idle = setTimeout(() => void this.#end(), 30_000).unref()
    })
    worker.on('error', error => this.#fail(error as Error))
    this.#worker = worker
    return worker
  }

  async #end(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    await worker?.terminate()
  }

  #fail(error: Error): void {
    for (const asked of this.#asked.values()) asked.reject(error)
    this.#asked.clear()
    void this.#end()
  }
}
