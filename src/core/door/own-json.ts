import { crc32 } from 'node:zlib'

/**
 * JSON on its way: its UTF-8 bytes, one in each character of a text (`latin1`). Texts lie in the collector's young heap
 * and cost nothing when they die there; a buffer of 40 kB lies outside of it, and a thousand of them make the collector
 * walk the whole heap.
 */
export interface WrittenJson {
  readonly latin1: string
  /** Of two different answers hardly ever the same; no secret hangs on it. */
  readonly sum: number
}

/** How readings write themselves, by what they show. */
const writers = new WeakMap<object, () => WrittenJson>()

/**
 * A reading that writes its own JSON, for long ones of which most was written before. What it writes is, byte by byte, what
 * `JSON.stringify` would; it is asked only where JSON is wanted.
 */
export function writingItself<Shown extends object>(shown: Shown, write: () => WrittenJson): Shown {
  writers.set(shown, write)
  return shown
}

/** What was shown as JSON; nothing is `null`. */
export function jsonOf(shown: unknown): WrittenJson {
  const write = typeof shown === 'object' && shown !== null ? writers.get(shown) : undefined
  return write ? write() : writtenJson(JSON.stringify(shown) ?? 'null')
}

export function writtenJson(text: string): WrittenJson {
  const bytes = Buffer.from(text)
  return { latin1: bytes.toString('latin1'), sum: crc32(bytes) }
}
