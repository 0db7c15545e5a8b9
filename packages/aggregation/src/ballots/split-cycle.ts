import { linkStrengths, optionsWhere, strongestPaths } from './link-strength.ts'
import type { Pairwise } from './pairwise.ts'
import { type SingleWinner, singleWinner } from './single-winner.ts'
import { type TieSettings } from '../tie-rule.ts'

/** A majority that stands: it is not the weakest link of any cycle. `margin` is its lead. */
export interface Defeat {
  readonly winner: string
  readonly loser: string
  readonly margin: number
}

/** Winners, the majorities that stand, and those discarded as the weakest of a cycle. */
export interface SplitCycleResult extends SingleWinner {
  readonly defeats: readonly Defeat[]
  readonly discarded: readonly Defeat[]
}

/**
 * Split Cycle: which options are undefeated once every cycle of majorities is split at its weakest link?
 *
 * Prefer it where adding an option must not spoil another's victory; it leaves more ties than `schulze` and
 * `rankedPairs`, whose winners are among its own. Ties: all undefeated options are winners; equal weakest
 * links of a cycle are all discarded. Gaps: unranked options are last. Cost: n³.
 *
 * Source: W. H. Holliday, E. Pacuit, "Split Cycle: a new Condorcet-consistent voting method independent of
 * clones and immune to spoilers", Public Choice 197 (2023), 1–62.
 *
 * @example
 * splitCycle(pairwiseOf(['a', 'b', 'c'], [[0, 6, 4], [3, 0, 7], [5, 2, 0]], 9)).discarded
 * // → [{ winner: 'c', loser: 'a', margin: 1 }]
 */
export function splitCycle(pairs: Pairwise, settings: TieSettings = {}): SplitCycleResult {
  const { options } = pairs
  const n = options.length
  const margins = linkStrengths('splitCycle', pairs, 'margins')
  const paths = strongestPaths(margins, n)
  // A majority is the weakest link of some cycle when a path as strong leads back.
  const stands = (a: number, b: number) => margins[a * n + b]! > paths[b * n + a]!
  const majorities = options.flatMap((winner, a) =>
    options.flatMap((loser, b) => {
      const margin = margins[a * n + b]!
      return margin > 0 ? [{ winner, loser, margin, stands: stands(a, b) }] : []
    })
  )
  const plain = (stand: boolean): Defeat[] =>
    majorities
      .filter(majority => majority.stands === stand)
      .map(({ winner, loser, margin }) => ({ winner, loser, margin }))
  const undefeated = optionsWhere(options, b => !options.some((_, a) => stands(a, b)))
  return {
    ...singleWinner('splitCycle', pairs, undefeated, settings),
    defeats: plain(true),
    discarded: plain(false)
  }
}
