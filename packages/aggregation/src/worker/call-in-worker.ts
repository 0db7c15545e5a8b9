import type * as library from '../index.ts'
import type { Watch } from '../watch.ts'
import type { Answer, WorkerLike } from './messages.ts'

/** The names of the library's functions. */
export type FunctionName = {
  [Name in keyof typeof library]: (typeof library)[Name] extends (...args: never[]) => unknown ? Name : never
}[keyof typeof library]

/** A function of the library. */
export type Rule<Name extends FunctionName> = Extract<(typeof library)[Name], (...args: never[]) => unknown>

/**
 * Runs one function of the library in a worker made for it, so that a long count does not hold up the page or
 * the server.
 *
 * `makeWorker` starts a worker whose module calls `answerCalls`. The worker ends with the call: after its
 * answer, at an error, or when the signal is aborted, which stops the count in the middle. Arguments and
 * results are copied; generators of random numbers cannot be.
 *
 * Rejects with the function's own `RangeError`, the signal's reason, or the error of a worker that does not
 * start.
 */
export function callInWorker<Name extends FunctionName>(
  makeWorker: () => WorkerLike,
  name: Name,
  args: Parameters<Rule<Name>>,
  { signal, onProgress }: Watch = {}
): Promise<ReturnType<Rule<Name>>> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted()
    const worker = makeWorker()
    const end = (settle: () => void) => {
      signal?.removeEventListener('abort', abort)
      worker.terminate()
      settle()
    }
    const abort = () => end(() => reject(signal!.reason))
    const take = (answer: Answer) => {
      if (answer.kind === 'progress') onProgress?.(answer.progress)
      else if (answer.kind === 'result') end(() => resolve(answer.result as ReturnType<Rule<Name>>))
      else
        end(() =>
          reject(answer.name === 'RangeError' ? new RangeError(answer.message) : new Error(answer.message))
        )
    }
    signal?.addEventListener('abort', abort)
    if (worker.on) {
      worker.on('message', answer => take(answer as Answer))
      worker.on('error', thrown => end(() => reject(thrown)))
    } else {
      worker.addEventListener?.('message', event => take((event as { data: Answer }).data))
      worker.addEventListener?.('error', event => {
        const { message = 'the worker did not start' } = event as { message?: string }
        end(() => reject(new Error(message)))
      })
    }
    worker.postMessage({ id: 1, name, args })
  })
}
