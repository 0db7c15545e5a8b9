import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accuracyOf, generatedCrowd } from '../../testing/crowds.ts'
import { type DawidSkene, dawidSkene, type DawidSkeneSettings } from './dawid-skene.ts'
import { type Label, labelProfile } from './label-profile.ts'
import { majorityLabels } from './majority-labels.ts'

function fitted(labels: readonly Label[], settings: DawidSkeneSettings = {}): DawidSkene {
  const result = dawidSkene(labelProfile(labels), settings)
  if (result.kind !== 'fitted') throw new Error(`expected a fit, got ${result.kind}`)
  return result
}

describe('dawidSkene on the anaesthetists of its authors', () => {
  // Quoted by hand from tables 1 and 2 of the paper, which no other copy at hand confirms: that the method comes to the
  // printed estimates from these judgements speaks for both. Every patient is written as the first anaesthetist's three judgements, then those of the other four.
  const rows: string[] = [
    '1111111',
    '3334334',
    '1122122',
    '2223121',
    '2223222',
    '2223322',
    '1222111',
    '3333433',
    '2222223',
    '2322223',
    '4444444',
    '2223343',
    '1111111',
    '2223212',
    '1211111',
    '1112111',
    '1111111',
    '1111111',
    '2222221',
    '2221322',
    '2222222',
    '2222221',
    '2223222',
    '2212222',
    '1111111',
    '1111111',
    '2322222',
    '1111111',
    '1111111',
    '1121121',
    '1111111',
    '3333233',
    '1111111',
    '2222222',
    '2223232',
    '4334343',
    '2212232',
    '2323233',
    '3333432',
    '1111111',
    '1111111',
    '1212111',
    '2322222',
    '1211111',
    '2222222'
  ]
  const labels = rows.flatMap((row, patient) =>
    [...row].map((label, place) => ({
      item: `patient ${String(patient + 1).padStart(2, '0')}`,
      worker: `anaesthetist ${Math.max(1, place - 1)}`,
      label
    }))
  )

  it('finds how common the four classes are', () => {
    const result = fitted(labels, { smoothing: 0 })
    expect(result.priors.map(prior => Number(prior.toFixed(2)))).toEqual([0.4, 0.42, 0.11, 0.07])
  })

  it('finds the chances of the first anaesthetist', () => {
    const [first] = fitted(labels, { smoothing: 0 }).workers
    expect(first!.labels).toBe(135)
    expect(first!.matrix[0]!.map(chance => Number(chance.toFixed(2)))).toEqual([0.89, 0.11, 0, 0])
  })
})

/** Each worker takes one class for the next one more often than not, and knows the others well. */
const classDependent = (worker: number) =>
  [0, 1, 2].map(truth => {
    const weak = truth === worker % 3
    const right = weak ? 0.35 : 0.9
    const next = weak ? 0.6 : 0.05
    return [0, 1, 2].map(label => (label === truth ? right : label === (truth + 1) % 3 ? next : 0.05))
  })

