import { Worker } from 'node:worker_threads'
import type { Read } from './analyse.ts'
import type { Analysed, Answer, PlacedOne, Task } from './analysis-worker.ts'

interface Asked {
  resolve(answer: never): void
  reject(error: Error): void
  progress?(share: number): void
}

/** One thread for all analyses: started when first needed, ended when idle for a while. Pages never wait for it. */
export class AnalysisPool {
  #worker: Worker | undefined
  #asked = new Map<number, Asked>()
  #next = 0
  #idle: NodeJS.Timeout | undefined

  /** Reads a call page by page, then analyses what was read. */
  async analyse(
    pages: AsyncIterable<readonly Read[]>,
    before: ReadonlyMap<string, string>,
    progress: (share: number) => void
  ): Promise<Analysed> {
    const run = this.#next++
    for await (const texts of pages) this.#send({ kind: 'texts', run, texts })
    return this.#ask<Analysed>(id => ({ kind: 'analyse', id, run, before }), progress)
  }

  /** Places contributions on the weights of an analysis; `model` is needed once for each `key`. */
  async place(
    key: string,
    model: () => Promise<Uint8Array | undefined>,
    texts: readonly Read[]
  ): Promise<readonly PlacedOne[] | undefined> {
    const answer = await this.#ask<readonly PlacedOne[] | null>(id => ({
      kind: 'place',
      id,
      key,
      texts,
      model: null
    }))
    if (answer) return answer
    const bytes = await model()
    if (!bytes) return undefined
    return (
      (await this.#ask<readonly PlacedOne[] | null>(id => ({
        kind: 'place',
        id,
        key,
        texts,
        model: bytes
      }))) ?? undefined
    )
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle)
    await this.#worker?.terminate()
  }

  #ask<Result>(task: (id: number) => Task, progress?: (share: number) => void): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const id = this.#next++
      this.#asked.set(id, { resolve, reject, ...(progress ? { progress } : {}) })
      this.#send(task(id))
    })
  }

  #send(task: Task): void {
    clearTimeout(this.#idle)
    this.#ensure().postMessage(task)
  }

  #ensure(): Worker {
    if (this.#worker) return this.#worker
    const worker = new Worker(new URL('./analysis-worker.ts', import.meta.url))
    worker.unref()
    worker.on('message', (answer: Answer) => this.#take(answer))
    worker.on('error', error => this.#fail(error as Error))
    this.#worker = worker
    return worker
  }

  #take(answer: Answer): void {
    const asked = this.#asked.get(answer.id)
    if ('progress' in answer) return asked?.progress?.(answer.progress)
    this.#asked.delete(answer.id)
    if ('error' in answer) asked?.reject(new Error(answer.error))
    else asked?.resolve(answer.result as never)
    if (this.#asked.size === 0) this.#idle = setTimeout(() => void this.#end(), 60_000).unref()
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
