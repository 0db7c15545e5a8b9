import { describe, expect, it } from 'vitest'
import { generatedCrowd } from '../../testing/crowds.ts'
import { dawidSkene, glad, type Label, labelProfile, mace, oneCoin } from './index.ts'

/**
 * Every model against its own definition, written out: the posteriors are those of Bayes with the published
 * parameters, the parameters are where the posterior does not rise any more, and its logarithm is as said.
 */
const crowds: Record<string, readonly Label[]> = {
  'three classes, five workers': generatedCrowd(
    'definition',
    { items: 24, workers: 5, each: 4, classes: 3 },
    worker => [
      [0.7, 0.2, 0.1],
      [0.1, 0.8 - worker / 20, 0.1 + worker / 20],
      [0.2, 0.2, 0.6]
    ]
  ).labels,
  'two classes, one of them more common': generatedCrowd(
    'common',
    { items: 40, workers: 6, each: 3, classes: 2 },
    worker => [
      [0.6 + worker / 20, 0.4 - worker / 20],
      [0.7, 0.3]
    ]
  ).labels,
  'six classes': generatedCrowd('six', { items: 40, workers: 4, each: 4, classes: 6 }, () =>
    Array.from({ length: 6 }, (_, truth) =>
      Array.from({ length: 6 }, (_, own) => (own === truth ? 0.6 : 0.08))
    )
  ).labels,
  // The chance of so many labels is far below the least number.
  'an item with a thousand labels': Array.from({ length: 1000 }, (_, w) => [
    { item: 'much', worker: `w${w % 10}`, label: w % 3 === 0 ? 'y' : 'x' },
    ...(w % 20 === 0
      ? [{ item: `few ${w % 7}`, worker: `w${(w / 20) % 10}`, label: w % 80 ? 'x' : 'y' }]
      : [])
  ]).flat()
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)
const logistic = (x: number) => 1 / (1 + Math.exp(-x))

/** Posteriors and the logarithm of the likelihood, where `chance(label, k)` is that of a label if k is true. */
function bayes(
  labels: readonly Label[],
  classes: readonly string[],
  priors: readonly number[],
  chance: (label: Label, k: number) => number
) {
  const posteriors = new Map<string, number[]>()
  let logLikelihood = 0
  for (const [item, own] of Map.groupBy(labels, ({ item }) => item)) {
    const logs = classes.map(
      (_, k) => Math.log(priors[k]!) + sum(own.map(label => Math.log(chance(label, k))))
    )
    const top = Math.max(...logs)
    const total = sum(logs.map(log => Math.exp(log - top)))
    logLikelihood += top + Math.log(total)
    posteriors.set(
      item,
      logs.map(log => Math.exp(log - top) / total)
    )
  }
  return { posteriors, logLikelihood }
}

function expectPosteriors(
  answers: readonly { readonly id: string; readonly probabilities: readonly number[] }[],
  posteriors: ReadonlyMap<string, readonly number[]>
) {
  expect(answers.map(({ id }) => id)).toEqual([...posteriors.keys()].sort())
  for (const { id, probabilities } of answers) {
    probabilities.forEach((own, k) => expect(own).toBeCloseTo(posteriors.get(id)![k]!, 6))
  }
}

function fit<Result extends { kind: string }>(result: Result) {
  if (result.kind !== 'fitted') throw new Error(`expected a fit, got ${result.kind}`)
  return result as Extract<Result, { kind: 'fitted' }>
}

