import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { type NumberConsensus, numberConsensus, type NumberLabel } from './number-consensus.ts'

function fitted(labels: readonly NumberLabel[]): NumberConsensus {
  const result = numberConsensus(labels)
  if (result.kind !== 'fitted') throw new Error('expected a fit')
  return result
}

/** Workers with a bias and a spread of their own; the sum of twelve even numbers is nearly normal. */
function biased(workers: readonly { bias: number; spread: number }[], items: number): NumberLabel[] {
  const random = seededRandom('numbers')
  const normal = () => Array.from({ length: 12 }, () => random.next()).reduce((sum, own) => sum + own, -6)
  return Array.from({ length: items }, (_, i) =>
    workers.map(({ bias, spread }, w) => ({
      item: `item ${i}`,
      worker: `worker ${w}`,
      value: 10 * i + bias + spread * normal()
    }))
  ).flat()
}

describe('numberConsensus', () => {
  it('finds biases and spreads, and comes closer to the truth than median and mean', () => {
    const workers = [
      { bias: 4, spread: 0.5 },
      { bias: -4, spread: 1 },
      { bias: 0, spread: 8 },
      { bias: 0, spread: 8 }
    ]
    const { answers, workers: found, converged } = fitted(biased(workers, 60))
    expect(converged).toBe(true)
    // What all have in common cannot be told from the truth, so biases are compared with each other.
    expect(found[0]!.bias - found[1]!.bias).toBeCloseTo(8, 0)
    expect(found[0]!.spread).toBeLessThan(2)
    expect(found[3]!.spread).toBeGreaterThan(5)
    const off = (values: readonly number[]) => {
      const rest = values.map((own, i) => own - 10 * Number(answers[i]!.id.slice(5)))
      const mean = rest.reduce((sum, own) => sum + own, 0) / rest.length
      return rest.reduce((sum, own) => sum + (own - mean) ** 2, 0)
    }
    expect(off(answers.map(({ estimate }) => estimate))).toBeLessThan(
      off(answers.map(({ median }) => median)) / 4
    )
    expect(off(answers.map(({ estimate }) => estimate))).toBeLessThan(
      off(answers.map(({ trimmedMean }) => trimmedMean)) / 4
    )
  })

  it('is what its definition says: every estimate, bias and spread follows from the others', () => {
    const labels = biased(
      [
        { bias: 3, spread: 1 },
        { bias: -2, spread: 2 },
        { bias: 0, spread: 4 }
      ],
      9
    ).filter((_, l) => l % 7 !== 3)
    const { answers, workers } = fitted(labels)
    expect(fitted(labels.toReversed())).toEqual(fitted(labels))
    const worker = new Map(workers.map(own => [own.id, own]))
    const answer = new Map(answers.map(own => [own.id, own]))
    const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
    const common =
      sum(labels.map(({ item, value }) => (value - answer.get(item)!.median) ** 2)) / labels.length
    for (const { id, labels: count, estimate, standardError } of answers) {
      const own = labels.filter(({ item }) => item === id)
      expect(count).toBe(own.length)
      const weights = own.map(label => 1 / worker.get(label.worker)!.spread ** 2)
      const numbers = own.map(label => label.value - worker.get(label.worker)!.bias)
      expect(estimate).toBeCloseTo(sum(numbers.map((number, l) => number * weights[l]!)) / sum(weights), 8)
      expect(standardError).toBeCloseTo(1 / Math.sqrt(sum(weights)), 8)
    }
    for (const { id, labels: count, bias, spread } of workers) {
      const own = labels.filter(label => label.worker === id)
      expect(count).toBe(own.length)
      const rests = own.map(({ item, value }) => value - answer.get(item)!.estimate)
      // One number without bias, and two of the common spread, are imagined.
      expect(bias).toBeCloseTo(sum(rests) / (own.length + 1), 8)
      const squares = own.map(({ item }, l) => (rests[l]! - bias) ** 2 + answer.get(item)!.standardError ** 2)
      expect(spread ** 2).toBeCloseTo((sum(squares) + 2 * common) / (own.length + 2), 7)
    }
  })

  it('gives the middle, the deviation from it and the trimmed mean of each item', () => {
    const labels = [1, 2, 4, 5, 90].map((value, w) => ({ item: 'p', worker: `w${w}`, value }))
    expect(fitted([...labels, { item: 'a', worker: 'w0', value: 3 }]).answers).toMatchObject([
      { id: 'a', labels: 1, median: 3, deviation: 0, trimmedMean: 3 },
      { id: 'p', labels: 5, median: 4, deviation: 2, trimmedMean: 3.66666666667 }
    ])
  })

  it('moves and stretches with its numbers, in every order', () => {
    const value = fc.integer({ min: -50, max: 50 })
    const list = fc.array(fc.record({ i: fc.nat(3), w: fc.nat(3), value }), { minLength: 1, maxLength: 16 })
    fc.assert(
      fc.property(list, rows => {
        const named = (change: (value: number) => number) =>
          rows.map(({ i, w, value }) => ({ item: `i${i}`, worker: `w${w}`, value: change(value) }))
        const one = fitted(named(own => own))
        const other = fitted(named(own => 4 * own + 8).reverse())
        one.answers.forEach(({ estimate, standardError }, i) => {
          expect(other.answers[i]!.estimate).toBeCloseTo(4 * estimate + 8, 5)
          expect(other.answers[i]!.standardError).toBeCloseTo(4 * standardError, 5)
        })
      }),
      { numRuns: 50 }
    )
  })

  it('needs no spread where all agree, and no second worker', () => {
    const same = ['a', 'b'].map(worker => ({ item: 'p', worker, value: 7 }))
    expect(fitted(same)).toMatchObject({ steps: 0, converged: true })
    expect(fitted(same).answers[0]).toMatchObject({
      median: 7,
      trimmedMean: 7,
      estimate: 7,
      standardError: 0
    })
    expect(fitted([{ item: 'p', worker: 'a', value: 7 }]).workers).toEqual([
      { id: 'a', labels: 1, bias: 0, spread: 0 }
    ])
  })

  it('has no answer without numbers, refuses what is none, and stops when told', () => {
    expect(numberConsensus([])).toEqual({ kind: 'too-few', have: 0, need: 1 })
    expect(() => fitted([{ item: 'p', worker: 'a', value: Number.NaN }])).toThrow(
      'the number of "a" for "p" must be a finite number'
    )
    expect(() => fitted([{ item: 'p', worker: 3 as unknown as string, value: 1 }])).toThrow('must be text')
    expect(() => fitted([{ item: 3 as unknown as string, worker: 'a', value: 1 }])).toThrow('must be text')
    const labels = biased(
      [
        { bias: 0, spread: 1 },
        { bias: 1, spread: 1 }
      ],
      3
    )
    expect(() => numberConsensus(labels, { signal: AbortSignal.abort(new Error('enough')) })).toThrow(
      'enough'
    )
    expect(numberConsensus(labels, { mostSteps: 1 })).toMatchObject({ steps: 1, converged: false })
    const { steps } = fitted(labels)
    expect(numberConsensus(labels, { mostSteps: steps })).toMatchObject({ steps, converged: true })
    expect(numberConsensus(labels, { mostSteps: steps - 1 })).toMatchObject({
      steps: steps - 1,
      converged: false
    })
    expect(() => numberConsensus(labels, { mostSteps: 0 })).toThrow('numberConsensus: mostSteps')
  })
})
