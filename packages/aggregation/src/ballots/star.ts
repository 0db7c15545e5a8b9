import { type RankedGroup } from '../rankings/ranking.ts'
import type { Outcome } from '../ties.ts'
import { type Pairwise, pairwise } from './pairwise.ts'
import { rankByScores } from './rank-by-scores.ts'
import type { ScoreProfile } from './score-profile.ts'
import { scoreVoting } from './score-voting.ts'
import { type SingleWinner, singleWinner } from './single-winner.ts'
import { type TieSettings } from '../tie-rule.ts'

/** A pair that can be the finalists, and what the run-off between them says. */
export interface Runoff {
  readonly finalists: readonly [string, string]
  /**
   * Voters who score the first of the finalists above the second, the second above the first, and both alike.
   */
  readonly preferFirst: number
  readonly preferSecond: number
  readonly level: number
  readonly outcome: Outcome
}

/**
 * Winners, all options by the sum of scores, and the run-off (several when a tie leaves the finalists open).
 */
export interface StarResult extends SingleWinner {
  readonly groups: readonly RankedGroup[]
  readonly runoffs: readonly Runoff[]
}

/**
 * STAR (score, then automatic run-off): of the two options with the highest scores, which one do more people
 * score above the other?
 *
 * The run-off takes the gain out of exaggerating. Prefer `schulze` for a winner that beats every rival, not
 * only the other finalist.
 *
 * Ties: a level run-off goes to the finalist with the higher sum of scores. Where equal sums leave the
 * finalists open, every pair that can be formed is run off, and all who win one are winners. Gaps: a score
 * left out counts as the lowest. One option alone wins. Cost: s² per ballot of s scores, plus the run-offs.
 *
 * Source: S. Wolk, J. Quinn, M. Ogren, "STAR voting, equality of voice, and voter satisfaction",
 * Constitutional Political Economy 34 (2023), 310–334.
 *
 * @example
 * star(scoreProfile(['a', 'b', 'c'], { lowest: 0, highest: 5 }, [
 *   { scores: { a: 5, b: 4 }, count: 3 }, { scores: { b: 5, c: 3 }, count: 2 }
 * ])).runoffs.map(({ finalists, preferFirst, preferSecond }) => [finalists, preferFirst, preferSecond])
 * // → [[['b', 'a'], 2, 3]]
 */
export function star(profile: ScoreProfile, settings: TieSettings = {}): StarResult {
  const { groups } = scoreVoting(profile)
  const pairs = pairwise(rankByScores(profile))
  const runoffs = finalistPairs(groups).map(finalists => runOff(pairs, groups, finalists))
  const first =
    profile.options.length === 1
      ? profile.options
      : runoffs.flatMap(({ outcome }) =>
          outcome.kind === 'winner' ? [outcome.id] : outcome.kind === 'tie' ? outcome.among : []
        )
  return { ...singleWinner('star', profile, first, settings), groups, runoffs }
}

/** All pairs of options that can hold the first two places. */
function finalistPairs([top, second]: readonly RankedGroup[]): [string, string][] {
  if (top!.ids.length > 1) {
    return top!.ids.flatMap((a, i) => top!.ids.slice(i + 1).map((b): [string, string] => [a, b]))
  }
  return second ? second.ids.map((b): [string, string] => [top!.ids[0]!, b]) : []
}

function runOff(
  { options, voters, prefer }: Pairwise,
  groups: readonly RankedGroup[],
  finalists: readonly [string, string]
): Runoff {
  const [first, second] = finalists
  const a = options.indexOf(first)
  const b = options.indexOf(second)
  const preferFirst = prefer[a * options.length + b]!
  const preferSecond = prefer[b * options.length + a]!
  const sum = (id: string) => groups.find(group => group.ids.includes(id))!.score
  const lead = preferFirst - preferSecond || sum(first) - sum(second)
  const outcome: Outcome =
    lead === 0 ? { kind: 'tie', among: [first, second] } : { kind: 'winner', id: lead > 0 ? first : second }
  return { finalists, preferFirst, preferSecond, level: voters - preferFirst - preferSecond, outcome }
}
