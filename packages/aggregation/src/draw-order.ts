import { checkDistinctIds } from './checks.ts'
import type { Random } from './random.ts'
import { sortedIds } from './ties.ts'

/** An order drawn by lot, with the seed from which anybody can draw it again. */
export interface DrawnOrder {
  readonly order: readonly string[]
  readonly seed: string
}

/**
 * Draws an order by lot: in which order shall ties be broken?
 *
 * Every order is equally likely. Ids are sorted before the draw, so the order of the input has no influence.
 * Cost: n log n. Draw from a seed that is public and that nobody could choose, before the ballots are known;
 * the generator must be fresh.
 *
 * Throws `RangeError` for an id that occurs twice.
 *
 * Source: R. Durstenfeld, "Algorithm 235: random permutation", CACM 7(7), 1964.
 *
 * @example
 * drawOrder(['a', 'b', 'c'], seededRandom('2026-06-01 lottery 4 8 15')).order.length // → 3
 */
export function drawOrder(ids: readonly string[], random: Random): DrawnOrder {
  checkDistinctIds('drawOrder', 'ids', ids)
  const order = sortedIds(ids)
  for (let last = order.length - 1; last > 0; last--) {
    const drawn = random.below(last + 1)
    const swapped = order[last]!
    order[last] = order[drawn]!
    order[drawn] = swapped
  }
  return { order, seed: random.seed }
}
