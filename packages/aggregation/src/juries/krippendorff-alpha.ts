import { checkFinite, checkWhole, fail } from '../checks.ts'
import type { Random } from '../random.ts'
import { roundSignificant } from '../round-significant.ts'
import { sortedIds, type TooFew, tooFew } from '../ties.ts'

/** What a judge said about an item: text for names, a number for ranks and measures. */
export interface Observation {
  readonly judge: string
  readonly item: string
  readonly value: string | number
}

/** What differences mean, and how the interval is found. */
export interface AlphaSettings {
  /** Names that differ or not, ranks, or numbers on an even scale. */
  readonly level: 'nominal' | 'ordinal' | 'interval'
  /** For the interval; without it there is none. */
  readonly random?: Random
  /** Draws of items for the interval; 1,000 unless given. */
  readonly draws?: number
}

/** Agreement from 1 (full) over 0 (chance) to below 0, and what it was made of. */
export interface Alpha {
  readonly kind: 'alpha'
  readonly alpha: number
  readonly level: 'nominal' | 'ordinal' | 'interval'
  /** The middle 95 % of alphas of items drawn again and again; `null` without a generator. */
  readonly interval: readonly [number, number] | null
  readonly seed: string | null
  readonly observed: number
  readonly expected: number
  /** Values on items with two or more of them; others are not counted. */
  readonly pairable: number
  readonly single: number
  /** Values that occur, in order. */
  readonly values: readonly (string | number)[]
  /** How often each met each within an item, as the source counts it; `null` beyond 50 values. */
  readonly coincidences: readonly (readonly number[])[] | null
}

/** All values are the same, so that nothing could have differed: agreement cannot be told from habit. */
export interface NoVariation {
  readonly kind: 'no-variation'
  readonly pairable: number
}

/**
 * Krippendorff's alpha: how well do judges agree, beyond chance?
 *
 * For any number of judges, gaps included. From 0.8 on data are commonly called reliable, from 0.667 on good
 * enough for tentative conclusions. It says nothing about who errs: see `judgeModel` and `dawidSkene`.
 *
 * Ties: none arise. Gaps: items with one value are not counted, and told; fewer than two values that can be
 * paired are `too-few`; equal values throughout are `no-variation`. Cost: the number of
 * values, times draws for the interval.
 *
 * Throws `RangeError` for text where the level needs numbers, values that are not finite, a judge who
 * observes an item twice.
 *
 * Source: K. Krippendorff, "Computing Krippendorff's alpha-reliability", 2011; interval: drawing whole items,
 * as in B. Efron, R. J. Tibshirani, "An introduction to the bootstrap", 1993, § 8.
 *
 * @example
 * krippendorffAlpha([
 *   { judge: 'ann', item: 'p', value: 'yes' }, { judge: 'bob', item: 'p', value: 'yes' },
 *   { judge: 'ann', item: 'q', value: 'no' }, { judge: 'bob', item: 'q', value: 'no' }
 * ], { level: 'nominal' }).alpha
 * // → 1
 */
export function krippendorffAlpha(
  observations: readonly Observation[],
  { level, random, draws = 1000 }: AlphaSettings
): Alpha | NoVariation | TooFew {
  const rule = 'krippendorffAlpha'
  checkWhole(rule, 'draws', draws, 1)
  if (!['nominal', 'ordinal', 'interval'].includes(level))
    fail(rule, `level must be nominal, ordinal or interval, got ${String(level)}`)
  const byItem = readItems(rule, observations, level)
  const units = byItem.filter(list => list.length >= 2)
  const pairable = units.reduce((sum, list) => sum + list.length, 0)
  if (pairable < 2) return tooFew(pairable, 2)
  const values = [...new Set(units.flat())].sort(compareValues)
  const place = new Map(values.map((value, k) => [value, k]))
  // In the order of what they hold, so that the names of items decide nothing, not even in a draw.
  const numbered = units
    .map(list => Uint32Array.from(list, value => place.get(value)!))
    .sort((a, b) => compareUnits(a, b))
  const found = disagreement(numbered, values, level)
  if (found === null) return { kind: 'no-variation', pairable }
  return {
    kind: 'alpha',
    alpha: roundSignificant(1 - found.observed / found.expected),
    level,
    interval: random ? intervalOf(numbered, values, level, random, draws) : null,
    seed: random?.seed ?? null,
    observed: roundSignificant(found.observed),
    expected: roundSignificant(found.expected),
    pairable,
    single: byItem.length - units.length,
    values,
    coincidences: values.length <= 50 ? coincidencesOf(numbered, values.length) : null
  }
}

