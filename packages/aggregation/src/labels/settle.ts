import { report, type Watch } from '../watch.ts'

/** A method that improves its parameters step by step until they settle. */
export interface Steps {
  /**
   * Writes the parameters after one step from `from` into `to`; returns how good `from` is (greater is
   * better) and how far the answers moved since the step before.
   */
  step(from: Float64Array, to: Float64Array): { readonly objective: number; readonly moved: number }
  /** Brings parameters that were extrapolated beyond `latest` back to valid ones. */
  mend(parameters: Float64Array, latest: Float64Array): void
}

/** How long to go on. */
export interface SettleSettings extends Watch {
  readonly mostSteps: number
  /** Settled when no answer has further to go than this, as far as the last two steps tell. */
  readonly tolerance: number
}

/** The parameters in the end, how many steps it took, and whether they settled. */
export interface Settled {
  readonly parameters: Float64Array
  readonly steps: number
  readonly converged: boolean
  /** At the last parameters but one. */
  readonly objective: number
}

/** Moves of this size are those of rounding. */
const STILL = 4e-11

/** Plain steps before the first leap, so that a leap cannot choose where the run ends. */
const PLAIN_STEPS = 8

/**
 * Repeats steps until the answers settle. From three points in a row it leaps ahead along their course, and
 * goes back when the leap made things worse: what plain steps reach in hundreds, this reaches in tens.
 *
 * Source: R. Varadhan, C. Roland, "Simple and globally convergent methods for accelerating the convergence of
 * any EM algorithm", Scandinavian Journal of Statistics 35 (2008), 335–353, scheme S3.
 */
export function settle(start: Float64Array, method: Steps, settings: SettleSettings): Settled {
  const { mostSteps, tolerance } = settings
  const first = start.slice()
  const second = new Float64Array(start.length)
  const third = new Float64Array(start.length)
  const leapt = new Float64Array(start.length)
  let steps = 0
  let reach = 4
  let before = Infinity
  const take = (from: Float64Array, to: Float64Array) => {
    report(settings, ++steps, mostSteps)
    return method.step(from, to)
  }
  for (;;) {
    const early = take(first, second)
    if (steps >= mostSteps) {
      return { parameters: second, steps, converged: false, objective: early.objective }
    }
    const { objective, moved } = take(second, third)
    const converged = wayLeft(early.moved, moved) <= tolerance
    if (converged || steps >= mostSteps) return { parameters: third, steps, converged, objective }
    // Leaps grow while they help, and shrink to plain steps where they only stir what has nearly settled.
    reach = moved < before ? Math.min(64, reach * 2) : Math.max(1, reach / 2)
    before = moved
    const mayLeap = steps >= PLAIN_STEPS && steps + 1 < mostSteps
    const length = mayLeap ? Math.min(reach, leapLength(first, second, third)) : 1
    if (length > 1) {
      for (let i = 0; i < leapt.length; i++) {
        const pace = second[i]! - first[i]!
        const bend = third[i]! - second[i]! - pace
        leapt[i] = first[i]! + 2 * length * pace + length * length * bend
      }
      method.mend(leapt, third)
      const there = take(leapt, second)
      const worse = !(there.objective >= objective - 1e-10 * Math.abs(objective))
      first.set(worse ? third : second)
    } else first.set(third)
  }
}

/** How far the answers will still move when every step goes on to be shorter than the last by the same factor. */
function wayLeft(before: number, moved: number): number {
  if (moved <= STILL) return 0
  return moved < before ? Math.max(moved, (moved * moved) / (before - moved)) : Infinity
}

/** How far to leap, in steps: the ratio of the pace to its change. */
function leapLength(first: Float64Array, second: Float64Array, third: Float64Array): number {
  let pace = 0
  let bend = 0
  for (let i = 0; i < first.length; i++) {
    const step = second[i]! - first[i]!
    const change = third[i]! - second[i]! - step
    pace += step * step
    bend += change * change
  }
  return bend > 0 ? Math.sqrt(pace / bend) : 1
}
