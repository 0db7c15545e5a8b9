import { checkPositive } from '../checks.ts'
import { type Ranking, rankByScore } from '../rankings/ranking.ts'
import { roundSignificant } from '../round-significant.ts'
import { sumSorted } from '../sum-sorted.ts'
import { type TooFew, tooFew } from '../ties.ts'
import { type JudgeRating, ratingTable } from './rating-table.ts'

/** How far judges with few ratings are taken to be like all. */
export interface ZScoreSettings {
  /** Ratings of an average judge imagined for each; 2 unless given. */
  readonly shrinkage?: number
}

/** An entry's mean of standardised ratings. */
export interface StandardisedEntry {
  readonly id: string
  readonly score: number
  readonly judges: number
}

/** The scale of a judge as it was reckoned with. */
export interface JudgeScale {
  readonly id: string
  readonly ratings: number
  readonly mean: number
  readonly deviation: number
}

/** Entries by mean standardised rating, and the judges by id. */
export interface ZScoreRanking extends Ranking<StandardisedEntry> {
  readonly kind: 'rated'
  readonly judges: readonly JudgeScale[]
}

/**
 * Shrunk z-scores: which entries stand out, when judges use the scale differently, some its upper end, some
 * only its middle?
 *
 * Each rating is taken as its distance from the judge's own mean, in the judge's own deviations; both are
 * shrunk towards those of all judges, so that three ratings do not make a scale. Right where entries are
 * dealt to judges by lot. Prefer `judgeModel` otherwise: who was dealt the good entries looks mild here.
 *
 * Ties: scores that agree to 12 digits share a rank. Gaps: no ratings are `too-few`; where all ratings are
 * equal all entries tie at 0. Cost: n log n.
 *
 * Throws `RangeError` for values that are not finite, a judge who rates an entry twice, a shrinkage not above
 * 0.
 *
 * Source: shrinkage: B. Efron, C. Morris, "Stein's estimation rule and its competitors", JASA 68 (1973),
 * 117–130.
 *
 * @example
 * shrunkZScores([
 *   { judge: 'mild', entry: 'a', value: 9 }, { judge: 'mild', entry: 'b', value: 8 },
 *   { judge: 'strict', entry: 'a', value: 3 }, { judge: 'strict', entry: 'c', value: 2 }
 * ], { shrinkage: 0.1 }).groups[0].ids
 * // → ['a']
 */
export function shrunkZScores(
  ratings: readonly JudgeRating[],
  { shrinkage = 2 }: ZScoreSettings = {}
): ZScoreRanking | TooFew {
  const rule = 'shrunkZScores'
  checkPositive(rule, 'shrinkage', shrinkage)
  const { judges, entries, judgeOf, entryOf, values } = ratingTable(rule, ratings)
  if (values.length === 0) return tooFew(0, 1)
  const mean = sumSorted(values) / values.length
  const own = judges.map((_, j) => values.filter((_, r) => judgeOf[r] === j))
  const means = own.map(list => (sumSorted(list) + shrinkage * mean) / (list.length + shrinkage))
  const within = own.map((list, j) => sumSorted(list.map(value => (value - means[j]!) ** 2)))
  const common = sumSorted(within) / values.length
  const deviations = own.map((list, j) =>
    Math.sqrt((within[j]! + shrinkage * common) / (list.length + shrinkage))
  )
  const standardised = values.map((value, r) => {
    const deviation = deviations[judgeOf[r]!]!
    return deviation > 0 ? (value - means[judgeOf[r]!]!) / deviation : 0
  })
  const scored = entries.map((id, e) => {
    const list = standardised.filter((_, r) => entryOf[r] === e)
    return { id, score: roundSignificant(sumSorted(list) / list.length), judges: list.length }
  })
  return {
    kind: 'rated',
    ...rankByScore(rule, scored),
    judges: judges.map((id, j) => ({
      id,
      ratings: own[j]!.length,
      mean: roundSignificant(means[j]!),
      deviation: roundSignificant(deviations[j]!)
    }))
  }
}
