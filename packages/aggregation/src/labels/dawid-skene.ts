import { checkFinite, checkPositive, checkWhole, fail } from '../checks.ts'
import { roundPublished } from '../round-published.ts'
import type { TieRule } from '../tie-rule.ts'
import { type TooFew, tooFew, type TooLarge } from '../ties.ts'
import type { Watch } from '../watch.ts'
import { confusionSteps } from './confusion-steps.ts'
import { answersFrom, type LabelAnswers } from './item-answers.ts'
import { labelsByWorker, type LabelProfile } from './label-profile.ts'
import { settle } from './settle.ts'

/** How matrices are fitted, and what happens to ties. */
export interface DawidSkeneSettings extends Watch {
  /** `'report'` unless given. */
  readonly ties?: TieRule
  /**
   * Labels imagined in every cell of every worker's matrix, twice as many where they are right; ½ unless
   * given. 0 is the method as published, which trusts a worker with one label too much, and takes many more
   * steps to settle.
   */
  readonly smoothing?: number
  /** Workers × classes² at most, the size of the matrices; 20,000,000 unless given. */
  readonly most?: number
  /** Steps at most; 2,000 unless given. `converged` tells whether they sufficed. */
  readonly mostSteps?: number
  /** Settled when no probability has further to go than this, by the pace of its steps; 10⁻⁹ unless given. */
  readonly tolerance?: number
}

/** A worker's matrix: `matrix[t][g]` is the chance to give class g to an item of true class t. */
export interface WorkerMatrix {
  readonly id: string
  readonly labels: number
  readonly matrix: readonly (readonly number[])[]
  /** The chance that a label of theirs is right, on items as common as these. */
  readonly accuracy: number
}

/** Answers, how common each class is, the workers, and how the fit went. */
export interface DawidSkene extends LabelAnswers {
  readonly kind: 'fitted'
  readonly priors: readonly number[]
  readonly workers: readonly WorkerMatrix[]
  readonly steps: number
  readonly converged: boolean
  /** The logarithm of the likelihood, plus the part of the smoothing. */
  readonly logPosterior: number
}

/**
 * Dawid–Skene: which class is each item of, when every worker confuses classes in their own way?
 *
 * Fits for every worker a matrix of confusions together with the classes of the items, so that who often
 * takes wolves for dogs counts little on dogs and much on cats. No method wins everywhere: with few labels
 * per worker and many classes prefer `oneCoin`, `wawa` or `majorityLabels` (on some published sets the
 * majority is better); where items differ in difficulty `glad`. `compareLabelMethods` tells on your own gold.
 *
 * Starts from vote shares and goes on until the probabilities settle: a local optimum of the likelihood.
 * Ties: probabilities equal to 9 decimals tie, or go by a declared order. Gaps: no labels are `too-few`,
 * matrices beyond `most` `too-large`; the chance of a class a worker never gave is that of the smoothing.
 * Cost: labels × classes per step, tens of steps.
 *
 * Throws `RangeError` for a smoothing below 0, a tolerance that is not above 0.
 *
 * Source: A. P. Dawid, A. M. Skene, "Maximum likelihood estimation of observer error-rates using the EM
 * algorithm", Applied Statistics 28 (1979), 20–28.
 *
 * @example
 * dawidSkene(labelProfile([
 *   { item: 'p', worker: 'ann', label: 'cat' }, { item: 'p', worker: 'bob', label: 'cat' },
 *   { item: 'q', worker: 'ann', label: 'dog' }, { item: 'q', worker: 'bob', label: 'dog' }
 * ])).answers.map(answer => answer.outcome.id)
 * // → ['cat', 'dog']
 */
export function dawidSkene(
  profile: LabelProfile,
  settings: DawidSkeneSettings = {}
): DawidSkene | TooFew | TooLarge {
  const rule = 'dawidSkene'
  const { ties, smoothing = 0.5, most = 20_000_000 } = settings
  checkWhole(rule, 'most', most, 1)
  checkFinite(rule, 'smoothing', smoothing)
  if (smoothing < 0) fail(rule, `smoothing must not be below 0, got ${smoothing}`)
  const limits = settleLimits(rule, settings)
  if (profile.items.length === 0) return tooFew(0, 1)
  const cells = profile.workers.length * profile.classes.length ** 2
  if (cells > most) return { kind: 'too-large', have: cells, most }
  const method = confusionSteps(profile, smoothing)
  const settled = settle(method.start(), method, limits)
  const size = profile.classes.length
  const { parameters, steps, converged, objective } = settled
  const priors = parameters.subarray(parameters.length - method.stride).subarray(0, size)
  return {
    kind: 'fitted',
    ...answersFrom(rule, profile, method.posteriors, ties),
    priors: Array.from(priors, roundPublished),
    workers: workerMatrices(profile, parameters, method.stride, priors),
    steps,
    converged,
    logPosterior: roundPublished(objective)
  }
}

/** Checked limits of a run. */
export function settleLimits(
  rule: string,
  { mostSteps = 2000, tolerance = 1e-9, ...watch }: Omit<DawidSkeneSettings, 'smoothing' | 'most'>
): { mostSteps: number; tolerance: number } & Watch {
  checkWhole(rule, 'mostSteps', mostSteps, 1)
  checkPositive(rule, 'tolerance', tolerance)
  return { ...watch, mostSteps, tolerance }
}

function workerMatrices(
  profile: LabelProfile,
  parameters: Float64Array,
  stride: number,
  priors: Float64Array
): WorkerMatrix[] {
  const size = profile.classes.length
  const given = labelsByWorker(profile)
  const classPlaces = Array.from({ length: size }, (_, k) => k)
  return profile.workers.map((id, w) => {
    const chance = (truth: number, label: number) => parameters[(w * size + label) * stride + truth]!
    return {
      id,
      labels: given[w]!,
      matrix: classPlaces.map(truth => classPlaces.map(label => roundPublished(chance(truth, label)))),
      accuracy: roundPublished(classPlaces.reduce((sum, k) => sum + priors[k]! * chance(k, k), 0))
    }
  })
}
