import { checkWhole } from '../checks.ts'
import type { TieBreak } from '../tie-rule.ts'
import { checkTallies } from './check-tallies.ts'
import type { GroupStatistics } from './group-statistics.ts'
import { takeBest } from './take-best.ts'
import { oneShareTest, smoothedShare, Z90 } from './vote-tests.ts'

/** A statement that most of all voters agree (or disagree) with. */
export interface ConsensusStatement {
  readonly id: string
  readonly count: number
  readonly seen: number
  /** Share with one vote either way added. */
  readonly share: number
  /** z of the share against one half. */
  readonly shareTest: number
}

/** The statements of broadest agreement and of broadest disagreement, the broadest first. */
export interface ConsensusStatements {
  readonly rule: 'consensusStatements'
  readonly agree: readonly ConsensusStatement[]
  readonly disagree: readonly ConsensusStatement[]
  /** Where the order of the statements decided who is among them. */
  readonly tieBreaks: readonly TieBreak[]
}

/**
 * Consensus statements, after Polis: what do most of all voters say alike, groups aside?
 *
 * Those with a share over one half, significant at 90 % one-sided, by share × its z. A large group can carry
 * a statement here: prefer `groupInformedConsensus` where every group is to agree.
 *
 * Ties: the earlier statement is taken, and reported where that decides. Gaps: voters without a group count;
 * statements taken out by moderation do not. Cost: the statements.
 *
 * Throws `RangeError` when `most` is not a whole number above 0, for counts that are none.
 *
 * Source: Small et al. 2021; thresholds as in the code of Polis.
 *
 * @example
 * consensusStatements({
 *   statements: ['trees', 'parking'], isOut: [false, false], groups: [],
 *   everybody: { agree: [9, 5], disagree: [0, 5], seen: [10, 10] }
 * }).agree.map(({ id, share }) => `${id} ${share.toFixed(2)}`)
 * // → ['trees 0.83']
 */
export function consensusStatements(
  statistics: GroupStatistics,
  settings: { readonly most?: number } = {}
): ConsensusStatements {
  const { most = 5 } = settings
  checkWhole('consensusStatements', 'most', most, 1)
  checkTallies('consensusStatements', statistics)
  const { statements, isOut, everybody } = statistics
  const broadest = (side: 'agree' | 'disagree') => {
    const candidates = statements
      .map((id, s) => {
        const [count, seen] = [everybody[side][s]!, everybody.seen[s]!]
        return { id, count, seen, share: smoothedShare(count, seen), shareTest: oneShareTest(count, seen) }
      })
      .filter(({ share, shareTest }, s) => !isOut[s] && share > 0.5 && shareTest > Z90)
    return takeBest(candidates, ({ share, shareTest }) => share * shareTest, most)
  }
  const [agree, disagree] = [broadest('agree'), broadest('disagree')]
  return {
    rule: 'consensusStatements',
    agree: agree.taken,
    disagree: disagree.taken,
    tieBreaks: [...agree.tieBreaks, ...disagree.tieBreaks]
  }
}