/**
 * The values of each item. Items and the values in them are in order, so the order of the input leaves no
 * trace.
 */
function readItems(rule: string, observations: readonly Observation[], level: string): (string | number)[][] {
  const byItem = new Map<string, Map<string, string | number>>()
  for (const { judge, item, value } of observations) {
    if (typeof value === 'number') checkFinite(rule, `the value of "${item}" by "${judge}"`, value)
    else if (typeof value !== 'string' || level !== 'nominal') {
      fail(rule, `values must be numbers on the ${level} level, got ${String(value)}`)
    }
    const own = byItem.get(item) ?? new Map<string, string | number>()
    byItem.set(item, own)
    if (own.has(judge)) fail(rule, `"${judge}" observes "${item}" twice`)
    own.set(judge, value)
  }
  return sortedIds(byItem.keys()).map(item => [...byItem.get(item)!.values()].sort(compareValues))
}

function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [x, y] = [`${typeof a}${a}`, `${typeof b}${b}`]
  return x < y ? -1 : x > y ? 1 : 0
}

/** How often value c met value k within an item, each item weighing as many values as it has. */
function coincidencesOf(units: readonly Uint32Array[], size: number): number[][] {
  const met = Array.from({ length: size }, () => new Array<number>(size).fill(0))
  for (const unit of units) {
    unit.forEach((c, a) =>
      unit.forEach((k, b) => {
        if (a !== b) met[c]![k]! += 1 / (unit.length - 1)
      })
    )
  }
  return met.map(row => row.map(roundSignificant))
}

function compareUnits(a: Uint32Array, b: Uint32Array): number {
  const place = a.findIndex((value, k) => value !== b[k])
  return place < 0 ? a.length - b.length : a[place]! - (b[place] ?? -1)
}

/** Mean differences of two values, within items and by chance; `null` where chance has none. */
function disagreement(units: readonly Uint32Array[], values: readonly (string | number)[], level: string) {
  const totals = new Float64Array(values.length)
  for (const unit of units) for (const value of unit) totals[value]!++
  const n = totals.reduce((sum, own) => sum + own, 0)
  const scale = level === 'nominal' ? null : scaleOf(totals, values, level)
  let observed = 0
  for (const unit of units) observed += differences(unit, null, scale) / (unit.length - 1) / n
  const all = Uint32Array.from(values.keys())
  const expected = differences(all, totals, scale) / (n * (n - 1))
  return expected > 0 ? { observed, expected } : null
}

/**
 * Where each value stands: itself, or the middle of its ranks, on which the ordinal difference is a square.
 */
function scaleOf(totals: Float64Array, values: readonly (string | number)[], level: string): Float64Array {
  if (level === 'interval') return Float64Array.from(values as readonly number[])
  let below = 0
  return totals.map(total => {
    below += total
    return below - total / 2
  })
}

/** The sum over all ordered pairs of values, each counted `counts` times, of their differences. */
function differences(unit: Uint32Array, counts: Float64Array | null, scale: Float64Array | null): number {
  const total = counts ? counts.reduce((sum, own) => sum + own, 0) : unit.length
  if (scale === null) {
    const times = new Map<number, number>()
    unit.forEach((value, k) => times.set(value, (times.get(value) ?? 0) + (counts ? counts[k]! : 1)))
    return total * total - times.values().reduce((sum, own) => sum + own * own, 0)
  }
  let mean = 0
  unit.forEach((value, k) => (mean += ((counts ? counts[k]! : 1) * scale[value]!) / total))
  let squares = 0
  unit.forEach((value, k) => (squares += (counts ? counts[k]! : 1) * (scale[value]! - mean) ** 2))
  return 2 * total * squares
}

/** The middle 95 % of the alphas of items drawn with putting back. A draw without variation agrees fully. */
function intervalOf(
  units: readonly Uint32Array[],
  values: readonly (string | number)[],
  level: string,
  random: Random,
  draws: number
): [number, number] {
  const alphas = Float64Array.from({ length: draws }, () => {
    const drawn = units.map(() => units[random.below(units.length)]!)
    const found = disagreement(drawn, values, level)
    return found === null ? 1 : 1 - found.observed / found.expected
  }).sort()
  const at = (share: number) => roundSignificant(alphas[Math.round(share * (draws - 1))]!)
  return [at(0.025), at(0.975)]
}
