import { checkDistinctIds, checkWhole, fail } from '../checks.ts'
import { sortedIds } from '../ties.ts'

/** Two items laid side by side, and which was preferred. `count` people judged so, 1 unless given. */
export interface PairComparison {
  readonly left: string
  readonly right: string
  readonly preferred: 'left' | 'right' | 'tie'
  readonly count?: number
}

/**
 * Comparisons as numbers: items in code-unit order stand for their places in `items`. Pair `p`, each pair
 * once, is of `first[p]` and a later item `second[p]`; the first won `wins[p]` and lost `losses[p]` times, a
 * tie being half of each. Pairs are in the order of their items.
 */
export interface ComparisonProfile {
  readonly items: readonly string[]
  /** How many comparisons there are, ties included. */
  readonly comparisons: number
  readonly ties: number
  readonly first: Uint32Array
  readonly second: Uint32Array
  readonly wins: Float64Array
  readonly losses: Float64Array
}

/**
 * Reads comparisons: the first step to every rule that rates items by comparing two at a time.
 *
 * Comparisons of one pair are added up, a tie as half a win for either side. A profile can take more
 * comparisons later: see `addComparisons`. Cost: m + p log p for m comparisons of p pairs.
 *
 * Throws `RangeError` without items, for an unknown item, an item compared with itself, a count that is not a
 * whole number above 0.
 *
 * @example
 * comparisonProfile(['a', 'b'], [{ left: 'b', right: 'a', preferred: 'tie' }]).wins[0] // → 0.5
 */
export function comparisonProfile(
  items: readonly string[],
  comparisons: readonly PairComparison[]
): ComparisonProfile {
  const rule = 'comparisonProfile'
  if (items.length === 0) fail(rule, 'there must be at least one item')
  checkDistinctIds(rule, 'items', items)
  const ids = sortedIds(items)
  return read(rule, emptyProfile(ids), comparisons)
}

/**
 * Adds comparisons to a profile: what does it become when more have come in? The result equals the profile of
 * all comparisons read at once.
 *
 * Cost: that of the new comparisons, plus the number of pairs. Throws as `comparisonProfile` does.
 *
 * @example
 * addComparisons(comparisonProfile(['a', 'b'], []), [{ left: 'a', right: 'b', preferred: 'left' }]).comparisons // → 1
 */
export function addComparisons(
  profile: ComparisonProfile,
  comparisons: readonly PairComparison[]
): ComparisonProfile {
  return read('addComparisons', profile, comparisons)
}

function emptyProfile(items: readonly string[]): ComparisonProfile {
  const none = new Float64Array(0)
  const nobody = new Uint32Array(0)
  return { items, comparisons: 0, ties: 0, first: nobody, second: nobody, wins: none, losses: none }
}

function read(
  rule: string,
  known: ComparisonProfile,
  comparisons: readonly PairComparison[]
): ComparisonProfile {
  const { items } = known
  const n = items.length
  const index = new Map(items.map((id, i) => [id, i]))
  const placeOf = (id: string): number => {
    const place = index.get(id)
    if (place === undefined) fail(rule, `"${id}" is compared, which is not an item`)
    return place
  }
  const places = new Map<number, number>()
  const keys: number[] = []
  const wins: number[] = [...known.wins]
  const losses: number[] = [...known.losses]
  for (let p = 0; p < known.first.length; p++) {
    const key = known.first[p]! * n + known.second[p]!
    places.set(key, p)
    keys.push(key)
  }
  let total = known.comparisons
  let ties = known.ties
  for (const { left, right, preferred, count = 1 } of comparisons) {
    const a = placeOf(left)
    const b = placeOf(right)
    if (a === b) fail(rule, `"${left}" is compared with itself`)
    checkWhole(rule, `the count of "${left}" and "${right}"`, count, 1)
    const leftShare = preferred === 'left' ? 1 : preferred === 'right' ? 0 : 0.5
    if (leftShare === 0.5 && preferred !== 'tie')
      fail(rule, `preferred must be left, right or tie, got ${String(preferred)}`)
    const key = a < b ? a * n + b : b * n + a
    let p = places.get(key)
    if (p === undefined) {
      p = keys.push(key) - 1
      places.set(key, p)
      wins.push(0)
      losses.push(0)
    }
    const share = a < b ? leftShare : 1 - leftShare
    wins[p]! += share * count
    losses[p]! += (1 - share) * count
    total += count
    if (preferred === 'tie') ties += count
  }
  checkWhole(rule, 'the number of comparisons', total)
  const order = Uint32Array.from(keys.keys()).sort((p, q) => keys[p]! - keys[q]!)
  return {
    items,
    comparisons: total,
    ties,
    first: Uint32Array.from(order, p => Math.floor(keys[p]! / n)),
    second: Uint32Array.from(order, p => keys[p]! % n),
    wins: Float64Array.from(order, p => wins[p]!),
    losses: Float64Array.from(order, p => losses[p]!)
  }
}

/** How often each item was compared, and how often it won, ties as halves. */
export function countsOfItems({ items, first, second, wins, losses }: ComparisonProfile): {
  compared: Float64Array
  won: Float64Array
} {
  const compared = new Float64Array(items.length)
  const won = new Float64Array(items.length)
  for (let p = 0; p < first.length; p++) {
    const together = wins[p]! + losses[p]!
    compared[first[p]!]! += together
    compared[second[p]!]! += together
    won[first[p]!]! += wins[p]!
    won[second[p]!]! += losses[p]!
  }
  return { compared, won }
}
