import { groupsByLevel, type RankedGroup } from '../rankings/ranking.ts'
import { linkStrengths, type LinkStrength } from './link-strength.ts'
import type { Pairwise } from './pairwise.ts'
import { type SingleWinner, singleWinner } from './single-winner.ts'
import { type TieSettings } from '../tie-rule.ts'

/** How defeats are measured, and what happens to ties. */
export interface MinimaxSettings extends TieSettings {
  /** `'winning-votes'` unless given; `'opposition'` counts the votes against even where the pair is won. */
  readonly strength?: LinkStrength | 'opposition'
}

/** Winners, all options by their worst defeat, and against whom each suffers it. */
export interface MinimaxResult extends SingleWinner {
  readonly strength: LinkStrength | 'opposition'
  readonly groups: readonly RankedGroup[]
  readonly worst: readonly { readonly id: string; readonly defeat: number; readonly by: readonly string[] }[]
}

/**
 * Minimax (Simpson–Kramer): which option has the mildest worst defeat?
 *
 * Easy to explain and Condorcet-consistent, but clones can spoil it, and by winning votes or margins it can
 * elect the option that loses to all others: prefer `schulze` or `rankedPairs`. Ties: equal worst defeats
 * share the place (the score of a group is the defeat, negated). Gaps: unranked options are last. Cost: n².
 *
 * Source: P. B. Simpson, "On defining areas of voter choice", QJE 83 (1969), 478–490; G. H. Kramer, "A
 * dynamical model of political equilibrium", J. Economic Theory 16 (1977), 310–334.
 *
 * @example
 * minimax(pairwiseOf(['a', 'b', 'c'], [[0, 6, 4], [3, 0, 7], [5, 2, 0]], 9)).worst[0] // → { id: 'a', defeat: 5, by: ['c'] }
 */
export function minimax(pairs: Pairwise, settings: MinimaxSettings = {}): MinimaxResult {
  const { strength = 'winning-votes' } = settings
  const { options } = pairs
  const n = options.length
  const links = strength === 'opposition' ? pairs.prefer : linkStrengths('minimax', pairs, strength)
  const worst = options.map((id, a) => {
    const against = options.map((_, b) => (a === b ? 0 : links[b * n + a]!))
    const defeat = Math.max(...against)
    return { id, defeat, by: defeat > 0 ? options.filter((_, b) => against[b] === defeat) : [] }
  })
  const groups = groupsByLevel(
    options,
    worst.map(({ defeat }) => defeat)
  )
  return {
    ...singleWinner('minimax', pairs, groups[0]!.ids, settings),
    strength,
    groups,
    worst
  }
}
