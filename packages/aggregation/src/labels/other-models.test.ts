import { describe, expect, it } from 'vitest'
import { accuracyOf, generatedCrowd } from '../../testing/crowds.ts'
import { glad, goldWeighted, type Label, labelProfile, mace, majorityLabels, oneCoin, wawa } from './index.ts'

/** Workers who are right with a chance of their own, wrong ones spread evenly over three classes. */
const evenly = (accuracy: number) =>
  [0, 1, 2].map(truth => [0, 1, 2].map(label => (label === truth ? accuracy : (1 - accuracy) / 2)))

const carelessCrowd = () =>
  generatedCrowd('careless', { items: 600, workers: 15, each: 5, classes: 3 }, worker =>
    evenly(worker % 4 === 0 ? 0.95 : 0.42)
  )

function fit<Result extends { kind: string }>(result: Result): Exclude<Result, { kind: 'too-few' }> {
  if (result.kind === 'too-few') throw new Error('expected a fit')
  return result as Exclude<Result, { kind: 'too-few' }>
}

describe('models of workers', () => {
  it('that weigh workers beat the majority, where a few are careful and most are not', () => {
    const careless = carelessCrowd()
    const profile = labelProfile(careless.labels)
    const majority = accuracyOf(majorityLabels(profile).answers, careless.truth)
    for (const result of [wawa(profile), fit(oneCoin(profile)), fit(glad(profile)), fit(mace(profile))]) {
      expect(accuracyOf(result.answers, careless.truth)).toBeGreaterThan(majority)
    }
    const gold = Object.entries(careless.truth)
      .slice(0, 60)
      .map(([item, label]) => ({ item, label }))
    expect(accuracyOf(goldWeighted(profile, gold).answers, careless.truth)).toBeGreaterThan(majority + 0.03)
  })

  it('find how careful workers are', () => {
    const profile = labelProfile(carelessCrowd().labels)
    for (const { id, accuracy } of fit(oneCoin(profile)).workers) {
      expect(Math.abs(accuracy - (Number(id.slice(7)) % 4 === 0 ? 0.95 : 0.42))).toBeLessThan(0.1)
    }
    const abilities = fit(glad(profile)).workers
    for (const { id, ability } of abilities) {
      if (Number(id.slice(7)) % 4 === 0)
        for (const other of abilities)
          if (Number(other.id.slice(7)) % 4 !== 0) expect(ability).toBeGreaterThan(other.ability)
    }
  })

  it('settle, and give the same numbers in every order', () => {
    const { labels } = carelessCrowd()
    const profile = labelProfile(labels)
    const shuffled = labelProfile(labels.toReversed())
    for (const model of [oneCoin, glad, mace]) {
      const one = fit(model(profile))
      expect(one.converged).toBe(true)
      const other = fit(model(shuffled))
      expect(other.answers).toEqual(one.answers)
    }
  })

  it('have no answer without labels, refuse settings that are none, and stop when told', () => {
    const profile = labelProfile(carelessCrowd().labels)
    const none = labelProfile([])
    const signal = AbortSignal.abort(new Error('enough'))
    for (const model of [oneCoin, glad, mace]) {
      expect(model(none)).toEqual({ kind: 'too-few', have: 0, need: 1 })
      expect(() => model(profile, { tolerance: -1 })).toThrow(RangeError)
      expect(() => model(profile, { signal })).toThrow('enough')
    }
    expect(() => mace(profile, { smoothing: 0 })).toThrow('smoothing')
  })

  it('survive a worker with one label, one class only, and forty labels of one item', () => {
    const labels: Label[] = Array.from({ length: 40 }, (_, w) => ({ item: 'a', worker: `w${w}`, label: 'x' }))
    for (const model of [oneCoin, glad, mace]) {
      expect(fit(model(labelProfile(labels))).answers[0]!.outcome).toEqual({ kind: 'winner', id: 'x' })
      const against = labelProfile([...labels, { item: 'a', worker: 'odd', label: 'y' }])
      const [answer] = fit(model(against)).answers
      expect(answer!.outcome).toEqual({ kind: 'winner', id: 'x' })
      expect(answer!.probabilities.every(Number.isFinite)).toBe(true)
    }
  })
})

describe('glad', () => {
  it('finds the items on which workers disagree harder', () => {
    const labels = ['a', 'b', 'c', 'd', 'e', 'f'].flatMap((item, i) =>
      ['p', 'q', 'r', 's', 't'].map((worker, w) => ({ item, worker, label: i === 5 && w < 2 ? 'y' : 'x' }))
    )
    const { items } = fit(glad(labelProfile(labels, ['x', 'y'])))
    expect(Math.min(...items.slice(0, 5).map(({ ease }) => ease))).toBeGreaterThan(items[5]!.ease)
  })
})

describe('mace', () => {
  it('finds out who always clicks the same', () => {
    const crowd = generatedCrowd('click', { items: 300, workers: 6, each: 4, classes: 3 }, worker =>
      worker === 5 ? [0, 1, 2].map(() => [1, 0, 0]) : evenly(0.9)
    )
    const { workers } = fit(mace(labelProfile(crowd.labels)))
    const clicker = workers.find(({ id }) => id === 'worker 5')!
    expect(clicker.competence).toBeLessThan(0.2)
    expect(clicker.guesses[0]).toBeGreaterThan(0.95)
    for (const { id, competence } of workers) if (id !== 'worker 5') expect(competence).toBeGreaterThan(0.7)
  })
})