describe.each(Object.entries(crowds))('on %s', (_, labels) => {
  const profile = labelProfile(labels)
  const { classes } = profile
  const even = classes.map(() => 1 / classes.length)
  const place = (label: Label) => classes.indexOf(label.label)
  const of = (worker: string) => labels.filter(label => label.worker === worker)

  it('dawidSkene is what its matrices say', () => {
    const smoothing = 0.5
    const result = fit(dawidSkene(profile, { smoothing }))
    expect(result.rule).toBe('dawidSkene')
    const matrix = new Map(result.workers.map(({ id, matrix }) => [id, matrix]))
    const { posteriors, logLikelihood } = bayes(
      labels,
      classes,
      result.priors,
      (label, k) => matrix.get(label.worker)![k]![place(label)]!
    )
    expectPosteriors(result.answers, posteriors)
    const logPrior = sum(
      result.workers.flatMap(({ matrix }) =>
        matrix.flatMap((row, k) => row.map((chance, own) => Math.log(chance) * (own === k ? 2 : 1)))
      )
    )
    expect(result.logPosterior).toBeCloseTo(logLikelihood + smoothing * logPrior, 5)
    for (const { id, labels: given, matrix, accuracy } of result.workers) {
      expect(given).toBe(of(id).length)
      expect(accuracy).toBeCloseTo(sum(matrix.map((row, k) => row[k]! * result.priors[k]!)), 7)
      for (const [truth, row] of matrix.entries()) {
        const counts = classes.map(
          (name, own) =>
            smoothing * (own === truth ? 2 : 1) +
            sum(
              of(id)
                .filter(({ label }) => label === name)
                .map(({ item }) => posteriors.get(item)![truth]!)
            )
        )
        row.forEach((chance, own) => expect(chance).toBeCloseTo(counts[own]! / sum(counts), 6))
      }
    }
    classes.forEach((_, k) => {
      const mean = sum([...posteriors.values()].map(own => own[k]!)) / posteriors.size
      expect(result.priors[k]).toBeCloseTo(mean, 6)
    })
  })

  it('oneCoin is what its accuracies say', () => {
    const result = fit(oneCoin(profile))
    expect(result.rule).toBe('oneCoin')
    const accuracy = new Map(result.workers.map(({ id, accuracy }) => [id, accuracy]))
    const { posteriors, logLikelihood } = bayes(labels, classes, result.priors, (label, k) =>
      place(label) === k
        ? accuracy.get(label.worker)!
        : (1 - accuracy.get(label.worker)!) / (classes.length - 1)
    )
    expectPosteriors(result.answers, posteriors)
    expect(result.logLikelihood).toBeCloseTo(logLikelihood, 5)
    for (const { id, labels: given, accuracy } of result.workers) {
      expect(given).toBe(of(id).length)
      const right = of(id).map(label => posteriors.get(label.item)![place(label)]!)
      expect(accuracy).toBeCloseTo(sum(right) / right.length, 6)
    }
    classes.forEach((_, k) => {
      const mean = sum([...posteriors.values()].map(own => own[k]!)) / posteriors.size
      expect(result.priors[k]).toBeCloseTo(mean, 6)
    })
  })

  it('glad is where no ability and no ease can be bettered', () => {
    const result = fit(glad(profile))
    expect(result.rule).toBe('glad')
    const ability = new Map(result.workers.map(({ id, ability }) => [id, ability]))
    const ease = new Map(result.items.map(({ id, ease }) => [id, ease]))
    const lead = ({ item, worker }: Label) => ability.get(worker)! * ease.get(item)!
    const { posteriors, logLikelihood } = bayes(labels, classes, even, (label, k) =>
      place(label) === k ? logistic(lead(label)) : logistic(-lead(label)) / (classes.length - 1)
    )
    expectPosteriors(result.answers, posteriors)
    const parameters = [...ability.values(), ...[...ease.values()].map(Math.log)]
    expect(result.logPosterior).toBeCloseTo(logLikelihood - sum(parameters.map(own => (own - 1) ** 2 / 2)), 5)
    const surprise = (label: Label) => posteriors.get(label.item)![place(label)]! - logistic(lead(label))
    for (const { id, labels: given, ability } of result.workers) {
      expect(given).toBe(of(id).length)
      expect(sum(of(id).map(label => surprise(label) * ease.get(label.item)!)) + 1 - ability).toBeCloseTo(
        0,
        5
      )
    }
    for (const { id, ease } of result.items) {
      const own = labels.filter(({ item }) => item === id)
      expect(sum(own.map(label => surprise(label) * lead(label))) + 1 - Math.log(ease)).toBeCloseTo(0, 5)
    }
  })

  it('mace is what competences and guesses say', () => {
    const smoothing = 0.3
    const result = fit(mace(profile, { smoothing }))
    expect(result.rule).toBe('mace')
    const workers = new Map(result.workers.map(own => [own.id, own]))
    const guess = (label: Label) => {
      const { competence, guesses } = workers.get(label.worker)!
      return (1 - competence) * guesses[place(label)]!
    }
    const { posteriors, logLikelihood } = bayes(
      labels,
      classes,
      even,
      (label, k) => guess(label) + (place(label) === k ? workers.get(label.worker)!.competence : 0)
    )
    expectPosteriors(result.answers, posteriors)
    const logPrior = sum(
      result.workers.map(
        ({ competence, guesses }) =>
          Math.log(competence) + Math.log(1 - competence) + sum(guesses.map(own => Math.log(own)))
      )
    )
    expect(result.logPosterior).toBeCloseTo(logLikelihood + smoothing * logPrior, 5)
    for (const { id, labels: given, competence, guesses } of result.workers) {
      expect(given).toBe(of(id).length)
      const looked = of(id).map(
        label => (posteriors.get(label.item)![place(label)]! * competence) / (competence + guess(label))
      )
      expect(competence).toBeCloseTo((sum(looked) + smoothing) / (looked.length + 2 * smoothing), 6)
      const guessed = classes.map(
        name => smoothing + sum(of(id).map((label, l) => (label.label === name ? 1 - looked[l]! : 0)))
      )
      guesses.forEach((own, k) => expect(own).toBeCloseTo(guessed[k]! / sum(guessed), 6))
    }
  })
})
