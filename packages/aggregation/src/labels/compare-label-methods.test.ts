import { describe, expect, it } from 'vitest'
import { generatedCrowd } from '../../testing/crowds.ts'
import { seededRandom } from '../random.ts'
import type { Outcome } from '../ties.ts'
import {
  compareLabelMethods,
  dawidSkene,
  goldWeighted,
  type LabelMethod,
  labelProfile,
  majorityLabels
} from './index.ts'

const crowdOf = () =>
  generatedCrowd('compare', { items: 300, workers: 9, each: 5, classes: 2 }, worker =>
    worker % 3 === 0
      ? [
          [0.97, 0.03],
          [0.05, 0.95]
        ]
      : [
          [0.55, 0.45],
          [0.5, 0.5]
        ]
  )
function readCrowd() {
  const { labels, truth } = crowdOf()
  return {
    profile: labelProfile(labels),
    gold: Object.entries(truth)
      .slice(0, 120)
      .map(([item, label]) => ({ item, label }))
  }
}

const methods: Record<string, LabelMethod> = {
  majority: profile => majorityLabels(profile),
  'dawid-skene': profile => dawidSkene(profile),
  gold: (profile, gold) => goldWeighted(profile, gold)
}

describe('compareLabelMethods', () => {
  it('finds the methods that weigh workers better than the majority, where few are careful', () => {
    const { profile, gold } = readCrowd()
    const result = compareLabelMethods(profile, gold, methods, { random: seededRandom('folds') })
    if (result.kind !== 'compared') throw new Error('expected a comparison')
    expect(result.scores.at(-1)!.id).toBe('majority')
    expect(result.close).not.toContain('majority')
    expect(result.seed).toBe('folds')
    for (const { accuracy, interval, of } of result.scores) {
      expect(of).toBe(120)
      expect(interval[0]).toBeLessThan(accuracy)
      expect(interval[1]).toBeGreaterThan(accuracy)
    }
  })

  it('never shows a method the gold it is asked for', () => {
    const { profile, gold } = readCrowd()
    const asked: string[][] = []
    const spy: LabelMethod = (profile, known) => {
      asked.push(known.map(({ item }) => item))
      return majorityLabels(profile)
    }
    compareLabelMethods(profile, gold, { spy }, { random: seededRandom('folds'), folds: 4 })
    expect(asked.map(known => known.length)).toEqual([90, 90, 90, 90])
    for (const { item } of gold) expect(asked.filter(known => known.includes(item))).toHaveLength(3)
  })

  it('ties methods that are right as often, and keeps them close', () => {
    const { profile, gold } = readCrowd()
    const same: LabelMethod = profile => majorityLabels(profile)
    const result = compareLabelMethods(profile, gold, { b: same, a: same }, { random: seededRandom('folds') })
    expect(result).toMatchObject({ outcome: { kind: 'tie', among: ['a', 'b'] }, close: ['a', 'b'] })
  })

  it('has no answer with less gold than parts, and refuses what it cannot compare', () => {
    const { profile, gold } = readCrowd()
    const settings = { random: seededRandom('folds') }
    expect(compareLabelMethods(profile, [{ item: 'item 1', label: 'class 0' }], methods, settings)).toEqual({
      kind: 'too-few',
      have: 1,
      need: 5
    })
    expect(() => compareLabelMethods(profile, gold, {}, settings)).toThrow('at least one method')
    expect(() => compareLabelMethods(profile, [{ item: 'x', label: 'unknown' }], methods, settings)).toThrow(
      'not a class'
    )
    expect(() => compareLabelMethods(profile, gold, methods, { ...settings, folds: 1 })).toThrow('folds')
  })
})

