import { roundPublished } from '../round-published.ts'
import { declaredOrder, earliest, type TieBreak, type TieRule } from '../tie-rule.ts'
import { type Outcome, winnerOrTie } from '../ties.ts'
import type { LabelProfile } from './label-profile.ts'

/**
 * The answer for an item: the most probable class, and the probability of every class, in the order of
 * `classes`.
 */
export interface ItemAnswer {
  readonly id: string
  readonly outcome: Outcome
  readonly probabilities: readonly number[]
  readonly labels: number
}

/** Where the declared order of classes was used. */
export interface LabelTieBreak extends TieBreak {
  readonly item: string
}

/** What every rule on labels returns: answers by item, and where ties were broken. */
export interface LabelAnswers {
  readonly rule: string
  readonly classes: readonly string[]
  readonly answers: readonly ItemAnswer[]
  readonly tieBreaks: readonly LabelTieBreak[]
}

/**
 * Answers from the probabilities of classes, item by item. Classes whose probabilities agree to 9 decimals
 * tie, or go by a declared order.
 */
export function answersFrom(
  rule: string,
  { items, classes, starts }: LabelProfile,
  probabilities: Float64Array,
  ties: TieRule = 'report'
): LabelAnswers {
  const preference = declaredOrder(rule, classes, ties)
  const size = classes.length
  const winners = classes.map(id => ({ kind: 'winner', id }) as const)
  const tieBreaks: LabelTieBreak[] = []
  const answers = new Array<ItemAnswer>(items.length)
  for (let i = 0; i < items.length; i++) {
    const id = items[i]!
    const own = new Array<number>(size)
    let best = 0
    let sharing = 0
    for (let k = 0; k < size; k++) {
      const probability = roundPublished(probabilities[i * size + k]!)
      own[k] = probability
      if (probability > own[best]!) {
        best = k
        sharing = 1
      } else if (probability === own[best]) sharing++
    }
    let outcome: Outcome = winners[best]!
    if (sharing > 1) {
      const among = classes.filter((_, k) => own[k] === own[best])
      if (preference) {
        const chosen = earliest(preference, among)
        tieBreaks.push({ item: id, among, chosen })
        outcome = { kind: 'winner', id: chosen }
      } else outcome = winnerOrTie(among)
    }
    answers[i] = { id, outcome, probabilities: own, labels: starts[i + 1]! - starts[i]! }
  }
  return { rule, classes, answers, tieBreaks }
}
