import { groupsByLevel, type RankedGroup } from '../rankings/ranking.ts'
import { linkStrengths, type LinkStrength, optionsWhere, strongestPaths } from './link-strength.ts'
import { type Pairwise, rowsOf } from './pairwise.ts'
import { type SingleWinner, singleWinner } from './single-winner.ts'
import { type TieSettings } from '../tie-rule.ts'

/** How majorities are measured, and what happens to ties. */
export interface SchulzeSettings extends TieSettings {
  /** `'winning-votes'` unless given. */
  readonly strength?: LinkStrength
}

/**
 * Winners, the order of all options, and the matrices (rows and columns as `options`): `prefer` the pairwise
 * counts, `paths` the strongest paths, `beats` who beats whom by them.
 */
export interface SchulzeResult extends SingleWinner {
  readonly strength: LinkStrength
  readonly groups: readonly RankedGroup[]
  readonly options: readonly string[]
  readonly prefer: readonly (readonly number[])[]
  readonly paths: readonly (readonly number[])[]
  readonly beats: readonly (readonly boolean[])[]
}

/**
 * Schulze method: which option is not beaten by any other over the strongest path of majorities?
 *
 * It elects the Condorcet winner where there is one, does not fall for clones and is monotonic. Prefer
 * `rankedPairs` where people should be able to follow the steps, `approvalVoting` where they should not have
 * to rank.
 *
 * Ties: all unbeaten options are winners. `groups` ranks each option by the number of options that beat it
 * (its score is the number, negated); the relation "beats" is transitive, so no option stands above one that
 * beats it. Gaps: unranked options are last. Cost: n³ for n options.
 *
 * Source: M. Schulze, "A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent
 * single-winner election method", Social Choice and Welfare 36 (2011), 267–303.
 *
 * @example
 * schulze(pairwiseOf(['a', 'b', 'c'], [[0, 6, 4], [3, 0, 7], [5, 2, 0]], 9)).outcome // → { kind: 'winner', id: 'a' }
 */
export function schulze(pairs: Pairwise, settings: SchulzeSettings = {}): SchulzeResult {
  const { strength = 'winning-votes' } = settings
  const { options, prefer } = pairs
  const n = options.length
  const paths = strongestPaths(linkStrengths('schulze', pairs, strength), n)
  const beats = (a: number, b: number) => paths[a * n + b]! > paths[b * n + a]!
  const beaters = options.map((_, a) => options.filter((_, b) => beats(b, a)).length)
  return {
    ...singleWinner(
      'schulze',
      pairs,
      optionsWhere(options, a => beaters[a] === 0),
      settings
    ),
    strength,
    groups: groupsByLevel(options, beaters),
    options,
    prefer: rowsOf(prefer, n),
    paths: rowsOf(paths, n),
    beats: options.map((_, a) => options.map((_, b) => beats(a, b)))
  }
}