describe('compareLabelMethods, by hand', () => {
  const items = Array.from({ length: 12 }, (_, i) => `item ${String(i).padStart(2, '0')}`)
  const profile = labelProfile(
    items.map(item => ({ item, worker: 'ann', label: 'x' })),
    ['x', 'y']
  )
  const gold = items.map(item => ({ item, label: 'x' }))
  const answering =
    (outcomeOf: (place: number) => Outcome): LabelMethod =>
    profile => ({
      ...majorityLabels(profile),
      answers: majorityLabels(profile).answers.map((own, place) => ({ ...own, outcome: outcomeOf(place) }))
    })
  const x: Outcome = { kind: 'winner', id: 'x' }
  const y: Outcome = { kind: 'winner', id: 'y' }
  const rightOn = (right: (place: number) => boolean) => answering(place => (right(place) ? x : y))
  const compare = (methods: Record<string, LabelMethod>) => {
    const result = compareLabelMethods(profile, gold, methods, { random: seededRandom('hand'), folds: 12 })
    if (result.kind !== 'compared') throw new Error('expected a comparison')
    return result
  }

  it('puts the methods in the order of right answers, then of names, each with the chance of fair coins', () => {
    const { scores, outcome, close } = compare({
      worst: rightOn(place => place >= 7),
      'nearly b': rightOn(place => place !== 0 && place !== 1),
      best: rightOn(place => place !== 0),
      'nearly a': rightOn(place => place !== 1 && place !== 2),
      six: rightOn(place => place >= 7 || place === 0)
    })
    expect(scores.map(({ id, right, of, accuracy }) => ({ id, right, of, accuracy }))).toEqual([
      { id: 'best', right: 11, of: 12, accuracy: 11 / 12 },
      { id: 'nearly a', right: 10, of: 12, accuracy: 10 / 12 },
      { id: 'nearly b', right: 10, of: 12, accuracy: 10 / 12 },
      { id: 'six', right: 6, of: 12, accuracy: 0.5 },
      { id: 'worst', right: 5, of: 12, accuracy: 5 / 12 }
    ])
    expect(outcome).toEqual({ kind: 'winner', id: 'best' })
    const chances = scores.map(({ chance }) => chance)
    expect(chances[0]).toBe(1)
    // One against two heads of three coins: 2 (1 + 3) ∕ 8; none against one: 2 ∕ 2.
    expect(chances[1]).toBeCloseTo(1, 12)
    expect(chances[2]).toBeCloseTo(1, 12)
    // One against six heads: 2 (1 + 7) ∕ 2⁷; none against six: 2 ∕ 2⁶.
    expect(chances[3]).toBeCloseTo(0.125, 12)
    expect(chances[4]).toBeCloseTo(0.03125, 12)
    expect(close).toEqual(['best', 'nearly a', 'nearly b', 'six'])
  })

  it('measures the others against the first by name of several best', () => {
    const { outcome, scores } = compare({
      b: rightOn(place => place < 6),
      a: rightOn(place => place >= 6),
      c: rightOn(place => place >= 9)
    })
    expect(outcome).toEqual({ kind: 'tie', among: ['a', 'b'] })
    expect(scores.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
    // b has six that a misses, and misses six; c misses three of a's and has none of its own: 2 ∕ 2³.
    expect(scores[1]!.chance).toBe(1)
    expect(scores[2]!.chance).toBeCloseTo(0.25, 12)
    const third = compare({ a: rightOn(place => place >= 6), c: rightOn(place => place < 5 || place >= 11) })
    expect(third.outcome).toEqual({ kind: 'tie', among: ['a', 'c'] })
  })

  it('counts the ways in which coins can fall as unequally', () => {
    const { scores } = compare({
      best: rightOn(place => place < 9),
      other: rightOn(place => place < 2 || place === 9 || place === 10)
    })
    // Two against seven of nine coins: 2 (1 + 9 + 36) ∕ 2⁹.
    expect(scores[1]!.chance).toBeCloseTo(92 / 512, 12)
  })

  it('credits no method for gold that it was shown', () => {
    const parrot: LabelMethod = (profile, shown) => {
      const known = new Set(shown.map(({ item }) => item))
      return answering(place => (known.has(items[place]!) ? x : y))(profile, shown)
    }
    expect(compare({ parrot }).scores[0]).toMatchObject({ id: 'parrot', right: 0, accuracy: 0 })
  })

  it('counts a tie among classes as wrong, and a method without answers as right in none', () => {
    const { scores } = compare({
      right: rightOn(() => true),
      tied: answering(place => (place < 5 ? { kind: 'tie', among: ['x', 'y'] } : x)),
      none: () => ({ kind: 'too-few', have: 0, need: 1 })
    })
    expect(scores.map(({ id, right }) => [id, right])).toEqual([
      ['right', 12],
      ['tied', 7],
      ['none', 0]
    ])
    // All twelve missed: 2 ∕ 2¹².
    expect(scores[2]!.chance).toBeCloseTo(2 ** -11, 15)
  })

  it('takes as many parts as gold, one item in each, and names itself where there are fewer than two', () => {
    const settings = { random: seededRandom('hand') }
    const one = { one: rightOn(() => true) }
    expect(compareLabelMethods(profile, gold, one, { ...settings, folds: 12 }).kind).toBe('compared')
    expect(compareLabelMethods(profile, gold, one, { ...settings, folds: 13 })).toEqual({
      kind: 'too-few',
      have: 12,
      need: 13
    })
    expect(() => compareLabelMethods(profile, gold, one, { ...settings, folds: 1 })).toThrow(
      'compareLabelMethods: folds must be a whole number of at least 2, got 1'
    )
  })
})
