import { checkDistinctIds, fail } from '../checks.ts'
import { declaredOrder, type TieBreak, type TieSettings } from '../tie-rule.ts'
import { compareIds, sortedIds, type Tie, tie, type TooFew, tooFew } from '../ties.ts'

/** Somebody who gets a share in proportion to a weight, a whole number of at least 0. */
export interface Sharer {
  readonly id: string
  readonly weight: bigint
}

/** A part of the amount; `gotRemainder` says that it was rounded up. */
export interface Part {
  readonly id: string
  readonly part: bigint
  readonly gotRemainder: boolean
}

/**
 * The parts, by id; units that equal remainders tie for (not given to anybody); where a declared order was
 * used.
 */
export interface Split {
  readonly rule: string
  readonly amount: bigint
  readonly outcome: { readonly kind: 'split' } | (Tie & { readonly units: bigint }) | TooFew
  readonly parts: readonly Part[]
  readonly tieBreaks: readonly TieBreak[]
}

/**
 * Fair split by largest remainders (Hamilton, Hare–Niemeyer): how is an amount of whole units shared in
 * proportion to weights, so that nothing is lost and nobody is off by a unit or more?
 *
 * Everybody gets the whole part of the exact share; the units left go to the largest remainders. Exact for
 * amounts of any size. It can take a unit from somebody when the amount grows (Alabama paradox), which for
 * single cents matters little.
 *
 * Ties: with `'report'` the units for which equal remainders tie stay unassigned and are listed; a declared
 * order gives them to its first. Gaps: all weights 0 is `too-few`. Cost: n log n.
 *
 * Throws `RangeError` for a negative amount or weight, and an id that occurs twice.
 *
 * Source: M. L. Balinski, H. P. Young, "Fair representation", 1982, ch. 2 (Hamilton's method).
 *
 * @example
 * splitFairly(100n, [{ id: 'a', weight: 1n }, { id: 'b', weight: 2n }]).parts.map(({ id, part }) => `${id} ${part}`)
 * // → ['a 33', 'b 67']
 */
export function splitFairly(amount: bigint, sharers: readonly Sharer[], settings: TieSettings = {}): Split {
  const rule = 'splitFairly'
  const ids = sharers.map(({ id }) => id)
  checkDistinctIds(rule, 'sharers', ids)
  checkAmount(rule, 'the amount', amount)
  for (const { id, weight } of sharers) checkAmount(rule, `the weight of "${id}"`, weight)
  const preference = declaredOrder(rule, ids, settings.ties ?? 'report')
  const total = sharers.reduce((sum, { weight }) => sum + weight, 0n)
  if (total === 0n) return { rule, amount, outcome: tooFew(0, 1), parts: [], tieBreaks: [] }
  const shares = sharers.map(({ id, weight }) => ({
    id,
    whole: (amount * weight) / total,
    remainder: (amount * weight) % total
  }))
  let left = amount - shares.reduce((sum, { whole }) => sum + whole, 0n)
  const raised = new Set<string>()
  const tieBreaks: TieBreak[] = []
  let outcome: Split['outcome'] = { kind: 'split' }
  for (const equals of byRemainder(shares)) {
    if (left === 0n) break
    if (BigInt(equals.length) > left) {
      if (!preference) {
        outcome = { ...tie(equals), units: left }
        break
      }
      const inOrder = [...equals].sort((a, b) => preference.get(a)! - preference.get(b)!)
      for (const [turn, chosen] of inOrder.slice(0, Number(left)).entries()) {
        tieBreaks.push({ among: sortedIds(inOrder.slice(turn)), chosen })
        raised.add(chosen)
      }
      break
    }
    for (const id of equals) raised.add(id)
    left -= BigInt(equals.length)
  }
  const parts = shares
    .map(({ id, whole }) => ({ id, part: whole + (raised.has(id) ? 1n : 0n), gotRemainder: raised.has(id) }))
    .sort((a, b) => compareIds(a.id, b.id))
  return { rule, amount, outcome, parts, tieBreaks }
}

/** Ids of equal remainders together, the largest remainder first. */
function byRemainder(shares: readonly { readonly id: string; readonly remainder: bigint }[]): string[][] {
  const byValue = Map.groupBy(shares, ({ remainder }) => remainder)
  return [...byValue.entries()]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([, equals]) => equals.map(({ id }) => id))
}

/** Throws unless the value is a bigint of at least 0. */
export function checkAmount(rule: string, name: string, value: bigint): void {
  if (typeof value !== 'bigint' || value < 0n) {
    fail(rule, `${name} must be a bigint of at least 0, got ${String(value)}`)
  }
}
