import { checkPositive, fail } from '../checks.ts'
import { roundPublished } from '../round-published.ts'
import type { TieRule } from '../tie-rule.ts'
import { answersFrom } from './item-answers.ts'
import { labelsByWorker, type LabelProfile } from './label-profile.ts'
import type { WeightedLabels } from './wawa.ts'
import { weightedShares } from './weighted-shares.ts'

/** An item whose true class is known. */
export interface GoldLabel {
  readonly item: string
  readonly label: string
}

/** How gold turns into weights. */
export interface GoldSettings {
  /** `'report'` unless given. */
  readonly ties?: TieRule
  /** Right and wrong answers imagined for every worker; 1 of each unless given. */
  readonly prior?: { readonly right: number; readonly wrong: number }
}

/**
 * Gold-weighted majority: which label for each item, when workers count by their answers on items whose truth
 * is known?
 *
 * A worker's weight is the log-odds of their accuracy on the gold items (smoothed, and 0 for who does no
 * better than chance), which is the best weighing of independent workers. Prefer `dawidSkene` when there is
 * little gold but many labels, `wawa` without gold.
 *
 * Ties: equal weighted shares tie, or go by a declared order. Gaps: a worker without gold labels has the
 * weight of the average worker. Cost: the number of labels.
 *
 * Throws `RangeError` for gold of an unknown class, an item with gold twice, a prior that is not above 0.
 *
 * Source: weights: S. Nitzan, J. Paroush, "Optimal decision rules in uncertain dichotomous choice
 * situations", International Economic Review 23 (1982), 289–297, for many classes with errors spread evenly.
 *
 * @example
 * goldWeighted(labelProfile([
 *   { item: 'known', worker: 'ann', label: 'cat' }, { item: 'known', worker: 'eve', label: 'dog' },
 *   { item: 'new', worker: 'ann', label: 'cat' }, { item: 'new', worker: 'eve', label: 'dog' }
 * ]), [{ item: 'known', label: 'cat' }]).answers[1].outcome
 * // → { kind: 'winner', id: 'cat' }
 */
export function goldWeighted(
  profile: LabelProfile,
  gold: readonly GoldLabel[],
  { ties, prior = { right: 1, wrong: 1 } }: GoldSettings = {}
): WeightedLabels {
  const rule = 'goldWeighted'
  checkPositive(rule, 'prior.right', prior.right)
  checkPositive(rule, 'prior.wrong', prior.wrong)
  const { items, workers, classes, starts, workerOf, classOf } = profile
  const truth = goldPlaces(rule, profile, gold)
  const right = new Float64Array(workers.length)
  const seen = new Float64Array(workers.length)
  for (let i = 0; i < items.length; i++) {
    if (truth[i]! < 0) continue
    for (let l = starts[i]!; l < starts[i + 1]!; l++) {
      seen[workerOf[l]!]!++
      if (classOf[l] === truth[i]) right[workerOf[l]!]!++
    }
  }
  const allRight = right.reduce((sum, own) => sum + own, 0)
  const allSeen = seen.reduce((sum, own) => sum + own, 0)
  const average = (allRight + prior.right) / (allSeen + prior.right + prior.wrong)
  const weights = seen.map((own, w) => {
    const accuracy = own === 0 ? average : (right[w]! + prior.right) / (own + prior.right + prior.wrong)
    return Math.max(0, Math.log((accuracy * Math.max(1, classes.length - 1)) / (1 - accuracy)))
  })
  const given = labelsByWorker(profile)
  return {
    ...answersFrom(rule, profile, weightedShares(profile, weights), ties),
    workers: workers.map((id, w) => ({ id, weight: roundPublished(weights[w]!), labels: given[w]! }))
  }
}

/**
 * The place of the true class of each item; −1 where it is not known. Gold of items without labels is
 * ignored.
 */
export function goldPlaces(
  rule: string,
  { items, classes }: LabelProfile,
  gold: readonly GoldLabel[]
): Int32Array {
  const place = new Map(classes.map((name, k) => [name, k]))
  const known = new Map<string, number>()
  for (const { item, label } of gold) {
    const own = place.get(label)
    if (own === undefined) fail(rule, `the gold of "${item}" is "${label}", which is not a class`)
    if (known.has(item)) fail(rule, `"${item}" has gold twice`)
    known.set(item, own)
  }
  return Int32Array.from(items, id => known.get(id) ?? -1)
}
