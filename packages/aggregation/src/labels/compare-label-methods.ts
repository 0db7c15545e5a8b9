import { checkWhole, fail } from '../checks.ts'
import { drawOrder } from '../draw-order.ts'
import type { Random } from '../random.ts'
import { wilsonBound } from '../rankings/wilson-bound.ts'
import { compareIds, type Outcome, type TooFew, tooFew, type TooLarge, winnerOrTie } from '../ties.ts'
import { type GoldLabel, goldPlaces } from './gold-weighted.ts'
import type { LabelAnswers } from './item-answers.ts'
import type { LabelProfile } from './label-profile.ts'

/** A way to find answers, which may use the gold it is given. */
export type LabelMethod = (
  profile: LabelProfile,
  gold: readonly GoldLabel[]
) => LabelAnswers | TooFew | TooLarge

/** How the gold is held out. */
export interface CompareSettings {
  readonly random: Random
  /** Parts of the gold, of which each is held out once; 5 unless given. */
  readonly folds?: number
}

/** How a method did on the gold that it had not seen. */
export interface MethodScore {
  readonly id: string
  readonly right: number
  readonly of: number
  readonly accuracy: number
  /** Lower and upper Wilson bound (95 %) of the accuracy. */
  readonly interval: readonly [number, number]
  /** The chance of a difference to the best as large as this, if both were equally good (sign test). */
  readonly chance: number
}

/** The best method on held-out gold, and all of them, best first. */
export interface MethodComparison {
  readonly kind: 'compared'
  readonly outcome: Outcome
  /** Methods not clearly worse than the best (chance above 0.05), itself included: prefer the simplest. */
  readonly close: readonly string[]
  readonly scores: readonly MethodScore[]
  readonly seed: string
}

/**
 * Choice by held-out gold: which method finds the truth best on labels like these?
 *
 * The gold is dealt into parts; each part is held out once and answered by every method with the rest. No
 * method wins everywhere, so this is worth doing with some fifty gold items or more.
 *
 * Ties: methods with equally many right answers tie; a tie among classes counts as wrong. Gaps: fewer gold
 * items with labels than parts are `too-few`. Cost: parts × the cost of the methods.
 *
 * Throws `RangeError` without methods, below two parts, for gold of an unknown class.
 *
 * Source: M. Stone, "Cross-validatory choice and assessment of statistical predictions", JRSS B 36 (1974),
 * 111–147; sign test: W. J. Conover, "Practical nonparametric statistics", 3rd ed. 1999, § 3.4.
 *
 * @example
 * compareLabelMethods(
 *   labelProfile([
 *     { item: 'p', worker: 'ann', label: 'cat' }, { item: 'q', worker: 'ann', label: 'dog' }
 *   ]),
 *   [{ item: 'p', label: 'cat' }, { item: 'q', label: 'cat' }],
 *   { majority: profile => majorityLabels(profile) },
 *   { random: seededRandom('folds'), folds: 2 }
 * ).scores[0].right
 * // → 1
 */
export function compareLabelMethods(
  profile: LabelProfile,
  gold: readonly GoldLabel[],
  methods: Readonly<Record<string, LabelMethod>>,
  { random, folds = 5 }: CompareSettings
): MethodComparison | TooFew {
  const rule = 'compareLabelMethods'
  checkWhole(rule, 'folds', folds, 2)
  const names = Object.keys(methods).sort(compareIds)
  if (names.length === 0) fail(rule, 'there must be at least one method')
  const places = goldPlaces(rule, profile, gold)
  const truth = new Map(
    profile.items.flatMap((id, i) => (places[i]! < 0 ? [] : [[id, profile.classes[places[i]!]!] as const]))
  )
  const known = [...truth.keys()]
  if (known.length < folds) return tooFew(known.length, folds)
  const { order, seed } = drawOrder(known, random)
  const right = new Map(names.map(name => [name, new Set<string>()]))
  for (let fold = 0; fold < folds; fold++) {
    const held = new Set(order.filter((_, place) => place % folds === fold))
    const rest = gold.filter(({ item }) => !held.has(item))
    for (const name of names) {
      const result = methods[name]!(profile, rest)
      if (!('answers' in result)) continue
      for (const { id, outcome } of result.answers) {
        if (held.has(id) && outcome.kind === 'winner' && outcome.id === truth.get(id))
          right.get(name)!.add(id)
      }
    }
  }
  const best = names.reduce((a, b) => (right.get(b)!.size > right.get(a)!.size ? b : a))
  const scores = names
    .map(id => score(id, right.get(id)!, right.get(best)!, known.length))
    .sort((a, b) => b.right - a.right || compareIds(a.id, b.id))
  return {
    kind: 'compared',
    outcome: winnerOrTie(scores.filter(({ right }) => right === scores[0]!.right).map(({ id }) => id)),
    close: scores.filter(({ chance }) => chance > 0.05).map(({ id }) => id),
    scores,
    seed
  }
}

function score(id: string, right: ReadonlySet<string>, best: ReadonlySet<string>, of: number): MethodScore {
  const only = [...right].filter(item => !best.has(item)).length
  const missed = [...best].filter(item => !right.has(item)).length
  const { lower, upper } = wilsonBound(right.size, of)
  return {
    id,
    right: right.size,
    of,
    accuracy: right.size / of,
    interval: [lower, upper],
    chance: signTest(only, missed)
  }
}

/** The chance that fair coins differ as much as this, either way. */
function signTest(a: number, b: number): number {
  const n = a + b
  // Logarithms, for a thousand coins have chances below the least number.
  let logTerm = -n * Math.LN2
  let tail = 0
  for (let k = 0; k <= Math.min(a, b); k++) {
    tail += Math.exp(logTerm)
    logTerm += Math.log((n - k) / (k + 1))
  }
  return Math.min(1, 2 * tail)
}
