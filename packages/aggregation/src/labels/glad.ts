import { roundPublished } from '../round-published.ts'
import { type TooFew, tooFew } from '../ties.ts'
import { settleLimits } from './dawid-skene.ts'
import { expectByOdds } from './expect-by-odds.ts'
import { answersFrom, type LabelAnswers } from './item-answers.ts'
import { labelsByWorker, type LabelProfile } from './label-profile.ts'
import type { OneCoinSettings } from './one-coin.ts'
import { settle, type Steps } from './settle.ts'

/** A worker's ability: 0 guesses, below 0 turns answers round. */
export interface WorkerAbility {
  readonly id: string
  readonly labels: number
  readonly ability: number
}

/** How easy an item is: above 0; the chance that a worker is right is 1 ∕ (1 + e^(−ability × ease)). */
export interface ItemEase {
  readonly id: string
  readonly ease: number
}

/** Answers, the workers, the items, and how the fit went. */
export interface Glad extends LabelAnswers {
  readonly kind: 'fitted'
  readonly workers: readonly WorkerAbility[]
  readonly items: readonly ItemEase[]
  readonly steps: number
  readonly converged: boolean
  readonly logPosterior: number
}

/**
 * GLAD: which class is each item of, when workers differ in ability and items in difficulty?
 *
 * A wrong label on a hard item costs a worker little, and hard items become known, to be shown to more
 * people. Prefer `dawidSkene` where workers confuse certain classes; with two or three labels for each item
 * its difficulty is a guess, and `oneCoin` does as well.
 *
 * Abilities and the logarithms of ease have a normal prior of mean 1 and variance 1, classes are equally
 * likely beforehand. A local optimum, found from there. Ties: probabilities equal to 9 decimals tie, or go by
 * a declared order. Gaps: no labels are `too-few`. Cost: labels per step, tens of steps.
 *
 * Throws `RangeError` for a tolerance that is not above 0.
 *
 * Source: J. Whitehill et al., "Whose vote should count more: optimal integration of labels from labelers of
 * unknown expertise", NIPS 2009; the steps for abilities by the bound of T. Jaakkola, M. I. Jordan,
 * Statistics and Computing 10 (2000), 25–37.
 *
 * @example
 * glad(labelProfile(['p', 'q', 'r'].flatMap(item => [
 *   { item, worker: 'ann', label: 'cat' }, { item, worker: 'bob', label: 'cat' }, { item, worker: 'eve', label: 'dog' }
 * ]))).workers.map(worker => worker.ability > 0.5)
 * // → [true, true, false]
 */
export function glad(profile: LabelProfile, settings: OneCoinSettings = {}): Glad | TooFew {
  const rule = 'glad'
  const limits = settleLimits(rule, settings)
  const { items, workers, classes } = profile
  if (items.length === 0) return tooFew(0, 1)
  const posteriors = new Float64Array(items.length * classes.length)
  const start = new Float64Array(workers.length + items.length).fill(PRIOR_MEAN)
  const { parameters, steps, converged, objective } = settle(start, gladSteps(profile, posteriors), limits)
  const given = labelsByWorker(profile)
  return {
    kind: 'fitted',
    ...answersFrom(rule, profile, posteriors, settings.ties),
    workers: workers.map((id, w) => ({ id, labels: given[w]!, ability: roundPublished(parameters[w]!) })),
    items: items.map((id, i) => ({ id, ease: roundPublished(Math.exp(parameters[workers.length + i]!)) })),
    steps,
    converged,
    logPosterior: roundPublished(objective)
  }
}

/** Of abilities, and of the logarithms of ease. */
const PRIOR_MEAN = 1
/** Logarithms of ease stay within ∓ this. */
const MOST_LOG_EASE = 5
/** Products of ability and ease count as at most this, a chance of 10⁻¹³ to be wrong. */
const MOST_LEAD = 30

