import { roundPublished } from '../round-published.ts'
import { type TooFew, tooFew } from '../ties.ts'
import { type DawidSkeneSettings, settleLimits } from './dawid-skene.ts'
import { expectByOdds } from './expect-by-odds.ts'
import { answersFrom, type LabelAnswers } from './item-answers.ts'
import { labelsByWorker, type LabelProfile, voteShares } from './label-profile.ts'
import { settle, type Steps } from './settle.ts'

/** How accuracies are fitted, and what happens to ties. */
export type OneCoinSettings = Omit<DawidSkeneSettings, 'smoothing' | 'most'>

/** A worker's chance to be right. */
export interface WorkerAccuracy {
  readonly id: string
  readonly labels: number
  readonly accuracy: number
}

/** Answers, how common each class is, the workers, and how the fit went. */
export interface OneCoin extends LabelAnswers {
  readonly kind: 'fitted'
  readonly priors: readonly number[]
  readonly workers: readonly WorkerAccuracy[]
  readonly steps: number
  readonly converged: boolean
  readonly logLikelihood: number
}

/** The least and, taken from 1, the greatest accuracy reckoned with. */
const LEAST = 1e-10

/**
 * One-coin Dawid–Skene: which class is each item of, when every worker is right with a chance of their own?
 *
 * One number for each worker, so it needs fewer labels than `dawidSkene`, which is to be preferred where
 * workers confuse certain classes. Wrong answers are taken to fall on all other classes alike.
 *
 * Starts from vote shares; a local optimum of the likelihood. Ties: probabilities equal to 9 decimals tie, or
 * go by a declared order. Gaps: no labels are `too-few`. Cost: labels per step, tens of steps.
 *
 * Throws `RangeError` for a tolerance that is not above 0.
 *
 * Source: Y. Zhang, X. Chen, D. Zhou, M. I. Jordan, "Spectral methods meet EM", JMLR 17 (2016), § 2.1, on the
 * model of Dawid and Skene 1979.
 *
 * @example
 * oneCoin(labelProfile([
 *   { item: 'p', worker: 'ann', label: 'cat' }, { item: 'p', worker: 'bob', label: 'cat' },
 *   { item: 'p', worker: 'eve', label: 'dog' }, { item: 'q', worker: 'ann', label: 'dog' },
 *   { item: 'q', worker: 'bob', label: 'dog' }, { item: 'q', worker: 'eve', label: 'cat' }
 * ])).workers.map(worker => worker.accuracy)
 * // → [1, 1, 0]
 */
export function oneCoin(profile: LabelProfile, settings: OneCoinSettings = {}): OneCoin | TooFew {
  const rule = 'oneCoin'
  const limits = settleLimits(rule, settings)
  const { items, workers, classes } = profile
  if (items.length === 0) return tooFew(0, 1)
  const given = labelsByWorker(profile)
  const posteriors = voteShares(profile)
  const method = coinSteps(profile, given, posteriors)
  const start = new Float64Array(workers.length + classes.length)
  maximise(profile, given, posteriors, start)
  const { parameters, steps, converged, objective } = settle(start, method, limits)
  return {
    kind: 'fitted',
    ...answersFrom(rule, profile, posteriors, settings.ties),
    priors: Array.from(parameters.subarray(workers.length), roundPublished),
    workers: workers.map((id, w) => ({
      id,
      labels: given[w]!,
      accuracy: roundPublished(parameters[w]!)
    })),
    steps,
    converged,
    logLikelihood: roundPublished(objective)
  }
}

/** Parameters are accuracies of workers, then how common each class is. */
function coinSteps(profile: LabelProfile, given: Uint32Array, posteriors: Float64Array): Steps {
  const { workers, workerOf, classes } = profile
  const others = Math.max(1, classes.length - 1)
  const odds = new Float64Array(workerOf.length)
  const ownOdds = new Float64Array(workers.length)
  return {
    step(from, to) {
      let logWrong = 0
      for (let w = 0; w < workers.length; w++) {
        const right = Math.min(1 - LEAST, Math.max(LEAST, from[w]!))
        const wrong = Math.min(1 - LEAST, Math.max(LEAST, (1 - from[w]!) / others))
        ownOdds[w] = right / wrong
        logWrong += given[w]! * Math.log(wrong)
      }
      for (let l = 0; l < odds.length; l++) odds[l] = ownOdds[workerOf[l]!]!
      const { logTotals, moved } = expectByOdds(profile, from.subarray(workers.length), odds, posteriors)
      maximise(profile, given, posteriors, to)
      return { objective: logTotals + logWrong, moved }
    },
    mend(parameters) {
      for (let w = 0; w < workers.length; w++) parameters[w] = Math.min(1, Math.max(0, parameters[w]!))
      mendShares(parameters, workers.length)
    }
  }
}

/** Shares from `begin` on, brought back above 0 and to the sum 1. */
export function mendShares(parameters: Float64Array, begin: number): void {
  let total = 0
  for (let k = begin; k < parameters.length; k++) total += parameters[k] = Math.max(LEAST, parameters[k]!)
  for (let k = begin; k < parameters.length; k++) parameters[k]! /= total
}

/** The mean probability of each worker's labels, and of each class. */
function maximise(
  { items, workers, classes, starts, workerOf, classOf }: LabelProfile,
  given: Uint32Array,
  posteriors: Float64Array,
  to: Float64Array
): void {
  const size = classes.length
  to.fill(0)
  for (let i = 0; i < items.length; i++) {
    for (let k = 0; k < size; k++) to[workers.length + k]! += posteriors[i * size + k]!
    for (let l = starts[i]!; l < starts[i + 1]!; l++) {
      to[workerOf[l]!]! += posteriors[i * size + classOf[l]!]!
    }
  }
  for (let w = 0; w < workers.length; w++) to[w]! /= given[w]!
  mendShares(to, workers.length)
}
