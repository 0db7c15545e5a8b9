import { checkDistinctIds, checkFinite, checkWhole, fail } from '../checks.ts'
import { type RankedGroup, rankByScore } from '../rankings/ranking.ts'
import { declaredOrder, type TieRule } from '../tie-rule.ts'
import { sortedIds } from '../ties.ts'

/** A measure by which ties are broken, the greater first: a criterion's mean, a count of first places. */
export interface TieBreaker {
  readonly name: string
  readonly scores: Readonly<Record<string, number>>
}

/** A tie that was broken: among whom, by what, and the order it gave (entries still equal stand together). */
export interface BrokenTie {
  readonly among: readonly string[]
  readonly by: string
  readonly order: readonly (readonly string[])[]
}

/** The ranking after the chain. `score` is that of the ranking before. */
export interface ChainedRanking {
  readonly groups: readonly RankedGroup[]
  readonly broken: readonly BrokenTie[]
  readonly ties: readonly (readonly string[])[]
}

/**
 * Tie-break chain: in which order do entries stand that share a rank, when the rules name what counts next?
 *
 * Each measure is asked in turn, only among entries still equal; what is left at the end is reported as a
 * tie, or goes by a declared order (which `drawOrder` draws from a public seed). The chain should be declared
 * before the first score is known.
 *
 * Ties: `ties` lists what no measure could part. Gaps: a measure must have a score for each entry that it is
 * asked about. Cost: entries × measures.
 *
 * Throws `RangeError` for a missing score, one that is not finite, names that repeat, a declared order that
 * does not name each entry once.
 *
 * Source: definition.
 *
 * @example
 * tieBreakChain(
 *   [{ rank: 1, score: 8, ids: ['a', 'b', 'c'] }],
 *   [{ name: 'idea', scores: { a: 7, b: 9, c: 7 } }]
 * ).groups.map(group => [group.rank, group.ids])
 * // → [[1, ['b']], [2, ['a', 'c']]]
 */
export function tieBreakChain(
  groups: readonly RankedGroup[],
  chain: readonly TieBreaker[],
  { ties = 'report' }: { readonly ties?: TieRule } = {}
): ChainedRanking {
  const rule = 'tieBreakChain'
  const entries = groups.flatMap(({ ids }) => ids)
  checkDistinctIds(rule, 'entries', entries)
  checkDistinctIds(
    rule,
    'measures',
    chain.map(({ name }) => name)
  )
  for (const { rank, score } of groups) {
    checkWhole(rule, 'a rank', rank, 1)
    checkFinite(rule, 'the score of a rank', score)
  }
  const preference = declaredOrder(rule, entries, ties)
  const breakers = preference
    ? [
        ...chain,
        {
          name: 'declared order',
          scores: Object.fromEntries([...preference].map(([id, place]) => [id, -place]))
        }
      ]
    : chain
  const broken: BrokenTie[] = []
  const part = (ids: readonly string[], from: number): string[][] => {
    const breaker = breakers[from]
    if (ids.length < 2 || !breaker) return [sortedIds(ids)]
    for (const id of ids) {
      if (!Object.hasOwn(breaker.scores, id)) fail(rule, `"${breaker.name}" has no score for "${id}"`)
      checkFinite(rule, `the score of "${id}" in "${breaker.name}"`, breaker.scores[id]!)
    }
    const order = rankByScore(
      rule,
      ids.map(id => ({ id, score: breaker.scores[id]! }))
    ).groups.map(({ ids }) => [...ids])
    if (order.length > 1) broken.push({ among: sortedIds(ids), by: breaker.name, order })
    return order.flatMap(own => part(own, from + 1))
  }
  const result: RankedGroup[] = []
  let rank = 1
  for (const { score, ids } of groups) {
    for (const own of part(ids, 0)) {
      result.push({ rank, score, ids: own })
      rank += own.length
    }
  }
  return { groups: result, broken, ties: result.filter(({ ids }) => ids.length > 1).map(({ ids }) => ids) }
}
