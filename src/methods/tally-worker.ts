import { parentPort } from 'node:worker_threads'
import type { Counted, CountedResponse } from '../core/method.ts'
import { methods } from './index.ts'

interface Task {
  readonly id: number
  readonly method: string
  readonly settings: unknown
  readonly contributions: readonly Counted[]
  readonly responses: readonly CountedResponse[]
  readonly at: number
}

parentPort!.on('message', ({ id, method, settings, contributions, responses, at }: Task) => {
  try {
    const result = methods.get(method)!.tally(settings, contributions, responses, at)
    parentPort!.postMessage({ id, result })
  } catch (error) {
    parentPort!.postMessage({ id, error: (error as Error).stack ?? String(error) })
  }
})
