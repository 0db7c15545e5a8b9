/** Work that is looked for again and again; the next look begins after the last has ended. */
export interface Loop {
  /** Resolves when the look under way has ended. */
  stop(): Promise<void>
}

/** Runs `work` every `everyMs`; an error is reported and the next look waits a little longer, up to 30 s. */
export function loop(everyMs: number, work: () => Promise<unknown>, report: (error: unknown) => void): Loop {
  let stopped = false
  let failures = 0
  let timer: NodeJS.Timeout
  let underway: Promise<void> = Promise.resolve()
  const next = () => {
    if (stopped) return
    timer = setTimeout(run, Math.min(everyMs * 2 ** failures, Math.max(30_000, everyMs)))
  }
  const run = () => {
    underway = work()
      .then(
        () => void (failures = 0),
        error => {
          failures += 1
          // A database that restarts makes every loop stumble once or twice; that is no news.
          if (failures > 2) report(error)
        }
      )
      .finally(next)
  }
  next()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await underway
    }
  }
}
