import * as library from '../index.ts'
import type { Progress, Watch } from '../watch.ts'
import type { Call, Port } from './messages.ts'
import { WATCHED } from './watched.ts'

const functions = new Map<string, unknown>(Object.entries(library))

/** Milliseconds between two reports of progress. */
const PAUSE = 50

/**
 * Answers calls of the library's functions that come over a port: the worker's side of `callInWorker`.
 *
 * A worker of a browser passes `self`, one of Node passes `parentPort`. Functions with a watch among their
 * settings report their progress over the port, at most every 50 ms and once more in the end. What a function
 * throws goes back as name and message. Cost: that of the function, plus the copying of arguments and result.
 */
export function answerCalls(port: Port): void {
  const listen = ({ data }: { data: unknown }) => {
    const { id, name, args } = data as Call
    const { onProgress, flush } = seldom(progress => port.postMessage({ kind: 'progress', id, progress }))
    const answer = answerOf(name, args, onProgress)
    flush()
    port.postMessage({ ...answer, id })
  }
  port.addEventListener('message', listen)
  port.start?.()
}

/** Passes on what comes after a pause, and by `flush` the last that was held back. */
function seldom(post: (progress: Progress) => void) {
  let posted = -Infinity
  let held: Progress | null = null
  return {
    onProgress(progress: Progress) {
      const now = performance.now()
      held = now - posted < PAUSE ? progress : null
      if (held) return
      posted = now
      post(progress)
    },
    flush() {
      if (held) post(held)
    }
  }
}

type Outcome =
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly name: string; readonly message: string }

function answerOf(
  name: string,
  args: readonly unknown[],
  onProgress: NonNullable<Watch['onProgress']>
): Outcome {
  try {
    const rule = functions.get(name)
    if (typeof rule !== 'function')
      throw new RangeError(`answerCalls: "${name}" is not a function of the library`)
    return { kind: 'result', result: rule(...watched(name, args, onProgress)) }
  } catch (thrown) {
    const { name: kind, message } = thrown instanceof Error ? thrown : new Error(String(thrown))
    return { kind: 'error', name: kind, message }
  }
}

/** The arguments, with the watch among the settings of a function that takes one. */
function watched(name: string, args: readonly unknown[], onProgress: Watch['onProgress']): unknown[] {
  if (!Object.hasOwn(WATCHED, name)) return [...args]
  const place = WATCHED[name as keyof typeof WATCHED]
  const all: unknown[] = Array.from({ length: Math.max(args.length, place + 1) }, (_, i) => args[i])
  all[place] = { ...(all[place] as object | undefined), onProgress }
  return all
}
