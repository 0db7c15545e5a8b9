import { checkBetween, checkDistinctIds, checkFinite, checkPositive, checkWhole, fail } from '../checks.ts'
import type { Random } from '../random.ts'
import { compareIds, type TooFew, tooFew } from '../ties.ts'
import { report, type Watch } from '../watch.ts'
import { usualRhythm } from './usual-rhythm.ts'

/** Something that came at a moment: a registration, a vote. Moments are in any unit. */
export interface Arrival {
  readonly id: string
  readonly at: number
}

export interface BurstSettings extends Watch {
  /** Lengths of windows to look through, in the unit of the moments. */
  readonly windows: readonly number[]
  /** From when to when arrivals were possible. */
  readonly from: number
  readonly to: number
  /** A rhythm that repeats, such as a day: its length, and into how many parts it is taken apart (24 unless given). */
  readonly period?: { readonly length: number; readonly parts?: number }
  /** Chance of so dense a window anywhere, from which a burst is listed; 0.05 unless given. */
  readonly falseAlarm?: number
  /** Draws of arrivals without bursts; 199 unless given. */
  readonly rounds?: number
  /** Bursts at most; 20 unless given. */
  readonly most?: number
}

/** A window with more arrivals than chance puts anywhere. */
export interface Burst {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly expected: number
  /** Logarithm of the likelihood of a burst here against none. */
  readonly evidence: number
  /** Share of draws without bursts, this one among them, with as much evidence anywhere. */
  readonly chance: number
  readonly ids: readonly string[]
}

/** Bursts that do not overlap, the strongest first. */
export interface Bursts {
  readonly kind: 'bursts'
  readonly rule: 'bursts'
  readonly bursts: readonly Burst[]
  readonly arrivals: number
  readonly rounds: number
  readonly seed: string
}

/**
 * Bursts: when did more come than chance explains?
 *
 * Every window of the given lengths that begins with an arrival is compared with what would fall into it at a
 * steady rate, or in the usual rhythm of the `period` (estimated from the arrivals themselves, so a rhythm that
 * one burst makes hides part of it). How likely as dense a window is anywhere is found by drawing. A mention in
 * the news makes bursts too: a reason to look.
 *
 * Ties: of windows with equal evidence the earlier, then the shorter is taken. Gaps: with fewer than two
 * arrivals the answer is `too-few`. Cost: rounds × arrivals × windows, and a sort.
 *
 * Throws `RangeError` for moments outside from … to, no window, windows longer than the time or not above 0,
 * an id that occurs twice, settings out of range.
 *
 * Source: J. Naus, "The distribution of the size of the maximum cluster of points on a line", JASA 60 (1965);
 * M. Kulldorff, "A spatial scan statistic", Commun. Stat. Theory Methods 26 (1997), 1481–1496.
 *
 * @example
 * bursts([...Array.from({ length: 20 }, (_, i) => ({ id: `steady ${i}`, at: 5 * i })),
 *   ...Array.from({ length: 9 }, (_, i) => ({ id: `burst ${i}`, at: 52 + i / 10 }))
 * ], seededRandom('draws'), { from: 0, to: 100, windows: [1, 10] }).bursts.map(({ from, count }) => ({ from, count }))
 * // → [{ from: 52, count: 9 }]
 */
