import { describe, expect, it } from 'vitest'
import { generatedCrowd } from '../../testing/crowds.ts'
import { seededRandom } from '../random.ts'
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
