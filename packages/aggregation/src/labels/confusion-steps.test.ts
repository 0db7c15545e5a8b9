import { describe, expect, it } from 'vitest'
import { confusionSteps } from './confusion-steps.ts'
import { confusionTable, logProduct } from './confusion-table.ts'
import { dawidSkene, labelProfile } from './index.ts'

/** Ann and Bob say x of p; of q Ann says y and Bob x; nobody says z. */
const profile = labelProfile(
  [
    { item: 'p', worker: 'ann', label: 'x' },
    { item: 'p', worker: 'bob', label: 'x' },
    { item: 'q', worker: 'ann', label: 'y' },
    { item: 'q', worker: 'bob', label: 'x' }
  ],
  ['x', 'y', 'z']
)
/** The numbers of a worker for one true class: a column of their table. */
const column = (numbers: Float64Array, worker: number, truth: number) =>
  [0, 1, 2].map(label => numbers[(worker * 3 + label) * 4 + truth]!)
const priors = (numbers: Float64Array) => [...numbers.subarray(24, 27)]
const expectClose = (numbers: readonly number[], expected: readonly number[]) => {
  expect(numbers).toHaveLength(expected.length)
  numbers.forEach((own, k) => expect(own).toBeCloseTo(expected[k]!, 9))
}

describe('confusionSteps', () => {
  it('starts from vote shares', () => {
    const start = confusionSteps(profile, 0).start()
    // p is x; q half x, half y.
    expectClose(column(start, 0, 0), [2 / 3, 1 / 3, 0])
    expectClose(column(start, 0, 1), [0, 1, 0])
    expectClose(column(start, 1, 0), [1, 0, 0])
    expectClose(column(start, 1, 1), [1, 0, 0])
    expectClose(priors(start), [0.75, 0.25, 0])
    // What was given, and every class, keeps a chance; what was never given has none.
    expect(start[1]).toBeGreaterThan(0)
    expect(priors(start)[2]).toBeGreaterThan(0)
    expect(column(start, 1, 0)[1]).toBe(0)
  })

  it('imagines labels in every cell, twice as many where they are right', () => {
    const start = confusionSteps(profile, 0.5).start()
    // Counts 1, ½, 0 of Ann on x with 1, ½, ½ imagined.
    expectClose(column(start, 0, 0), [2 / 3.5, 1 / 3.5, 0.5 / 3.5])
    expectClose(column(start, 0, 1), [0.5 / 2.5, 1.5 / 2.5, 0.5 / 2.5])
    expectClose(column(start, 1, 2), [0.25, 0.25, 0.5])
    expectClose(priors(start), [0.75, 0.25, 0])
  })

  it('takes a step by Bayes, says how far answers moved and what the numbers are worth', () => {
    const method = confusionSteps(profile, 0)
    const start = method.start()
    // Numbers left over from an earlier step have no part in it.
    const to = new Float64Array(start.length).fill(7)
    const { objective, moved } = method.step(start, to)
    // p: x by ¾ · ⅔ · 1, y by ¼ · 0 · 1. q: x by ¾ · ⅓ · 1, y by ¼ · 1 · 1: half each, as before.
    expectClose([...method.posteriors], [1, 0, 0, 0.5, 0.5, 0])
    expect(moved).toBeCloseTo(0, 9)
    expect(objective).toBeCloseTo(Math.log(0.5) + Math.log(0.5), 8)
    for (const [at, own] of start.entries()) expect(to[at]! % 7).toBeCloseTo(own, 8)
  })

  it('mends a leap: no chance falls below a tenth of its last, and all of one kind sum to 1', () => {
    const method = confusionSteps(profile, 0)
    const latest = method.start()
    const leapt = latest.slice()
    leapt[0] = 1.2
    leapt[4] = -0.2
    leapt.set([1.5, -0.5, 0], 24)
    method.mend(leapt, latest)
    expectClose(column(leapt, 0, 0), [1.2 / (1.2 + 1 / 30), 1 / 30 / (1.2 + 1 / 30), 0])
    expectClose(column(leapt, 1, 0), [1, 0, 0])
    expectClose(priors(leapt), [1.5 / 1.525, 0.025 / 1.525, 0])
  })

  it('lays the numbers out in whole blocks of four classes', () => {
    const strideOf = (size: number) =>
      confusionTable(
        labelProfile(
          [],
          Array.from({ length: size }, (_, k) => `class ${k}`)
        ),
        0
      ).stride
    expect([1, 3, 4, 5, 8, 9].map(strideOf)).toEqual([4, 4, 4, 8, 8, 12])
  })

  it('tells the worth without smoothing too, where some chances are 0', () => {
    const result = dawidSkene(profile, { smoothing: 0 })
    if (result.kind !== 'fitted') throw new Error('expected a fit')
    // With Ann saying y of half of what is x: ¾ of both; the fit stays where it starts.
    expect(result.logPosterior).toBeCloseTo(2 * Math.log(0.5), 8)
  })
})

describe('logProduct', () => {
  it('is the logarithm of a product far below the least number', () => {
    const product = logProduct()
    expect(product.value()).toBe(0)
    for (let k = 0; k < 1000; k++) product.times(1e-3)
    expect(product.value()).toBeCloseTo(-3000 * Math.LN10, 8)
    product.times(0.5)
    expect(product.value()).toBeCloseTo(-3000 * Math.LN10 - Math.LN2, 8)
  })
})
