/** How far a long count is: `done` steps, of at most `of` where that is known. */
export interface Progress {
  readonly done: number
  readonly of: number | null
}

/** Lets the caller of a long count look on and stop it. Neither changes the result. */
export interface Watch {
  /** Called now and then, between steps. */
  readonly onProgress?: (progress: Progress) => void
  /** Once aborted, the count throws the signal's reason at the next step. */
  readonly signal?: AbortSignal
}

/** Tells the watch of a step; throws when it is to stop. */
export function report({ onProgress, signal }: Watch, done: number, of: number | null = null): void {
  signal?.throwIfAborted()
  onProgress?.({ done, of })
}
