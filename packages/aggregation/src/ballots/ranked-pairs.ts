import type { Watch } from '../watch.ts'
import { linkStrengths, type LinkStrength, optionsWhere, strongestPaths } from './link-strength.ts'
import { type Link, lockInEveryOrder, lockInOrder, type Locking } from './lock-majorities.ts'
import type { Pairwise } from './pairwise.ts'
import { type SingleWinner, singleWinner } from './single-winner.ts'
import { declaredOrder, type TieSettings } from '../tie-rule.ts'

/** How majorities are measured, and what happens to ties. */
export interface RankedPairsSettings extends TieSettings, Watch {
  /** `'margins'` unless given. */
  readonly strength?: LinkStrength
  /** States to visit at most in the search over the orders of equal majorities; 20,000 unless given. */
  readonly bound?: number
}

/** A majority and what became of it; `'depends'` says that it hangs on the order of equal majorities. */
export interface LockedMajority {
  readonly winner: string
  readonly loser: string
  readonly strength: number
  readonly decision: 'locked' | 'skipped' | 'depends'
}

/**
 * Winners and what became of each majority, the strongest first. `complete` is false when the search over the
 * orders of equal majorities met its bound: then `winners` holds every option that could win, perhaps one too
 * many.
 */
export interface RankedPairsResult extends SingleWinner {
  readonly strength: LinkStrength
  readonly majorities: readonly LockedMajority[]
  readonly complete: boolean
}

/**
 * Ranked Pairs (Tideman): which option is undefeated when majorities are locked in from the strongest down,
 * leaving out each that would close a cycle?
 *
 * Condorcet-consistent, monotonic, free of clones, and easy to follow step by step. Prefer `schulze` when
 * many majorities are equal, for Ranked Pairs then hangs on their order.
 *
 * Ties: with `'report'` the winners are those of every order of the equal majorities; a declared order puts
 * the majority of the option named earlier first, among those of one option the one over the option named
 * earlier. Gaps: unranked options are last. Cost: n⁴ for n options in one order; the search over orders is
 * bounded.
 *
 * Source: T. N. Tideman, "Independence of clones as a criterion for voting rules", Social Choice and Welfare
 * 4 (1987), 185–206; all orders: M. Brill, F. Fischer, "The price of neutrality for the ranked pairs method",
 * AAAI 2012.
 *
 * @example
 * rankedPairs(pairwiseOf(['a', 'b', 'c'], [[0, 6, 4], [3, 0, 7], [5, 2, 0]], 9)).majorities.map(m => [m.winner, m.loser, m.decision])
 * // → [['b', 'c', 'locked'], ['a', 'b', 'locked'], ['c', 'a', 'skipped']]
 */
export function rankedPairs(pairs: Pairwise, settings: RankedPairsSettings = {}): RankedPairsResult {
  const { strength = 'margins', ties = 'report', bound = 20_000 } = settings
  const { options } = pairs
  const n = options.length
  const strengths = linkStrengths('rankedPairs', pairs, strength)
  const preference = declaredOrder('rankedPairs', options, ties)
  const links = strongestFirst(n, strengths)
  const locking = preference
    ? lockInOrder(n, inDeclaredOrder(options, links, preference))
    : lockInEveryOrder(n, links, bound, settings)
  const first = locking.complete
    ? optionsWhere(options, option => locking.undefeated.has(option))
    : neverSurelyDefeated(options, strengths)
  return {
    ...singleWinner('rankedPairs', pairs, first, settings),
    strength,
    majorities: links.map(link => explain(options, link, locking)),
    complete: locking.complete
  }
}

function strongestFirst(n: number, strengths: Float64Array): Link[] {
  const links: Link[] = []
  for (let from = 0; from < n; from++) {
    for (let to = 0; to < n; to++) {
      const strength = strengths[from * n + to]!
      if (strength > 0) links.push({ from, to, strength })
    }
  }
  return links.sort((x, y) => y.strength - x.strength)
}

function inDeclaredOrder(
  options: readonly string[],
  links: readonly Link[],
  preference: ReadonlyMap<string, number>
): Link[] {
  const place = (option: number) => preference.get(options[option]!)!
  return [...links].sort(
    (x, y) => y.strength - x.strength || place(x.from) - place(y.from) || place(x.to) - place(y.to)
  )
}

/**
 * A majority stronger than every path back is locked in any order; the options that none such defeats could
 * win.
 */
function neverSurelyDefeated(options: readonly string[], strengths: Float64Array): string[] {
  const n = options.length
  const paths = strongestPaths(strengths, n)
  return optionsWhere(options, b =>
    options.every((_, a) => strengths[a * n + b] === 0 || strengths[a * n + b]! <= paths[b * n + a]!)
  )
}

function explain(options: readonly string[], { from, to, strength }: Link, locking: Locking): LockedMajority {
  const key = from * options.length + to
  const decision = !locking.skipped.has(key) ? 'locked' : locking.locked.has(key) ? 'depends' : 'skipped'
  return { winner: options[from]!, loser: options[to]!, strength, decision }
}
