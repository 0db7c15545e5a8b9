import { checkBetween, checkFinite } from '../checks.ts'
import { roundSignificant } from '../round-significant.ts'
import { sumSorted } from '../sum-sorted.ts'
import { type TooFew, tooFew } from '../ties.ts'

/** A probability that was given for an event, and whether it happened. */
export interface ResolvedForecast {
  readonly probability: number
  readonly happened: boolean
}

/** A mean score over `count` forecasts. */
export interface Score {
  readonly kind: 'score'
  readonly value: number
  readonly count: number
}

/** The score has no finite value: `count` forecasts called impossible what happened. */
export interface InfiniteScore {
  readonly kind: 'infinite'
  readonly count: number
}

/**
 * Brier score: how far were probabilities from what happened, squared and averaged?
 *
 * 0 is perfect, ¼ is always saying ½, 1 is always sure and wrong. Honest probabilities score best. Prefer
 * `logScore` where a sure and wrong forecast should weigh most. Gaps: no forecasts are `too-few`. Cost: n log
 * n.
 *
 * Throws `RangeError` for a probability outside 0 … 1.
 *
 * Source: G. W. Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review
 * 78 (1950), 1–3 (here for one event, half of his sum over both outcomes).
 *
 * @example
 * brierScore([{ probability: 0.8, happened: true }, { probability: 0.4, happened: false }]) // → { kind: 'score', value: 0.1, count: 2 }
 */
export function brierScore(forecasts: readonly ResolvedForecast[]): Score | TooFew {
  const terms = forecasts.map(({ probability, happened }) => {
    checkBetween('brierScore', 'a probability', probability, 0, 1)
    return (probability - Number(happened)) ** 2
  })
  return meanOf(terms)
}

/**
 * Logarithmic score: how surprising was what happened, in nats, on average?
 *
 * 0 is perfect, ln 2 is always saying ½. Honest probabilities score best, and only what was said of the event
 * itself counts. A forecast that called impossible what happened has no finite score: it comes back as
 * `infinite`. Prefer `brierScore` where that should be forgiven. Gaps: no forecasts are `too-few`. Cost: n
 * log n.
 *
 * Throws `RangeError` for a probability outside 0 … 1.
 *
 * Source: I. J. Good, "Rational decisions", Journal of the Royal Statistical Society B 14 (1952), 107–114.
 *
 * @example
 * logScore([{ probability: 0, happened: true }, { probability: 0.5, happened: true }]) // → { kind: 'infinite', count: 1 }
 */
export function logScore(forecasts: readonly ResolvedForecast[]): Score | TooFew | InfiniteScore {
  const terms = forecasts.map(({ probability, happened }) => {
    checkBetween('logScore', 'a probability', probability, 0, 1)
    return -Math.log(happened ? probability : 1 - probability)
  })
  const count = terms.filter(term => term === Infinity).length
  return count > 0 ? { kind: 'infinite', count } : meanOf(terms)
}

/**
 * Continuous ranked probability score: how far was a crowd's spread of estimates from the number that came
 * true?
 *
 * The mean distance of the estimates from the number, less half their mean distance from each other: a narrow
 * crowd around the truth scores best, and a single estimate scores its distance. In the unit of the
 * estimates; 0 is perfect. Prefer `brierScore` for yes-or-no questions. Gaps: no estimates are `too-few`.
 * Cost: n log n.
 *
 * Throws `RangeError` for numbers that are not finite.
 *
 * Source: T. Gneiting, A. E. Raftery, "Strictly proper scoring rules, prediction, and estimation", JASA 102
 * (2007), 359–378, § 4.2.
 *
 * @example
 * crps([1, 3], 2) // → { kind: 'score', value: 0.5, count: 2 }
 */
export function crps(estimates: readonly number[], truth: number): Score | TooFew {
  checkFinite('crps', 'the truth', truth)
  for (const estimate of estimates) checkFinite('crps', 'an estimate', estimate)
  const n = estimates.length
  if (n === 0) return tooFew(0, 1)
  const sorted = Float64Array.from(estimates).sort()
  // The i-th of n sorted values is the upper one of i pairs and the lower of n − 1 − i.
  const spread = sorted.reduce((sum, own, i) => sum + own * (2 * i - n + 1), 0) / n / n
  const distance = sumSorted(sorted.map(own => Math.abs(own - truth))) / n
  return { kind: 'score', value: roundSignificant(distance - spread), count: n }
}

function meanOf(terms: readonly number[]): Score | TooFew {
  if (terms.length === 0) return tooFew(0, 1)
  return { kind: 'score', value: roundSignificant(sumSorted(terms) / terms.length), count: terms.length }
}
