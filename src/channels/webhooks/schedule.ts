const second = 1_000
const minute = 60 * second
const hour = 60 * minute

/** Pauses after the first, second … failed try: about 18 hours in all, long enough for a night without an operator. */
const pausesMs = [10 * second, minute, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour] as const

/**
 * How long to wait after so many tries of one delivery, in milliseconds; `null` when it is given up.
 *
 * @param tries Tries made so far, the failed one included: 1 or more.
 * @param askedMs What the other side asked for by `Retry-After`: a later time is honoured, an earlier one is not.
 */
export function nextTryMs(tries: number, askedMs = 0): number | null {
  const pauseMs = pausesMs[tries - 1]
  return pauseMs === undefined ? null : Math.max(pauseMs, askedMs)
}
