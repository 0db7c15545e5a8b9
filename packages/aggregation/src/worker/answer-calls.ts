import * as library from '../index.ts'
import type { Watch } from '../watch.ts'
import type { Answer, Call, Port } from './messages.ts'

const functions = new Map<string, unknown>(Object.entries(library))

/**
 * Answers calls of the library's functions that come over a port: the worker's side of `callInWorker`.
 *
 * A worker of a browser passes `self`, one of Node passes `parentPort`. Functions with a watch among their
 * settings report their progress over the port. What a function throws goes back as name and message. Cost:
 * that of the function, plus the copying of arguments and result.
 */
export function answerCalls(port: Port): void {
  const listen = ({ data }: { data: unknown }) => {
    const call = data as Call
    port.postMessage(answer(call, progress => port.postMessage({ kind: 'progress', id: call.id, progress })))
  }
  port.addEventListener('message', listen)
  port.start?.()
}

function answer({ id, name, args }: Call, onProgress: NonNullable<Watch['onProgress']>): Answer {
  try {
    const rule = functions.get(name)
    if (typeof rule !== 'function')
      throw new RangeError(`answerCalls: "${name}" is not a function of the library`)
    const last = args.at(-1)
    const isSettings =
      typeof last === 'object' && last !== null && Object.getPrototypeOf(last) === Object.prototype
    const watched = isSettings ? [...args.slice(0, -1), { ...last, onProgress }] : args
    return { kind: 'result', id, result: rule(...watched) }
  } catch (thrown) {
    const { name: kind, message } = thrown instanceof Error ? thrown : new Error(String(thrown))
    return { kind: 'error', id, name: kind, message }
  }
}
