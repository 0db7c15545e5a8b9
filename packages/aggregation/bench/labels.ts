import * as rules from '../src/index.ts'
import { bench } from './yardstick.ts'

const random = rules.seededRandom('bench of labels')

/** Labels of workers who each confuse classes in their own way; five labels an item. */
function crowd(size: number, workers: number, classes: number): rules.Label[] {
  const names = Array.from({ length: classes }, (_, k) => `class ${k}`)
  const care = Array.from({ length: workers }, () => names.map(() => 0.6 + 0.35 * random.next()))
  return Array.from({ length: size / 5 }, (_, i) => {
    const truth = random.below(classes)
    const first = random.below(workers)
    return Array.from({ length: 5 }, (_, place): rules.Label => {
      const worker = (first + place * 7) % workers
      const right = random.next() < care[worker]![truth]!
      const label = right ? truth : (truth + 1 + random.below(classes - 1)) % classes
      return { item: `item ${i}`, worker: `worker ${worker}`, label: names[label]! }
    })
  }).flat()
}

const steps = (result: { kind: string; steps?: number; converged?: boolean }) =>
  `${result.steps} steps${result.converged ? '' : ', not settled'}`

/**
 * Where published implementations stop by default: when a step adds less than 10⁻⁵ a label to the likelihood.
 */
function stepsToLittleGain(profile: rules.LabelProfile): number {
  let before = -Infinity
  for (let mostSteps = 2; ; mostSteps++) {
    const result = rules.dawidSkene(profile, { smoothing: 0, mostSteps })
    if (result.kind !== 'fitted') return mostSteps
    if (result.logPosterior - before < 1e-5 * profile.classOf.length) return mostSteps
    before = result.logPosterior
  }
}

/** Dawid–Skene to the fixed point, and as far as published implementations go. */
function dawidSkeneRows(size: string, profile: rules.LabelProfile, target: number) {
  const mostSteps = stepsToLittleGain(profile)
  return [
    {
      name: `Dawid–Skene, ${size} labels, 4 classes, to the fixed point (${steps(rules.dawidSkene(profile))})`,
      run: () => rules.dawidSkene(profile),
      target
    },
    {
      name: `the same without smoothing, to where a step adds less than 10⁻⁵ a label (${mostSteps} steps)`,
      run: () => rules.dawidSkene(profile, { smoothing: 0, mostSteps }),
      target
    }
  ]
}

{
  const labels = crowd(100_000, 500, 4)
  const profile = rules.labelProfile(labels)
  bench('Labels, 100,000', [
    ...dawidSkeneRows('100,000', profile, 0.1),
    { name: `GLAD, the same (${steps(rules.glad(profile))})`, run: () => rules.glad(profile), target: 1.5 },
    { name: `one-coin, the same (${steps(rules.oneCoin(profile))})`, run: () => rules.oneCoin(profile) },
    { name: `MACE, the same (${steps(rules.mace(profile))})`, run: () => rules.mace(profile) },
    { name: 'reading them', run: () => rules.labelProfile(labels) }
  ])
}
{
  const labels = crowd(1_000_000, 1000, 4)
  const profile = rules.labelProfile(labels)
  bench('Labels, 1,000,000', [
    ...dawidSkeneRows('1,000,000', profile, 0.6),
    { name: 'majority, the same', run: () => rules.majorityLabels(profile) },
    { name: 'reading them', run: () => rules.labelProfile(labels) }
  ])
}
