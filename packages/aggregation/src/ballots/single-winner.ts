import { declaredOrder, earliest, type TieBreak, type TieSettings } from '../tie-rule.ts'
import { type Outcome, sortedIds, tooFew, winnerOrTie } from '../ties.ts'

/**
 * What every rule for one place returns. `winners` are all the options the rule puts first, before the tie
 * rule; `outcome` is what is left to say after it; `tieBreak` says whether a declared order was needed.
 */
export interface SingleWinner {
  readonly rule: string
  readonly voters: number
  readonly outcome: Outcome
  readonly winners: readonly string[]
  readonly tieBreak: TieBreak | null
}

/** Applies the tie rule to the options put first. Without voters there is no winner: `too-few`. */
export function singleWinner(
  rule: string,
  { options, voters }: { readonly options: readonly string[]; readonly voters: number },
  first: Iterable<string>,
  { ties = 'report' }: TieSettings
): SingleWinner {
  const preference = declaredOrder(rule, options, ties)
  if (voters === 0) return { rule, voters, outcome: tooFew(0, 1), winners: [], tieBreak: null }
  const winners = sortedIds(first)
  if (winners.length < 2 || preference === null) {
    return { rule, voters, outcome: winnerOrTie(winners), winners, tieBreak: null }
  }
  const chosen = earliest(preference, winners)
  return {
    rule,
    voters,
    outcome: { kind: 'winner', id: chosen },
    winners,
    tieBreak: { among: winners, chosen }
  }
}
