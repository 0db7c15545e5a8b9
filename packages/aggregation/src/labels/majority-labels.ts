import type { TieSettings } from '../tie-rule.ts'
import { answersFrom, type LabelAnswers } from './item-answers.ts'
import { type LabelProfile, voteShares } from './label-profile.ts'

/**
 * Majority: which label did most workers give to each item?
 *
 * Every label counts the same. Prefer `dawidSkene` when workers differ in care or confuse certain classes and
 * have given many labels each, `wawa` when they have given few.
 *
 * Ties: classes with equally many labels tie, or go by a declared order of classes. Gaps: an item without
 * labels does not occur in a profile. Cost: the number of labels.
 *
 * Throws `RangeError` for a declared order that does not name each class once.
 *
 * Source: definition; the baseline of Y. Zheng et al., "Truth inference in crowdsourcing: is the problem
 * solved?", PVLDB 10(5), 2017, § 4.
 *
 * @example
 * majorityLabels(labelProfile([
 *   { item: 'photo', worker: 'ann', label: 'cat' }, { item: 'photo', worker: 'bob', label: 'dog' },
 *   { item: 'photo', worker: 'eve', label: 'cat' }
 * ])).answers[0].outcome
 * // → { kind: 'winner', id: 'cat' }
 */
export function majorityLabels(profile: LabelProfile, { ties }: TieSettings = {}): LabelAnswers {
  return answersFrom('majorityLabels', profile, voteShares(profile), ties)
}
