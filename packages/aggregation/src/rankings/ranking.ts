import { checkDistinctIds, checkFinite } from '../checks.ts'
import { compareIds, type Tie, tie, type TooFew } from '../ties.ts'

/**
 * Items with one score share a rank. `ids` is a set, listed in code-unit order: the listing decides nothing.
 */
export interface RankedGroup {
  readonly rank: number
  readonly score: number
  readonly ids: readonly string[]
}

/** An item without a rank, for it has too few responses. */
export interface Unranked extends TooFew {
  readonly id: string
}

/**
 * What every ranking returns. `groups` go from the best down with competition ranks (1, 2, 2, 4); `ties`
 * lists the groups of two or more; `unranked` the items with too few responses; `explanation` says for each
 * item, in the order of the ranking, what its score was made of.
 */
export interface Ranking<Explanation> {
  readonly rule: string
  readonly groups: readonly RankedGroup[]
  readonly ties: readonly Tie[]
  readonly unranked: readonly Unranked[]
  readonly explanation: readonly Explanation[]
}

interface Scored {
  readonly id: string
  readonly score: number
}

/**
 * Puts scored items into groups of equal score, best first, with competition ranks. Throws when a score is
 * not finite or an id occurs twice.
 */
export function rankByScore<Explanation extends Scored>(
  rule: string,
  scored: readonly Explanation[],
  unranked: readonly Unranked[] = []
): Ranking<Explanation> {
  checkDistinctIds(
    rule,
    'items',
    [...scored, ...unranked].map(item => item.id)
  )
  for (const item of scored) checkFinite(rule, `the score of "${item.id}"`, item.score)
  const explanation = [...scored].sort((a, b) => b.score - a.score || compareIds(a.id, b.id))
  const groups = groupsOf(explanation)
  return {
    rule,
    groups,
    ties: groups.filter(group => group.ids.length > 1).map(group => tie(group.ids)),
    unranked: [...unranked].sort((a, b) => compareIds(a.id, b.id)),
    explanation
  }
}

function groupsOf(best: readonly Scored[]): RankedGroup[] {
  const groups: RankedGroup[] = []
  let start = 0
  for (let end = 1; end <= best.length; end++) {
    const { score } = best[start]!
    if (end < best.length && best[end]!.score === score) continue
    groups.push({ rank: start + 1, score, ids: best.slice(start, end).map(item => item.id) })
    start = end
  }
  return groups
}

/** Groups of ids by a level of which the smallest is the best; the score of a group is its level, negated. */
export function groupsByLevel(ids: readonly string[], levels: readonly number[]): RankedGroup[] {
  // 0 − level, for −0 is not the 0 that people and JSON know.
  const scored = ids.map((id, i) => ({ id, score: 0 - levels[i]! }))
  return [...rankByScore('groupsByLevel', scored).groups]
}
