import { checkFinite, checkWhole, fail } from '../checks.ts'
import { factorise, invertLower, solveFactorised } from '../cholesky.ts'
import { type Ranking, rankByScore } from '../rankings/ranking.ts'
import { roundPublished } from '../round-published.ts'
import { type TooFew, type TooLarge, tooFew } from '../ties.ts'
import { partsOf, type JudgeRating, type RatingTable, ratingTable } from './rating-table.ts'

/** How mildness is told from merit. */
export interface JudgeModelSettings {
  /**
   * Ratings without any mildness imagined for each judge; 1 unless given. With 0, parts may not be
   * comparable.
   */
  readonly shrinkage?: number
  /** Judges at most, for the cost grows with their third power; 2,000 unless given. */
  readonly most?: number
}

/**
 * An entry's merit on the scale of the ratings, as an average judge would rate it, with its standard error
 * (`null` where nothing is left to tell chance by), its plain mean, and the part of the entries that common
 * judges join it with.
 */
export interface RatedEntry {
  readonly id: string
  readonly score: number
  readonly standardError: number | null
  readonly mean: number
  readonly judges: number
  readonly part: number
}

/** A judge: by how much they rate above the average judge, and how far they scatter around the model. */
export interface JudgeEffect {
  readonly id: string
  readonly ratings: number
  readonly mildness: number
  readonly spread: number
}

/** Entries by merit, judges by id. Between parts the order rests on the belief that judges are alike. */
export interface JudgeModel extends Ranking<RatedEntry> {
  readonly kind: 'rated'
  readonly judges: readonly JudgeEffect[]
  readonly parts: number
  readonly shrinkage: number
  /** The deviation of a rating from merit plus mildness; `null` where there are no ratings to spare. */
  readonly residual: number | null
}

/**
 * Without shrinkage the merits in these groups of entries cannot be compared: no judge has rated in two of
 * them.
 */
export interface NotComparable {
  readonly kind: 'not-comparable'
  readonly groups: readonly (readonly string[])[]
}

/**
 * Additive model of judges and entries: which entries are best, when some judges are milder and each has seen
 * only some entries?
 *
 * A rating is taken as the entry's merit, plus the judge's mildness, plus chance; all are found together by
 * least squares. The rule to start with. Prefer `scorecards` where everybody rates everything (the order is
 * the same and simpler), `manyFacetRasch` for scales of few steps used to their ends.
 *
 * Ties: merits equal to 9 decimals share a rank. Gaps: no ratings are `too-few`; without shrinkage entries
 * that no common judge joins are `not-comparable`; more judges than `most` are `too-large`. Cost: ratings ×
 * judges + judges³.
 *
 * Throws `RangeError` for values that are not finite, a judge who rates an entry twice, a shrinkage below 0.
 *
 * Source: the two-way layout without interaction of H. Scheffé, "The analysis of variance", 1959, § 4.4, with
 * judges' effects shrunk as in G. K. Robinson, "That BLUP is a good thing", Statistical Science 6 (1991).
 *
 * @example
 * judgeModel([
 *   { judge: 'mild', entry: 'a', value: 8 }, { judge: 'mild', entry: 'b', value: 7 },
 *   { judge: 'strict', entry: 'b', value: 4 }, { judge: 'strict', entry: 'c', value: 6 }
 * ], { shrinkage: 0 }).groups.map(group => [group.ids, group.score])
 * // → [[['c'], 7.5], [['a'], 6.5], [['b'], 5.5]]
 */
