import type { Pairwise } from './pairwise.ts'

/**
 * Condorcet winner: which option, if any, beats every other one in a direct comparison?
 *
 * Prefer a rule (`schulze`, `rankedPairs`) where a winner is needed always: there may be none. Ties: a pair
 * that is level is not won by either. Returns the option's id or `null`. Cost: n².
 *
 * Source: M. de Condorcet, "Essai sur l'application de l'analyse à la probabilité des décisions", 1785.
 *
 * @example
 * condorcetWinner(pairwiseOf(['a', 'b', 'c'], [[0, 2, 2], [1, 0, 3], [1, 0, 0]], 3)) // → 'a'
 */
export function condorcetWinner({ options, prefer }: Pairwise): string | null {
  const n = options.length
  const beatsAll = (a: number) => options.every((_, b) => a === b || prefer[a * n + b]! > prefer[b * n + a]!)
  return options.find((_, a) => beatsAll(a)) ?? null
}
