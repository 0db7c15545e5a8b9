import { checkWhole } from '../checks.ts'
import type { RankedGroup } from '../rankings/ranking.ts'
import { sortedIds } from '../ties.ts'
import { type JudgeRating, ratingTable } from './rating-table.ts'

/** A rule that ranks entries from ratings: `judgeModel` and others, with their settings. */
export type JudgingRule = (ratings: readonly JudgeRating[]) => JudgingResult

type JudgingResult =
  | { readonly groups: readonly RankedGroup[]; readonly explanation: readonly unknown[] }
  | { readonly kind: 'too-few' | 'too-large' | 'not-comparable' }

/** How far down a change counts. */
export interface WithoutSettings {
  /** The first so many places; 1 unless given. */
  readonly places?: number
}

/** What a judge's ratings change: who would come in or go out of the first places, and the largest move. */
export interface JudgeInfluence {
  readonly judge: string
  /** Among the first places only without this judge. */
  readonly enter: readonly string[]
  /** Among the first places only with this judge. */
  readonly leave: readonly string[]
  /**
   * The entry whose rank changes most, first of equals in code-unit order, and by how much (above 0: it would
   * stand higher).
   */
  readonly most: { readonly entry: string; readonly places: number } | null
  /** Entries that nobody else has rated. */
  readonly lost: readonly string[]
}

/** The first places of all judges together, and the influence of each. */
export interface WithoutEachJudge {
  readonly first: readonly string[]
  /** Whether the first places are the same without any one judge. */
  readonly stable: boolean
  readonly judges: readonly JudgeInfluence[]
}

/**
 * Leave one judge out: would the first places be others without a certain judge?
 *
 * A flag for a second look, not a finding: somebody must make the difference in a close contest. Works with
 * every rule that ranks entries from ratings.
 *
 * Ties: all entries that share a rank within the first places are among them. Gaps: an entry that only the
 * judge left out has rated is `lost`, and counts as neither entering nor leaving. Cost: that of the rule,
 * once for each judge.
 *
 * Throws `RangeError` for values that are not finite, a judge who rates an entry twice, places below 1.
 *
 * Source: the jackknife of J. W. Tukey, Annals of Mathematical Statistics 29 (1958), 614.
 *
 * @example
 * withoutEachJudge([
 *   { judge: 'ann', entry: 'a', value: 5 }, { judge: 'ann', entry: 'b', value: 6 },
 *   { judge: 'bob', entry: 'a', value: 5 }, { judge: 'bob', entry: 'b', value: 6 },
 *   { judge: 'eve', entry: 'a', value: 9 }, { judge: 'eve', entry: 'b', value: 0 }
 * ], judgeModel).judges.map(({ judge, enter }) => [judge, enter])
 * // → [['ann', []], ['bob', []], ['eve', ['b']]]
 */
export function withoutEachJudge(
  ratings: readonly JudgeRating[],
  rule: JudgingRule,
  { places = 1 }: WithoutSettings = {}
): WithoutEachJudge {
  checkWhole('withoutEachJudge', 'places', places, 1)
  const { judges, entries } = ratingTable('withoutEachJudge', ratings)
  const whole = ranksOf(rule(ratings))
  const first = firstPlaces(whole, places)
  const influences = judges.map((judge): JudgeInfluence => {
    const rest = ratings.filter(rating => rating.judge !== judge)
    const without = ranksOf(rule(rest))
    const left = firstPlaces(without, places)
    const lost = entries.filter(entry => whole.has(entry) && !without.has(entry))
    let most: JudgeInfluence['most'] = null
    for (const [entry, rank] of without) {
      const moved = (whole.get(entry) ?? rank) - rank
      if (Math.abs(moved) > Math.abs(most?.places ?? 0)) most = { entry, places: moved }
    }
    return {
      judge,
      enter: left.filter(entry => !first.includes(entry)),
      leave: first.filter(entry => !left.includes(entry) && !lost.includes(entry)),
      most,
      lost
    }
  })
  const stable = influences.every(({ enter, leave }) => enter.length === 0 && leave.length === 0)
  return { first, stable, judges: influences }
}

/** Ranks by entry, in code-unit order of the entries; none where the rule has no answer. */
function ranksOf(result: JudgingResult): Map<string, number> {
  const groups = 'explanation' in result ? result.groups : []
  const ranks = new Map(groups.flatMap(({ rank, ids }) => ids.map(id => [id, rank] as const)))
  return new Map(sortedIds(ranks.keys()).map(id => [id, ranks.get(id)!]))
}

function firstPlaces(ranks: ReadonlyMap<string, number>, places: number): string[] {
  return [...ranks].filter(([, rank]) => rank <= places).map(([id]) => id)
}
