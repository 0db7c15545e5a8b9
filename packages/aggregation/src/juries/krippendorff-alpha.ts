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
  /** Values that occur, in order, and how often each met each within an item, as the source counts it. */
  readonly values: readonly (string | number)[]
  readonly coincidences: readonly (readonly number[])[]
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
 * paired are `too-few`; equal values throughout are `no-variation`. Cost: values² for v different ones, times
 * draws for the interval.
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
  const numbered = units.map(list => Uint32Array.from(list, value => place.get(value)!))
  const whole = coincidencesOf(numbered, values.length)
  const found = agreement(whole, values, level)
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
    coincidences: values.map((_, c) => values.map((_, k) => roundSignificant(whole[c * values.length + k]!)))
  }
}

/** The values of each item. Items and the values in them are in order, so the order of the input leaves no trace. */
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
function coincidencesOf(units: readonly Uint32Array[], size: number): Float64Array {
  const met = new Float64Array(size * size)
  for (const unit of units) {
    for (let a = 0; a < unit.length; a++) {
      for (let b = 0; b < unit.length; b++)
        if (a !== b) met[unit[a]! * size + unit[b]!]! += 1 / (unit.length - 1)
    }
  }
  return met
}

/** Mean squared differences, observed and expected by chance; `null` where chance has no difference. */
function agreement(met: Float64Array, values: readonly (string | number)[], level: string) {
  const size = values.length
  const totals = values.map((_, c) =>
    met.subarray(c * size, (c + 1) * size).reduce((sum, own) => sum + own, 0)
  )
  const n = totals.reduce((sum, own) => sum + own, 0)
  const until = [0]
  for (const total of totals) until.push(until.at(-1)! + total)
  const difference = (c: number, k: number): number => {
    if (level === 'nominal') return Number(c !== k)
    if (level === 'interval') return ((values[c] as number) - (values[k] as number)) ** 2
    const [low, high] = [Math.min(c, k), Math.max(c, k)]
    return (until[high + 1]! - until[low]! - (totals[low]! + totals[high]!) / 2) ** 2
  }
  let [observed, expected] = [0, 0]
  for (let c = 0; c < size; c++) {
    for (let k = 0; k < size; k++) {
      observed += (met[c * size + k]! * difference(c, k)) / n
      expected += (totals[c]! * totals[k]! * difference(c, k)) / (n * (n - 1))
    }
  }
  return expected > 0 ? { observed, expected } : null
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
    const found = agreement(coincidencesOf(drawn, values.length), values, level)
    return found === null ? 1 : 1 - found.observed / found.expected
  }).sort()
  const at = (share: number) => roundSignificant(alphas[Math.round(share * (draws - 1))]!)
  return [at(0.025), at(0.975)]
}