export function bursts(
  arrivals: readonly Arrival[],
  random: Random,
  settings: BurstSettings
): Bursts | TooFew {
  const rule = 'bursts'
  const { windows, from, to, falseAlarm = 0.05, rounds = 199, most = 20 } = settings
  checkArrivals(rule, arrivals, settings)
  checkBetween(rule, 'falseAlarm', falseAlarm, 0, 1)
  checkWhole(rule, 'rounds', rounds, 1)
  checkWhole(rule, 'most', most, 1)
  if (arrivals.length < 2) return tooFew(arrivals.length, 2)
  const sorted = arrivals.toSorted((a, b) => a.at - b.at || compareIds(a.id, b.id))
  const moments = Float64Array.from(sorted, ({ at }) => at)
  const rhythm = usualRhythm(rule, moments, from, to, settings.period)
  const lengths = [...new Set(windows)].sort((a, b) => a - b)
  const strongest: number[] = []
  for (let round = 0; round < rounds; round++) {
    report(settings, round, rounds)
    const drawn = Float64Array.from(moments, () => rhythm.momentOf(random.next())).sort()
    let evidence = 0
    scan(drawn, lengths, to, rhythm.shareBefore, window => (evidence = Math.max(evidence, window.evidence)))
    strongest.push(evidence)
  }
  strongest.sort((a, b) => b - a)
  const chanceOf = (evidence: number) =>
    (1 + strongest.filter(drawn => drawn >= evidence).length) / (rounds + 1)
  // A window is listed when fewer draws than these are as strong.
  const allowed = Math.floor(falseAlarm * (rounds + 1)) - 1
  const found: Window[] = []
  scan(moments, lengths, to, rhythm.shareBefore, window => {
    if (allowed >= 0 && window.evidence > strongest[allowed]!) found.push(window)
  })
  found.sort((a, b) => b.evidence - a.evidence || a.first - b.first || a.last - b.last)
  const listed: Window[] = []
  for (const window of found) {
    if (listed.length >= most) break
    if (listed.every(other => other.last < window.first || window.last < other.first)) listed.push(window)
  }
  return {
    kind: 'bursts',
    rule,
    bursts: listed.map(({ first, last, expected, evidence }) => ({
      from: moments[first]!,
      to: moments[last]!,
      count: last - first + 1,
      expected,
      evidence,
      chance: chanceOf(evidence),
      ids: sorted.slice(first, last + 1).map(({ id }) => id)
    })),
    arrivals: arrivals.length,
    rounds,
    seed: random.seed
  }
}

/** Arrivals `first` … `last`, in their order, and how many would be there by the usual rhythm. */
interface Window {
  readonly first: number
  readonly last: number
  readonly expected: number
  readonly evidence: number
}

/** Calls `visit` with every window that begins at an arrival and holds more than expected. */
function scan(
  moments: Float64Array,
  lengths: readonly number[],
  to: number,
  shareBefore: (moment: number) => number,
  visit: (window: Window) => void
): void {
  const all = moments.length
  const before = moments.map(shareBefore)
  for (const length of lengths) {
    let last = 0
    for (let first = 0; first < all; first++) {
      // Of arrivals at one moment the first begins the window.
      if (first > 0 && moments[first] === moments[first - 1]) continue
      const end = Math.min(to, moments[first]! + length)
      while (last + 1 < all && moments[last + 1]! <= end) last++
      const count = last - first + 1
      const expected = all * (shareBefore(end) - before[first]!)
      if (count < 2 || count <= expected) continue
      visit({ first, last, expected, evidence: evidenceOf(count, expected, all) })
    }
  }
}

/** Kulldorff's log-likelihood ratio of `count` of `all` in a window that would hold `expected`. */
function evidenceOf(count: number, expected: number, all: number): number {
  const outside = count === all ? 0 : (all - count) * Math.log((all - count) / (all - expected))
  // Where nothing is expected any arrival would be endless evidence: a trace stands for it.
  return count * Math.log(count / Math.max(expected, 1e-9)) + outside
}

function checkArrivals(
  rule: string,
  arrivals: readonly Arrival[],
  { windows, from, to }: Pick<BurstSettings, 'windows' | 'from' | 'to'>
): void {
  checkFinite(rule, 'from', from)
  checkFinite(rule, 'to', to)
  if (!(to > from)) fail(rule, `to must be later than from, got ${from} … ${to}`)
  if (windows.length === 0) fail(rule, 'there must be at least one window')
  for (const length of windows) {
    checkPositive(rule, 'a window', length)
    if (length > to - from) fail(rule, `a window must not be longer than the time, got ${length}`)
  }
  checkDistinctIds(
    rule,
    'arrivals',
    arrivals.map(({ id }) => id)
  )
  for (const { id, at } of arrivals) checkBetween(rule, `the moment of "${id}"`, at, from, to)
}
