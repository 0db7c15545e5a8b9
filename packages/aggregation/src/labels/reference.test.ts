import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { accuracyOf } from '../../testing/crowds.ts'
import { dawidSkene, labelProfile, majorityLabels, oneCoin, wawa } from './index.ts'

const folder = new URL('../../reference/dawid_skene/', import.meta.url)
/** The reference stops where a step adds little, which is after so many. */
const ONE_COIN_STEPS: Record<string, number> = { 'bin-small.json': 4, 'k3.json': 7, 'unseen-class.json': 6 }

for (const file of readdirSync(folder)) {
  const { classes, labels, truth, expected } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
  const name = (k: number) => `class ${k}`
  const read = () =>
    labelProfile(
      labels.map(([item, worker, label]: [number, number, number]) => ({
        item: String(item),
        worker: String(worker),
        label: name(label)
      })),
      classes.map(name)
    )
  const ties = { order: classes.map(name) }
  const truths = Object.fromEntries(truth.map((own: number, i: number) => [String(i), name(own)]))

  const expectProbabilities = (
    result: { answers: readonly { id: string; probabilities: readonly number[] }[] },
    probabilities: Record<string, number[]>,
    tolerance: number
  ) => {
    for (const { id, probabilities: own } of result.answers) {
      own.forEach((value, k) => expect(Math.abs(value - probabilities[id]![k]!)).toBeLessThan(tolerance))
    }
  }

  describe(`case ${file}`, () => {
    it('vote shares', () => {
      const result = majorityLabels(read(), { ties })
      expectProbabilities(result, expected.mv_probas, 1e-6)
      expect(accuracyOf(result.answers, truths)).toBeCloseTo(expected.mv_accuracy, 6)
    })

    it('weights by agreement with the majority', () => {
      const result = wawa(read(), { ties })
      expectProbabilities(result, expected.wawa_probas, 1e-6)
      for (const { id, weight } of result.workers) expect(weight).toBeCloseTo(expected.wawa_skills[id], 6)
      expect(accuracyOf(result.answers, truths)).toBeCloseTo(expected.wawa_accuracy, 6)
    })

    it('the first step of Dawid–Skene', () => {
      const result = dawidSkene(read(), { smoothing: 0, mostSteps: 1 })
      if (result.kind !== 'fitted') throw new Error('expected a fit')
      expectProbabilities(result, expected.ds_one_iteration_probas, 1e-6)
    })

    it('the fixed point of Dawid–Skene', () => {
      const result = dawidSkene(read(), { smoothing: 0, ties, mostSteps: 20_000 })
      if (result.kind !== 'fitted') throw new Error('expected a fit')
      expect(result.converged).toBe(true)
      expectProbabilities(result, expected.ds_converged_probas, 1e-4)
      result.priors.forEach((prior, k) => expect(prior).toBeCloseTo(expected.ds_converged_priors[k], 4))
      expect(accuracyOf(result.answers, truths)).toBeCloseTo(expected.ds_converged_accuracy, 6)
    })

    it('one-coin Dawid–Skene, stopped after as many steps as the reference', () => {
      const result = oneCoin(read(), { ties, mostSteps: ONE_COIN_STEPS[file]! })
      if (result.kind !== 'fitted') throw new Error('expected a fit')
      expectProbabilities(result, expected.onecoin_probas, 1e-6)
      expect(accuracyOf(result.answers, truths)).toBeCloseTo(expected.onecoin_accuracy, 6)
    })
  })
}