describe('dawidSkene', () => {
  it('beats the majority on noise that depends on the class, and finds the chances behind it', () => {
    const crowd = generatedCrowd('noise', { items: 1500, workers: 12, each: 4, classes: 3 }, worker =>
      classDependent(worker).map(row => row.map(chance => chance / row.reduce((sum, own) => sum + own, 0)))
    )
    const result = fitted(crowd.labels)
    const majority = majorityLabels(labelProfile(crowd.labels))
    expect(accuracyOf(result.answers, crowd.truth)).toBeGreaterThan(
      accuracyOf(majority.answers, crowd.truth) + 0.05
    )
    for (const { id, matrix } of result.workers) {
      const weak = Number(id.slice(7)) % 3
      expect(matrix[weak]![(weak + 1) % 3]).toBeGreaterThan(0.45)
    }
  })

  it('gives the same numbers in every order and under other names', () => {
    const label = fc.record({ item: fc.nat(4), worker: fc.nat(3), label: fc.nat(2) })
    const list = fc.array(label, { minLength: 1, maxLength: 25 })
    fc.assert(
      fc.property(
        list.chain(own => fc.tuple(fc.constant(own), fc.shuffledSubarray(own, { minLength: own.length }))),
        ([one, other]) => {
          const named = (labels: typeof one, item: string, worker: string, names: string) =>
            fitted(
              labels.map(own => ({
                item: item[own.item]!,
                worker: worker[own.worker]!,
                label: names[own.label]!
              })),
              { smoothing: 0.1 }
            )
          const a = named(one, 'abcde', 'pqrs', 'xyz')
          const b = named(other, 'edbca', 'srqp', 'zyx')
          for (const answer of a.answers) {
            const twin = b.answers.find(({ id }) => id === 'edbca'['abcde'.indexOf(answer.id)])!
            answer.probabilities.forEach((own, k) => {
              const place = b.classes.indexOf('zyx'['xyz'.indexOf(a.classes[k]!)]!)
              expect(Math.abs(twin.probabilities[place]! - own)).toBeLessThan(2e-9)
            })
          }
        }
      ),
      // A fixed seed: of tiny random data one set in some thousands is balanced so exactly that rounding can tip it.
      { numRuns: 60, seed: 1979 }
    )
  })

  it('ends where plain steps end', () => {
    const crowd = generatedCrowd('plain', { items: 24, workers: 5, each: 4, classes: 3 }, () => [
      [0.7, 0.2, 0.1],
      [0.1, 0.8, 0.1],
      [0.2, 0.2, 0.6]
    ])
    const plain = plainFixedPoint(crowd.labels, 0.5)
    for (const { id, probabilities } of fitted(crowd.labels).answers) {
      probabilities.forEach((own, k) => expect(own).toBeCloseTo(plain.get(id)![k]!, 6))
    }
  })

  it('is never surer for more smoothing of a worker with one label', () => {
    const labels = [
      ...['a', 'b', 'c', 'd'].flatMap(item =>
        ['v', 'w'].map(worker => ({ item, worker, label: item < 'c' ? 'x' : 'y' }))
      ),
      { item: 'a', worker: 'once', label: 'y' }
    ]
    const chance = (smoothing: number) =>
      fitted(labels, { smoothing }).workers.find(({ id }) => id === 'once')!.accuracy
    expect(chance(1)).toBeGreaterThan(chance(0.1))
  })

  it('has no answer without labels, says when steps did not suffice, reports and stops', () => {
    expect(dawidSkene(labelProfile([]))).toEqual({ kind: 'too-few', have: 0, need: 1 })
    const tiny = labelProfile([{ item: 'a', worker: 'w', label: 'x' }], ['x', 'y'])
    expect(dawidSkene(tiny, { most: 3 })).toEqual({ kind: 'too-large', have: 4, most: 3 })
    expect(dawidSkene(tiny, { most: 4 }).kind).toBe('fitted')
    const crowd = generatedCrowd('steps', { items: 30, workers: 5, each: 3, classes: 2 }, () => [
      [0.7, 0.3],
      [0.4, 0.6]
    ])
    const seen: number[] = []
    const cut = fitted(crowd.labels, { mostSteps: 3, onProgress: ({ done }) => seen.push(done) })
    expect(cut).toMatchObject({ steps: 3, converged: false })
    expect(seen).toEqual([1, 2, 3])
    expect(() => fitted(crowd.labels, { signal: AbortSignal.abort(new Error('enough')) })).toThrow('enough')
  })

  it('is at ease with one class, one worker and one label', () => {
    const one = fitted([{ item: 'a', worker: 'w', label: 'x' }])
    expect(one.answers).toEqual([
      { id: 'a', outcome: { kind: 'winner', id: 'x' }, probabilities: [1], labels: 1 }
    ])
  })

  it('refuses settings that are none, labels that are no text and classes not declared', () => {
    const one = [{ item: 'a', worker: 'w', label: 'x' }]
    expect(() => fitted(one, { smoothing: -1 })).toThrow('dawidSkene: smoothing must not be below 0')
    expect(() => fitted(one, { most: 0 })).toThrow('dawidSkene: most must be')
    expect(() => fitted(one, { smoothing: Number.NaN })).toThrow('smoothing')
    expect(() => fitted(one, { tolerance: 0 })).toThrow('tolerance')
    expect(() => fitted(one, { mostSteps: 0.5 })).toThrow('mostSteps')
    expect(() => labelProfile([{ ...one[0]!, worker: 3 as unknown as string }])).toThrow(
      'worker of a label must be text'
    )
    expect(() => labelProfile([{ ...one[0]!, item: 3 as unknown as string }])).toThrow(
      'labelProfile: the item of a label must be text, got 3'
    )
    expect(() => labelProfile([{ ...one[0]!, label: 3 as unknown as string }])).toThrow(
      'the label of a label must be text, got 3'
    )
    const many = Array.from({ length: 11_600 }, (_, i) => ({ item: `i${i}`, worker: 'w', label: `l${i}` }))
    expect(() => labelProfile(many)).toThrow('items × classes must be at most 2²⁷, got 11600 × 11600')
    expect(() => labelProfile(one, ['y'])).toThrow('"x" is given, which is not a declared class')
    expect(() => labelProfile(one, ['x', 'x'])).toThrow('classes must be distinct')
  })
})

/** The fixed point of the textbook steps, with smoothing, from vote shares. */
function plainFixedPoint(labels: readonly Label[], smoothing: number): Map<string, number[]> {
  const { items, workers, classes } = labelProfile(labels)
  const of = (item: string) => labels.filter(label => label.item === item)
  let chances = new Map(
    items.map(item => [
      item,
      classes.map(k => of(item).filter(own => own.label === k).length / of(item).length)
    ])
  )
  for (let round = 0; round < 400; round++) {
    const sum = (list: number[]) => list.reduce((a, b) => a + b, 0)
    const priors = classes.map((_, k) => sum(items.map(item => chances.get(item)![k]!)) / items.length)
    const matrix = new Map(
      workers.map(worker => [
        worker,
        classes.map((_, truth) => {
          const counts = classes.map(
            given =>
              (given === classes[truth] ? 2 : 1) * smoothing +
              sum(
                labels
                  .filter(own => own.worker === worker && own.label === given)
                  .map(own => chances.get(own.item)![truth]!)
              )
          )
          return counts.map(count => count / sum(counts))
        })
      ])
    )
    chances = new Map(
      items.map(item => {
        const scores = classes.map((_, truth) =>
          of(item).reduce(
            (score, own) => score * matrix.get(own.worker)![truth]![classes.indexOf(own.label)]!,
            priors[truth]!
          )
        )
        return [item, scores.map(score => score / sum(scores))]
      })
    )
  }
  return chances
}