export function judgeModel(
  ratings: readonly JudgeRating[],
  { shrinkage = 1, most = 2000 }: JudgeModelSettings = {}
): JudgeModel | NotComparable | TooFew | TooLarge {
  const rule = 'judgeModel'
  checkFinite(rule, 'shrinkage', shrinkage)
  if (shrinkage < 0) fail(rule, `shrinkage must not be below 0, got ${shrinkage}`)
  checkWhole(rule, 'most', most, 1)
  const table = ratingTable(rule, ratings)
  const { judges, entries, judgeOf, entryOf, values, byJudge, byEntry } = table
  if (values.length === 0) return tooFew(0, 1)
  if (judges.length > most) return { kind: 'too-large', have: judges.length, most }
  const parts = partsOf(table)
  if (shrinkage === 0 && parts.count > 1) {
    const groups = Map.groupBy(entries, (_, e) => parts.of[e]!)
    return { kind: 'not-comparable', groups: [...groups.values()] }
  }
  const lower = eliminated(table, shrinkage)
  const mildness = mildnessOf(table, lower)
  const merits = new Float64Array(entries.length)
  const means = new Float64Array(entries.length)
  values.forEach((value, r) => {
    merits[entryOf[r]!]! += (value - mildness[judgeOf[r]!]!) / byEntry[entryOf[r]!]!
    means[entryOf[r]!]! += value / byEntry[entryOf[r]!]!
  })
  const squares = new Float64Array(judges.length)
  values.forEach((value, r) => {
    squares[judgeOf[r]!]! += (value - merits[entryOf[r]!]! - mildness[judgeOf[r]!]!) ** 2
  })
  const spare = values.length - entries.length - judges.length + parts.count
  const residual = spare > 0 ? Math.sqrt(squares.reduce((sum, own) => sum + own, 0) / spare) : null
  const factors = residual === null ? null : errorFactors(table, lower, shrinkage)
  const scored = entries.map((id, e): RatedEntry => ({
    id,
    score: roundPublished(merits[e]!),
    standardError: factors ? roundPublished(residual! * factors[e]!) : null,
    mean: roundPublished(means[e]!),
    judges: byEntry[e]!,
    part: parts.of[e]!
  }))
  return {
    kind: 'rated',
    ...rankByScore(rule, scored),
    judges: judges.map((id, j) => ({
      id,
      ratings: byJudge[j]!,
      mildness: roundPublished(mildness[j]!),
      spread: roundPublished(Math.sqrt(squares[j]! / byJudge[j]!))
    })),
    parts: parts.count,
    shrinkage,
    residual: residual === null ? null : roundPublished(residual)
  }
}

/** The factor of the equations for the judges alone, the entries having been put in terms of them. */
function eliminated(table: RatingTable, shrinkage: number): Float64Array {
  const { judges, byJudge, byEntry } = table
  const n = judges.length
  const matrix = new Float64Array(n * n)
  for (let j = 0; j < n; j++) matrix[j * n + j] = byJudge[j]! + shrinkage
  eachEntry(table, (rows, e) => {
    for (const a of rows) for (const b of rows) matrix[a * n + b]! -= 1 / byEntry[e]!
  })
  // A constant on all judges changes no difference: their mean is held at 0, which makes the equations regular.
  const onMean = meanWeight(table)
  for (let at = 0; at < matrix.length; at++) matrix[at]! += onMean
  factorise(matrix, n)
  return matrix
}

/** How firmly the mean of the judges is held. */
function meanWeight({ judges, byJudge }: RatingTable): number {
  return byJudge.reduce((most, own) => Math.max(most, own), 0) / judges.length
}

function mildnessOf(table: RatingTable, lower: Float64Array): Float64Array {
  const { judges, entries, judgeOf, entryOf, values, byEntry } = table
  const sums = new Float64Array(entries.length)
  values.forEach((value, r) => (sums[entryOf[r]!]! += value))
  const mildness = new Float64Array(judges.length)
  values.forEach((value, r) => {
    mildness[judgeOf[r]!]! += value - sums[entryOf[r]!]! / byEntry[entryOf[r]!]!
  })
  solveFactorised(lower, judges.length, mildness)
  const mean = mildness.reduce((sum, own) => sum + own, 0) / judges.length
  return mildness.map(own => own - mean)
}

/** Standard errors of the entries' merits, judges taken as they are on average, for a residual of 1. */
function errorFactors(table: RatingTable, lower: Float64Array, shrinkage: number): Float64Array {
  const { judges, entries, byEntry } = table
  const n = judges.length
  const inverse = invertLower(lower, n)
  const factors = new Float64Array(entries.length)
  // What the held mean of the judges adds is no part of a difference between entries.
  const ofMean = 1 / (n * (shrinkage + meanWeight(table) * n))
  eachEntry(table, (rows, e) => {
    let square = 0
    for (let k = 0; k < n; k++) {
      let sum = 0
      for (const j of rows) if (j <= k) sum += inverse[k * n + j]!
      square += (sum / byEntry[e]!) ** 2
    }
    factors[e] = Math.sqrt(1 / byEntry[e]! + Math.max(0, square - ofMean))
  })
  return factors
}

/** Calls back with the judges of each entry. */
function eachEntry(
  { entries, judgeOf, byEntry }: RatingTable,
  visit: (judges: Uint32Array, entry: number) => void
) {
  let begin = 0
  for (let e = 0; e < entries.length; e++) {
    visit(judgeOf.subarray(begin, begin + byEntry[e]!), e)
    begin += byEntry[e]!
  }
}