describe('majorityLabels', () => {
  it('reports ties, or breaks them by a declared order and says where', () => {
    const profile = labelProfile([
      { item: 'p', worker: 'a', label: 'x' },
      { item: 'p', worker: 'b', label: 'y' }
    ])
    expect(majorityLabels(profile).answers[0]).toEqual({
      id: 'p',
      outcome: { kind: 'tie', among: ['x', 'y'] },
      probabilities: [0.5, 0.5],
      labels: 2
    })
    const { answers, tieBreaks } = majorityLabels(profile, { ties: { order: ['y', 'x'] } })
    expect(answers[0]!.outcome).toEqual({ kind: 'winner', id: 'y' })
    expect(majorityLabels(profile).rule).toBe('majorityLabels')
    const further = ['a', 'b', 'c'].map(worker => ({ item: 'q', worker, label: 'x' }))
    expect(
      majorityLabels(labelProfile([{ item: 'p', worker: 'a', label: 'x' }, ...further])).answers
    ).toMatchObject([
      { id: 'p', labels: 1 },
      { id: 'q', labels: 3 }
    ])
    expect(tieBreaks).toEqual([{ item: 'p', among: ['x', 'y'], chosen: 'y' }])
    expect(() => majorityLabels(profile, { ties: { order: ['y'] } })).toThrow('must name "x"')
  })
})

describe('wawa', () => {
  it('counts agreement with one of several leading classes in part', () => {
    const labels = [
      { item: 'p', worker: 'a', label: 'x' },
      { item: 'p', worker: 'b', label: 'y' }
    ]
    expect(wawa(labelProfile(labels)).workers.map(({ weight }) => weight)).toEqual([0.5, 0.5])
    expect(wawa(labelProfile(labels)).rule).toBe('wawa')
  })
})

describe('goldWeighted', () => {
  it('gives no weight to who is no better than chance, and lets labels count alike where nobody has any', () => {
    const labels = [
      { item: 'g', worker: 'bad', label: 'y' },
      { item: 'p', worker: 'bad', label: 'y' }
    ]
    const result = goldWeighted(labelProfile(labels, ['x', 'y']), [
      { item: 'g', label: 'x' },
      { item: 'unseen', label: 'x' }
    ])
    expect(result.workers).toEqual([{ id: 'bad', weight: 0, labels: 2 }])
    expect(result.answers[1]!.outcome).toEqual({ kind: 'winner', id: 'y' })
    const both = labelProfile([...labels, { item: 'p', worker: 'bad', label: 'x' }])
    expect(goldWeighted(both, [{ item: 'g', label: 'x' }]).answers[1]!.probabilities).toEqual([0.5, 0.5])
  })

  it('weighs by the log-odds of smoothed accuracy; who answered no gold counts as the average', () => {
    const gold = ['g1', 'g2', 'g3'].map(item => ({ item, label: 'x' }))
    const labels = [
      ...gold.map(({ item }) => ({ item, worker: 'ann', label: 'x' })),
      { item: 'g1', worker: 'bob', label: 'x' },
      { item: 'g2', worker: 'bob', label: 'y' },
      { item: 'p', worker: 'ann', label: 'x' },
      { item: 'p', worker: 'eve', label: 'y' }
    ]
    const weightsOf = (classes: readonly string[], prior?: { right: number; wrong: number }) =>
      goldWeighted(labelProfile(labels, classes), gold, prior ? { prior } : {}).workers.map(
        ({ weight }) => weight
      )
    const expectLogs = (weights: readonly number[], odds: readonly number[]) =>
      weights.forEach((weight, w) => expect(weight).toBeCloseTo(Math.log(odds[w]!), 8))
    // Ann 4 of 5, Bob 2 of 4, Eve 5 of 7 with one right and one wrong answer imagined.
    expectLogs(weightsOf(['x', 'y']), [4, 1, 5 / 2])
    expectLogs(weightsOf(['x', 'y', 'z']), [8, 2, 5])
    // Ann 6 of 8, Bob 4 of 7, Eve 7 of 10 with three right and two wrong ones.
    expectLogs(weightsOf(['x', 'y'], { right: 3, wrong: 2 }), [3, 4 / 3, 7 / 3])
    const result = goldWeighted(labelProfile(labels), gold)
    expect(result.rule).toBe('goldWeighted')
    expect(result.answers.at(-1)!.probabilities[0]).toBeCloseTo(Math.log(4) / Math.log(10), 8)
  })

  it('refuses gold of an unknown class and priors of nothing', () => {
    const one = labelProfile([{ item: 'g', worker: 'a', label: 'x' }])
    expect(() => goldWeighted(one, [{ item: 'g', label: 'z' }])).toThrow('which is not a class')
    const twice = [1, 2].map(() => ({ item: 'g', label: 'x' }))
    expect(() => goldWeighted(one, twice)).toThrow('"g" has gold twice')
    expect(() => goldWeighted(one, [], { prior: { right: 0, wrong: 1 } })).toThrow(
      'goldWeighted: prior.right'
    )
    expect(() => goldWeighted(one, [], { prior: { right: 1, wrong: 0 } })).toThrow(
      'goldWeighted: prior.wrong'
    )
  })
})
