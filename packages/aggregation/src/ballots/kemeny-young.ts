import { checkWhole, fail } from '../checks.ts'
import type { Outcome, TooLarge } from '../ties.ts'
import { type Pairwise } from './pairwise.ts'
import { reachability } from './smith-set.ts'
import { type SingleWinner, singleWinner } from './single-winner.ts'
import { type TieSettings } from '../tie-rule.ts'

/** What happens to ties, how far to count exactly, and how many of the best rankings to list. */
export interface KemenySettings extends TieSettings {
  /**
   * Options in one cycle up to which the rule is computed; 12 unless given, at most 20 (memory is 2^most).
   */
  readonly most?: number
  /** Best rankings to list; 100 unless given. */
  readonly list?: number
}

/**
 * The best rankings (all of them when `complete`), and how many pairwise preferences they go against. Above
 * the limit the outcome is `too-large`, and nothing is guessed.
 */
export interface KemenyResult extends Omit<SingleWinner, 'outcome'> {
  readonly outcome: Outcome | TooLarge
  readonly rankings: readonly (readonly string[])[]
  readonly complete: boolean
  readonly disagreements: number | null
}

/**
 * Kemeny–Young: which ranking of the options disagrees least with the voters' pairwise preferences?
 *
 * It is the most likely true ranking when voters err alike, and Condorcet-consistent. Options are split into
 * circles of majorities, each of which is ranked exactly; so many options are fine as long as no cycle is
 * larger than `most`. Prefer `schulze` or `rankedPairs` when only a winner is needed.
 *
 * Ties: all rankings of least disagreement are listed (`list` at most), and every option first in one is a
 * winner. Gaps: unranked options are last. Cost: 2^c·c² for a largest cycle of c options.
 *
 * Source: J. G. Kemeny, "Mathematics without numbers", Daedalus 88 (1959), 577–591; H. P. Young, A.
 * Levenglick, "A consistent extension of Condorcet's election principle", SIAM J. Appl. Math. 35 (1978),
 * 285–300.
 *
 * @example
 * kemenyYoung(pairwiseOf(['a', 'b', 'c'], [[0, 6, 4], [3, 0, 7], [5, 2, 0]], 9)).rankings // → [['a', 'b', 'c']]
 */
export function kemenyYoung(pairs: Pairwise, settings: KemenySettings = {}): KemenyResult {
  const { most = 12, list = 100 } = settings
  checkWhole('kemenyYoung', 'most', most, 1)
  checkWhole('kemenyYoung', 'list', list, 1)
  if (most > 20) fail('kemenyYoung', `most must be at most 20, got ${most}`)
  const circles = circlesOfMajorities(pairs)
  const have = Math.max(...circles.map(circle => circle.length))
  if (have > most) {
    const empty = singleWinner('kemenyYoung', pairs, [], settings)
    const outcome: TooLarge = { kind: 'too-large', have, most }
    return { ...empty, outcome, rankings: [], complete: false, disagreements: null }
  }
  const parts = circles.map(circle => leastDisagreement(pairs, circle))
  const { rankings, complete } = joinParts(pairs.options, parts, list)
  return {
    ...singleWinner(
      'kemenyYoung',
      pairs,
      parts[0]!.firsts.map(option => pairs.options[option]!),
      settings
    ),
    rankings: pairs.voters === 0 ? [] : rankings,
    complete,
    disagreements: disagreementsOf(pairs, rankings[0]!)
  }
}

/**
 * Circles of options joined by majorities or level pairs both ways, the leading circle first: a best ranking
 * never puts an option of a later circle above one of an earlier (extended Condorcet criterion, M. Truchon
 * 1998).
 */
function circlesOfMajorities({ options, prefer }: Pairwise): number[][] {
  const n = options.length
  const reaches = reachability(n, (a, b) => prefer[a * n + b]! >= prefer[b * n + a]!)
  const reached = options.map((_, a) => options.filter((_, b) => a === b || reaches[a * n + b] === 1).length)
  const circles = Map.groupBy(options.keys(), option => reached[option]!)
  return [...circles].sort(([x], [y]) => y - x).map(([, circle]) => circle)
}

/**
 * A circle's best rankings as a walk over sets: `next[set]` lists who may follow the members of `set`, best
 * first.
 */
interface Part {
  readonly circle: readonly number[]
  readonly next: (set: number) => number[]
  readonly firsts: readonly number[]
}

function leastDisagreement({ options, prefer }: Pairwise, circle: readonly number[]): Part {
  const n = options.length
  const size = circle.length
  const full = 2 ** size - 1
  // cost[set] is the least disagreement of an order of those outside `set`, once `set` stands above them.
  const cost = new Float64Array(full + 1)
  const costOfNext = (set: number, member: number) => {
    let against = cost[set | (1 << member)]!
    for (let other = 0; other < size; other++) {
      if (other !== member && (set & (1 << other)) === 0)
        against += prefer[circle[other]! * n + circle[member]!]!
    }
    return against
  }
  const members = circle.map((_, member) => member)
  for (let set = full - 1; set >= 0; set--) {
    let least = Infinity
    for (let member = 0; member < size; member++) {
      if ((set & (1 << member)) === 0) least = Math.min(least, costOfNext(set, member))
    }
    cost[set] = least
  }
  const next = (set: number) =>
    members.filter(member => (set & (1 << member)) === 0 && costOfNext(set, member) === cost[set])
  return { circle, next, firsts: next(0).map(member => circle[member]!) }
}

function joinParts(options: readonly string[], parts: readonly Part[], list: number) {
  let rankings: string[][] = [[]]
  let complete = true
  for (const part of parts) {
    const orders = ordersOf(part, list + 1)
    const joined = rankings.flatMap(ranking =>
      orders.map(order => [...ranking, ...order.map(option => options[option]!)])
    )
    if (joined.length > list) complete = false
    rankings = joined.slice(0, list)
  }
  return { rankings, complete }
}

/** The circle's best orders, `limit` at most. */
function ordersOf({ circle, next }: Part, limit: number): number[][] {
  const orders: number[][] = []
  const extend = (set: number, order: number[]): void => {
    if (orders.length >= limit) return
    if (order.length === circle.length) orders.push(order)
    else for (const member of next(set)) extend(set | (1 << member), [...order, circle[member]!])
  }
  extend(0, [])
  return orders
}

function disagreementsOf({ options, prefer }: Pairwise, ranking: readonly string[]): number {
  const n = options.length
  const numbers = ranking.map(id => options.indexOf(id))
  let against = 0
  numbers.forEach((above, place) => {
    for (const below of numbers.slice(place + 1)) against += prefer[below * n + above]!
  })
  return against
}