/** Parameters are abilities of workers, then logarithms of the ease of items. */
function gladSteps(profile: LabelProfile, posteriors: Float64Array): Steps {
  const { items, workers, classes, starts, workerOf, classOf } = profile
  const size = classes.length
  const others = Math.max(1, size - 1)
  const priors = new Float64Array(size).fill(1 / size)
  const odds = new Float64Array(workerOf.length)
  const slope = new Float64Array(workers.length)
  const bend = new Float64Array(workers.length)

  /** Abilities one step up a bound that touches what is to be raised. */
  const raiseAbilities = (from: Float64Array, to: Float64Array): void => {
    for (let w = 0; w < workers.length; w++) {
      slope[w] = PRIOR_MEAN - from[w]!
      bend[w] = 1
    }
    for (let i = 0; i < items.length; i++) {
      const ease = Math.exp(from[workers.length + i]!)
      for (let l = starts[i]!; l < starts[i + 1]!; l++) {
        const w = workerOf[l]!
        const lead = limited(from[w]! * ease)
        const chance = 1 / (1 + Math.exp(-lead))
        const curve = Math.abs(lead) < 1e-4 ? 0.25 : (chance - 0.5) / lead
        slope[w]! += (posteriors[i * size + classOf[l]!]! - chance) * ease
        bend[w]! += curve * ease * ease
      }
    }
    for (let w = 0; w < workers.length; w++) to[w] = from[w]! + slope[w]! / bend[w]!
  }

  return {
    step(from, to) {
      let logWrong = 0
      for (let i = 0; i < items.length; i++) {
        const ease = Math.exp(from[workers.length + i]!)
        for (let l = starts[i]!; l < starts[i + 1]!; l++) {
          const growth = Math.exp(limited(from[workerOf[l]!]! * ease))
          odds[l] = growth * others
          logWrong -= Math.log((1 + growth) * others)
        }
      }
      let prior = 0
      for (const own of from) prior -= (own - PRIOR_MEAN) ** 2 / 2
      const { logTotals, moved } = expectByOdds(profile, priors, odds, posteriors)
      raiseAbilities(from, to)
      for (let i = 0; i < items.length; i++) {
        to[workers.length + i] = raiseEase(profile, i, to, posteriors, from[workers.length + i]!)
      }
      return { objective: logTotals + logWrong + prior, moved }
    },
    mend(parameters) {
      for (let i = workers.length; i < parameters.length; i++) {
        parameters[i] = Math.min(MOST_LOG_EASE, Math.max(-MOST_LOG_EASE, parameters[i]!))
      }
    }
  }
}

function limited(lead: number): number {
  return lead > MOST_LEAD ? MOST_LEAD : lead < -MOST_LEAD ? -MOST_LEAD : lead
}

/** The logarithm of an item's ease, moved uphill by at most three steps of Newton's method. */
function raiseEase(
  { classes, starts, workerOf, classOf }: LabelProfile,
  item: number,
  abilities: Float64Array,
  posteriors: Float64Array,
  from: number
): number {
  let at = from
  for (let round = 0; round < 3; round++) {
    const ease = Math.exp(at)
    let slope = PRIOR_MEAN - at
    let bend = 1
    for (let l = starts[item]!; l < starts[item + 1]!; l++) {
      const lead = limited(abilities[workerOf[l]!]! * ease)
      const chance = 1 / (1 + Math.exp(-lead))
      const right = posteriors[item * classes.length + classOf[l]!]!
      slope += (right - chance) * lead
      // The part of the curvature that can be negative is left out: steps become shorter, never astray.
      bend += chance * (1 - chance) * lead * lead + Math.max(0, (chance - right) * lead)
    }
    const step = slope / bend
    at = Math.min(MOST_LOG_EASE, Math.max(-MOST_LOG_EASE, at + Math.min(1, Math.max(-1, step))))
    if (Math.abs(step) < 1e-8) break
  }
  return at
}
