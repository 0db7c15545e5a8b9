import { checkBetween, checkPositive } from '../checks.ts'
import { roundSignificant } from '../round-significant.ts'
import { sumSorted } from '../sum-sorted.ts'
import { type TooFew, tooFew } from '../ties.ts'

/** How far single probabilities may go, and how far the crowd's is moved from ½. */
export interface LogOddsSettings {
  /** Probabilities are brought to at least this and at most 1 minus this; 0.01 unless given. */
  readonly bound?: number
  /** The factor on the mean of the log-odds; 1 (none) unless given, 1 to 3 in practice. */
  readonly extremising?: number
}

/** The crowd's probability, and how sure it is. */
export interface LogOddsMean {
  readonly kind: 'estimate'
  readonly value: number
  readonly count: number
  /** How many probabilities were brought within the bound. */
  readonly bounded: number
  readonly meanLogOdds: number
  readonly extremising: number
  /** The value at the mean of the log-odds ∓ 1.96 standard errors; `null` below two probabilities. */
  readonly interval: readonly [number, number] | null
}

/**
 * Mean of log-odds with extremising: how probable is it, when each person knows a part?
 *
 * A crowd's mean probability is too timid, for each person lacks what the others know. Averaging log-odds
 * respects confident forecasts, and a factor above 1 makes up for what is not shared; it should be learned on
 * questions already decided. Prefer `median` of the probabilities where nothing is known about the crowd.
 *
 * Ties: none arise. Gaps: no probabilities are `too-few`; a 0 or 1, which no evidence could move, is brought
 * within the bound and counted. The same to 12 digits in every order. Cost: n log n.
 *
 * Throws `RangeError` for a probability outside 0 … 1, a bound outside 0 … ½, a factor that is not above 0.
 *
 * Source: V. A. Satopää et al., "Combining multiple probability predictions using a simple logit model",
 * International Journal of Forecasting 30 (2014), 344–356; J. Baron et al., "Two reasons to make aggregated
 * probability forecasts more extreme", Decision Analysis 11 (2014), 133–145.
 *
 * @example
 * logOddsMean([0.9, 0.5], { extremising: 2 }).value // → 0.9
 */
export function logOddsMean(
  probabilities: readonly number[],
  settings: LogOddsSettings = {}
): LogOddsMean | TooFew {
  const rule = 'logOddsMean'
  const { bound = 0.01, extremising = 1 } = settings
  for (const probability of probabilities) checkBetween(rule, 'a probability', probability, 0, 1)
  checkPositive(rule, 'bound', bound)
  checkBetween(rule, 'bound', bound, 0, 0.4999999)
  checkPositive(rule, 'extremising', extremising)
  const n = probabilities.length
  if (n === 0) return tooFew(0, 1)
  const logOdds = probabilities.map(own => {
    const within = Math.min(1 - bound, Math.max(bound, own))
    return Math.log(within / (1 - within))
  })
  const mean = sumSorted(logOdds) / n
  const variance = sumSorted(logOdds.map(own => (own - mean) ** 2)) / (n - 1)
  const margin = 1.959963984540054 * Math.sqrt(variance / n)
  const at = (odds: number) => roundSignificant(1 / (1 + Math.exp(-odds * extremising)))
  return {
    kind: 'estimate',
    value: at(mean),
    count: n,
    bounded: probabilities.filter(own => own < bound || own > 1 - bound).length,
    meanLogOdds: roundSignificant(mean),
    extremising,
    interval: n < 2 ? null : [at(mean - margin), at(mean + margin)]
  }
}
