import { checkModerate, fail } from '../checks.ts'
import { checkTallies } from './check-tallies.ts'
import type { GroupStatistics } from './group-statistics.ts'
import type { PlacedStatement } from './place-voters.ts'

/** How much it is worth to show a statement next, and what that was made of. */
export interface StatementPriority {
  readonly id: string
  readonly priority: number
  /** Smoothed shares of passes and of agreement among those in groups. */
  readonly passShare: number
  readonly agreeShare: number
  readonly extremity: number
  readonly seen: number
}

/** Statements about the people asked ('I live here') rather than about what should be done. */
export interface PrioritySettings {
  readonly metaStatements?: readonly string[]
}

/** Weight of a meta statement before squaring, whatever its votes. */
const META = 7

/**
 * Statement priorities, after Polis: which statement should a person be shown next?
 *
 * Those are worth showing that few pass on, that many agree with, that part people on the map, and that few
 * have seen yet: (1 − passes) × agreement × (1 + extremity) × (1 + 8 × 2^(−seen ∕ 5)), squared. Statements are
 * drawn with these weights (`drawStatement`), so that nobody is left out.
 *
 * Ties: none are broken; statements come in their order. Gaps: statements not on the map have extremity 0,
 * those taken out by moderation are left out. Cost: groups × statements.
 *
 * Throws `RangeError` for an extremity that is not a number of at least 0, for counts that are none.
 *
 * Source: comment routing of Polis, as in its code (Small et al. 2021).
 *
 * @example
 * statementPriorities({
 *   statements: ['new'], isOut: [false], everybody: { agree: [0], disagree: [0], seen: [0] },
 *   groups: [{ agree: [0], disagree: [0], seen: [0] }]
 * }, [])[0].priority
 * // → 5.0625
 */
export function statementPriorities(
  statistics: GroupStatistics,
  placed: readonly Pick<PlacedStatement, 'id' | 'extremity'>[],
  settings: PrioritySettings = {}
): StatementPriority[] {
  const { statements, isOut, groups } = statistics
  checkTallies('statementPriorities', statistics)
  const extremities = new Map(placed.map(({ id, extremity }) => [id, extremity]))
  const meta = new Set(settings.metaStatements ?? [])
  return statements.flatMap((id, s) => {
    if (isOut[s]) return []
    const extremity = extremities.get(id) ?? 0
    checkModerate('statementPriorities', `the extremity of "${id}"`, extremity)
    if (extremity < 0) fail('statementPriorities', `the extremity of "${id}" must be at least 0`)
    const total = (column: 'agree' | 'disagree' | 'seen') =>
      groups.reduce((sum, tallies) => sum + tallies[column][s]!, 0)
    const [agree, disagree, seen] = [total('agree'), total('disagree'), total('seen')]
    const passShare = (seen - agree - disagree + 1) / (seen + 2)
    const agreeShare = (agree + 1) / (seen + 2)
    const novelty = 1 + 8 * 2 ** (-seen / 5)
    const weight = meta.has(id) ? META : (1 - passShare) * (extremity + 1) * agreeShare * novelty
    return [{ id, priority: weight * weight, passShare, agreeShare, extremity, seen }]
  })
}
