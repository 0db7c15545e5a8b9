import { checkBetween, checkDistinctIds, checkWhole, fail } from '../checks.ts'
import { roundSignificant } from '../round-significant.ts'
import { compareIds, type Outcome, winnerOrTie } from '../ties.ts'

/** A label that came in, and the chance that its worker is right (from gold, `oneCoin` or `dawidSkene`). */
export interface RatedLabel {
  readonly label: string
  readonly accuracy: number
}

/** How sure to be, and how many labels to ask for at most. */
export interface PosteriorSettings {
  readonly sureness: number
  readonly most: number
  /** How common the classes are, in their order; alike unless given. */
  readonly priors?: readonly number[]
}

/** Whether to ask on: `sure`, `open`, or `unsure` when the most labels have been given. */
export interface PosteriorStop {
  readonly kind: 'sure' | 'open' | 'unsure'
  readonly outcome: Outcome
  readonly probabilities: readonly { readonly id: string; readonly probability: number }[]
  readonly labels: number
}

/**
 * Posterior stopping: is it sure enough what an item is, given who labelled it?
 *
 * Two good workers who agree can settle an item that five poor ones leave open. It trusts the accuracies it
 * is given and that workers err independently; prefer `agreementStop` where they are not known, or people
 * should be able to follow the rule.
 *
 * Ties: classes equally probable to 12 digits are a tie. Gaps: no labels leave the priors. The order of the
 * labels has no influence. Cost: labels + classes.
 *
 * Throws `RangeError` for an unknown label, accuracies outside 0 … 1 (both ends excluded), a sureness outside
 * ½ … 1, priors that are not above 0 or do not sum to 1 (to 10⁻⁶).
 *
 * Source: the sequential test of A. Wald, Annals of Mathematical Statistics 16 (1945), 117–186, for several
 * classes; in crowdsourcing J. Whitehill et al., NIPS 2009, § 3.
 *
 * @example
 * posteriorStop(['cat', 'dog'], [
 *   { label: 'cat', accuracy: 0.9 }, { label: 'cat', accuracy: 0.9 }
 * ], { sureness: 0.98, most: 5 }).kind
 * // → 'sure'
 */
export function posteriorStop(
  classes: readonly string[],
  labels: readonly RatedLabel[],
  { sureness, most, priors }: PosteriorSettings
): PosteriorStop {
  const rule = 'posteriorStop'
  checkDistinctIds(rule, 'classes', classes)
  if (classes.length < 2) fail(rule, `there must be at least two classes, got ${classes.length}`)
  checkBetween(rule, 'sureness', sureness, 0.5, 1)
  checkWhole(rule, 'most', most, 1)
  const scores = startingScores(rule, classes, priors)
  // Sums of logarithms by size, not by arrival, so that the order leaves no trace.
  const gains = classes.map((): number[] => [])
  for (const { label, accuracy } of labels) {
    const own = classes.indexOf(label)
    if (own < 0) fail(rule, `"${label}" is given, which is not a class`)
    if (!(accuracy > 0 && accuracy < 1)) fail(rule, `accuracies must lie between 0 and 1, got ${accuracy}`)
    gains[own]!.push(Math.log((accuracy * (classes.length - 1)) / (1 - accuracy)))
  }
  gains.forEach((own, k) => (scores[k]! += own.sort((a, b) => a - b).reduce((sum, gain) => sum + gain, 0)))
  const top = Math.max(...scores)
  const weights = scores.map(score => Math.exp(score - top))
  const total = [...weights].sort((a, b) => a - b).reduce((sum, weight) => sum + weight, 0)
  const probabilities = classes
    .map((id, k) => ({ id, probability: roundSignificant(weights[k]! / total) }))
    .sort((a, b) => b.probability - a.probability || compareIds(a.id, b.id))
  const best = probabilities[0]!.probability
  const leading = probabilities.filter(({ probability }) => probability === best).map(({ id }) => id)
  const kind = best >= sureness && leading.length === 1 ? 'sure' : labels.length >= most ? 'unsure' : 'open'
  return { kind, outcome: winnerOrTie(leading), probabilities, labels: labels.length }
}

function startingScores(
  rule: string,
  classes: readonly string[],
  priors: readonly number[] = classes.map(() => 1 / classes.length)
): number[] {
  if (priors.length !== classes.length) fail(rule, 'there must be a prior for each class')
  let sum = 0
  for (const prior of priors) {
    if (!(prior > 0)) fail(rule, `priors must lie above 0, got ${prior}`)
    sum += prior
  }
  if (Math.abs(sum - 1) > 1e-6) fail(rule, `priors must sum to 1, got ${sum}`)
  return priors.map(Math.log)
}
