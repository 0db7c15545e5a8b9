import type { Progress } from '../watch.ts'

/** A call of a function of the library, by its name. */
export interface Call {
  readonly id: number
  readonly name: string
  readonly args: readonly unknown[]
}

/** What comes back: the result, an error, or how far the count is. */
export type Answer =
  | { readonly kind: 'result'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly name: string; readonly message: string }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress }

/** The worker's end: `self` in a browser, `parentPort` in Node. */
export interface Port {
  postMessage(message: unknown): void
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void
  start?(): void
}

/** A worker as browsers have it (events) or as Node has it (`on`). */
export interface WorkerLike {
  postMessage(message: unknown): void
  terminate(): unknown
  addEventListener?(type: string, listener: (event: object) => void): void
  on?(type: string, listener: (value: unknown) => void): unknown
}
