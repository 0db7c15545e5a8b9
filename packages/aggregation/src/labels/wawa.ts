import { roundPublished } from '../round-published.ts'
import type { TieSettings } from '../tie-rule.ts'
import { answersFrom, type LabelAnswers } from './item-answers.ts'
import { labelsByWorker, type LabelProfile } from './label-profile.ts'
import { majorityLabels } from './majority-labels.ts'
import { weightedShares } from './weighted-shares.ts'

/** A worker's weight: the share of their labels that agree with the majority. */
export interface WorkerWeight {
  readonly id: string
  readonly weight: number
  readonly labels: number
}

/** Answers by weighted votes, and the weights. */
export interface WeightedLabels extends LabelAnswers {
  readonly workers: readonly WorkerWeight[]
}

/**
 * Worker agreement with aggregate (Wawa): which label for each item, when workers count by how often they
 * agree with the majority?
 *
 * One round of weighing, which already helps with few labels per worker. Prefer `dawidSkene` when workers
 * have given many labels and confuse certain classes, `goldWeighted` when some answers are known.
 *
 * Ties: where classes tie for the majority, agreeing with one of t of them counts 1 ∕ t, unless a declared
 * order decides; equal weighted shares tie, or go by that order. Gaps: where all workers of an item have
 * weight 0 their labels count alike. Cost: the number of labels.
 *
 * Throws `RangeError` for a declared order that does not name each class once.
 *
 * Source: Appen, "Calculating worker agreement with aggregate (Wawa)", 2021, as given with D. Ustalov, N.
 * Pavlichenko, B. Tseitlin, "Learning from crowds with Crowd-Kit", JOSS 9(96), 2024, 6227.
 *
 * @example
 * wawa(labelProfile([
 *   { item: 'p', worker: 'ann', label: 'cat' }, { item: 'p', worker: 'bob', label: 'cat' },
 *   { item: 'p', worker: 'eve', label: 'dog' }, { item: 'q', worker: 'ann', label: 'cat' },
 *   { item: 'q', worker: 'eve', label: 'dog' }
 * ])).answers[1].outcome
 * // → { kind: 'winner', id: 'cat' }
 */
export function wawa(profile: LabelProfile, { ties }: TieSettings = {}): WeightedLabels {
  const rule = 'wawa'
  const { items, workers, classes, starts, workerOf, classOf } = profile
  const { answers } = majorityLabels(profile, { ties: ties ?? 'report' })
  const place = new Map(classes.map((name, k) => [name, k]))
  const agreed = new Float64Array(workers.length)
  const credit = new Float64Array(classes.length)
  for (let i = 0; i < items.length; i++) {
    const { outcome } = answers[i]!
    const leading = outcome.kind === 'winner' ? [outcome.id] : outcome.kind === 'tie' ? outcome.among : []
    credit.fill(0)
    for (const id of leading) credit[place.get(id)!] = 1 / leading.length
    for (let l = starts[i]!; l < starts[i + 1]!; l++) agreed[workerOf[l]!]! += credit[classOf[l]!]!
  }
  const given = labelsByWorker(profile)
  const weights = agreed.map((sum, w) => sum / given[w]!)
  return {
    ...answersFrom(rule, profile, weightedShares(profile, weights), ties),
    workers: workers.map((id, w) => ({ id, weight: roundPublished(weights[w]!), labels: given[w]! }))
  }
}
