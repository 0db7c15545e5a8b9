import { checkPositive } from '../checks.ts'
import { roundPublished } from '../round-published.ts'
import { type TooFew, tooFew } from '../ties.ts'
import { settleLimits } from './dawid-skene.ts'
import { expectByOdds } from './expect-by-odds.ts'
import { answersFrom, type LabelAnswers } from './item-answers.ts'
import { labelsByWorker, type LabelProfile, voteShares } from './label-profile.ts'
import type { OneCoinSettings } from './one-coin.ts'
import { settle, type Steps } from './settle.ts'

/** How competence is fitted, and what happens to ties. */
export interface MaceSettings extends OneCoinSettings {
  /** Labels imagined as known, as guessed, and as each guess, for every worker; 0.1 unless given. */
  readonly smoothing?: number
}

/** A worker's competence: the chance that they look at all; and what they say when they do not. */
export interface WorkerCompetence {
  readonly id: string
  readonly labels: number
  readonly competence: number
  readonly guesses: readonly number[]
}

/** Answers, the workers, and how the fit went. */
export interface Mace extends LabelAnswers {
  readonly kind: 'fitted'
  readonly workers: readonly WorkerCompetence[]
  readonly steps: number
  readonly converged: boolean
  readonly logPosterior: number
}

/**
 * MACE (multi-annotator competence estimation): which class is each item of, when some workers do not look
 * and click by habit?
 *
 * A worker who looks is right; who does not, guesses in their own way, so always choosing the first answer is
 * found out. It is made to find spammers. Prefer `dawidSkene` where careful workers err, `oneCoin` with few
 * labels for each worker.
 *
 * Starts from vote shares; a local optimum. Classes are equally likely beforehand. Ties: probabilities equal
 * to 9 decimals tie, or go by a declared order. Gaps: no labels are `too-few`. Cost: labels per step, tens of
 * steps.
 *
 * Throws `RangeError` for a smoothing or tolerance that is not above 0.
 *
 * Source: D. Hovy, T. Berg-Kirkpatrick, A. Vaswani, E. Hovy, "Learning whom to trust with MACE", NAACL-HLT
 * 2013, 1120–1130.
 *
 * @example
 * mace(labelProfile(['p', 'q', 'r', 's'].flatMap((item, i) => [
 *   { item, worker: 'ann', label: i % 2 ? 'yes' : 'no' }, { item, worker: 'bob', label: i % 2 ? 'yes' : 'no' },
 *   { item, worker: 'click', label: 'yes' }
 * ]))).workers.map(worker => worker.competence > 0.5)
 * // → [true, true, false]
 */
export function mace(profile: LabelProfile, settings: MaceSettings = {}): Mace | TooFew {
  const rule = 'mace'
  const { smoothing = 0.1 } = settings
  checkPositive(rule, 'smoothing', smoothing)
  const limits = settleLimits(rule, settings)
  const { items, workers, classes } = profile
  if (items.length === 0) return tooFew(0, 1)
  const size = classes.length
  const posteriors = voteShares(profile)
  const method = maceSteps(profile, smoothing, posteriors)
  const settled = settle(method.start(), method, limits)
  const { parameters, steps, converged, objective } = settled
  const given = labelsByWorker(profile)
  return {
    kind: 'fitted',
    ...answersFrom(rule, profile, posteriors, settings.ties),
    workers: workers.map((id, w) => {
      const begin = workers.length + w * size
      return {
        id,
        labels: given[w]!,
        competence: roundPublished(parameters[w]!),
        guesses: Array.from(parameters.subarray(begin, begin + size), roundPublished)
      }
    }),
    steps,
    converged,
    logPosterior: roundPublished(objective)
  }
}

/** The least competence and, taken from 1, the greatest. */
const LEAST = 1e-10

/** Parameters are competences of workers, then workers × classes the chances of their guesses. */
function maceSteps(
  profile: LabelProfile,
  smoothing: number,
  posteriors: Float64Array
): Steps & { start(): Float64Array } {
  const { items, workers, classes, starts, workerOf, classOf } = profile
  const size = classes.length
  const given = labelsByWorker(profile)
  const guessAt = workerOf.map((w, l) => workers.length + w * size + classOf[l]!)
  const priors = new Float64Array(size).fill(1 / size)
  const odds = new Float64Array(workerOf.length)

  /** Guesses counted in `to` become chances. */
  const normaliseGuesses = (to: Float64Array): void => {
    for (let w = 0; w < workers.length; w++) {
      const begin = workers.length + w * size
      let total = 0
      for (let k = begin; k < begin + size; k++) total += to[k] = Math.max(LEAST, to[k]!)
      for (let k = begin; k < begin + size; k++) to[k]! /= total
    }
  }
  /** Where `known[l]` is the chance that label `l` was given by looking. */
  const maximise = (to: Float64Array, known: (l: number) => number): void => {
    to.fill(smoothing)
    for (let l = 0; l < workerOf.length; l++) {
      const looked = known(l)
      to[workerOf[l]!]! += looked
      to[guessAt[l]!]! += 1 - looked
    }
    for (let w = 0; w < workers.length; w++) to[w]! /= given[w]! + 2 * smoothing
    normaliseGuesses(to)
  }
  const itemOf = new Uint32Array(workerOf.length)
  for (let i = 0; i < items.length; i++) itemOf.fill(i, starts[i], starts[i + 1])

  return {
    start() {
      const to = new Float64Array(workers.length * (1 + size))
      maximise(to, l => posteriors[itemOf[l]! * size + classOf[l]!]!)
      return to
    },
    step(from, to) {
      let objective = 0
      for (let l = 0; l < odds.length; l++) {
        const competence = from[workerOf[l]!]!
        const guess = (1 - competence) * from[guessAt[l]!]!
        odds[l] = Math.min(1e15, 1 + competence / guess)
        objective += Math.log(guess)
      }
      for (let w = 0; w < workers.length; w++) {
        objective += smoothing * (Math.log(from[w]!) + Math.log(1 - from[w]!))
      }
      for (let at = workers.length; at < from.length; at++) objective += smoothing * Math.log(from[at]!)
      const { logTotals, moved } = expectByOdds(profile, priors, odds, posteriors)
      maximise(to, l => posteriors[itemOf[l]! * size + classOf[l]!]! * (1 - 1 / odds[l]!))
      return { objective: objective + logTotals, moved }
    },
    mend(parameters) {
      for (let w = 0; w < workers.length; w++) {
        parameters[w] = Math.min(1 - LEAST, Math.max(LEAST, parameters[w]!))
      }
      normaliseGuesses(parameters)
    }
  }
}
