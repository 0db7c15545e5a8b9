import { checkWhole, fail } from '../checks.ts'

/** The points of a ranking: `length` for the first place, one less for each further place. */
export interface RankPoints {
  readonly points: Readonly<Record<string, number>>
}

/**
 * Reads a ranking of projects as points: the first of at most `length` places gets `length` points, the next
 * one less, and so on.
 *
 * How cities with ranked ballots count them; how much a place is worth is part of the rules. Cost: the
 * places.
 *
 * Throws `RangeError` for more places than `length`, a project ranked twice, a length that is not a whole
 * number above 0.
 *
 * Source: the count of ordinal ballots in Pabulib (D. Stolicki, S. Szufa, N. Talmon, arXiv 2012.06539).
 *
 * @example
 * pointsByRank(['park', 'pool'], 3) // → { points: { park: 3, pool: 2 } }
 */
export function pointsByRank(ranking: readonly string[], length: number): RankPoints {
  checkWhole('pointsByRank', 'length', length, 1)
  if (ranking.length > length)
    fail('pointsByRank', `there must be at most ${length} places, got ${ranking.length}`)
  if (new Set(ranking).size < ranking.length) fail('pointsByRank', 'a project must be ranked once')
  return { points: Object.fromEntries(ranking.map((id, place) => [id, length - place])) }
}
