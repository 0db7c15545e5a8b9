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

const medium = crowd(100_000, 500, 4)
const large = crowd(1_000_000, 1000, 4)
const mediumProfile = rules.labelProfile(medium)
const largeProfile = rules.labelProfile(large)
const steps = (result: { kind: string; steps?: number; converged?: boolean }) =>
  `${result.steps} steps${result.converged ? '' : ', not settled'}`

/** Where published implementations stop by default: when a step adds little to the likelihood. */
const UNSMOOTHED = stepsToLittleGain(largeProfile)

function stepsToLittleGain(profile: rules.LabelProfile): number {
  let before = -Infinity
  for (let mostSteps = 2; ; mostSteps++) {
    const result = rules.dawidSkene(profile, { smoothing: 0, mostSteps })
    if (result.kind !== 'fitted') return mostSteps
    if (result.logPosterior - before < 1e-5 * profile.classOf.length) return mostSteps
    before = result.logPosterior
  }
}

bench('Labels', [
  {
    name: `Dawid–Skene, 100,000 labels, 4 classes, 500 workers (${steps(rules.dawidSkene(mediumProfile))})`,
    run: () => rules.dawidSkene(mediumProfile),
    target: 0.1
  },
  {
    name: `Dawid–Skene, 1,000,000 labels, 4 classes, 1,000 workers (${steps(rules.dawidSkene(largeProfile))})`,
    run: () => rules.dawidSkene(largeProfile),
    target: 0.6
  },
  {
    name: `the same without smoothing, ${UNSMOOTHED} steps, after which each adds less than 10⁻⁵ a label`,
    run: () => rules.dawidSkene(largeProfile, { smoothing: 0, mostSteps: UNSMOOTHED }),
    target: 0.6
  },
  {
    name: `GLAD, 100,000 labels, 4 classes, 500 workers (${steps(rules.glad(mediumProfile))})`,
    run: () => rules.glad(mediumProfile),
    target: 1.5
  },
  {
    name: `one-coin, the same (${steps(rules.oneCoin(mediumProfile))})`,
    run: () => rules.oneCoin(mediumProfile)
  },
  { name: `MACE, the same (${steps(rules.mace(mediumProfile))})`, run: () => rules.mace(mediumProfile) },
  { name: 'reading 100,000 labels', run: () => rules.labelProfile(medium) },
  { name: 'reading 1,000,000 labels', run: () => rules.labelProfile(large) },
  { name: 'majority, 1,000,000 labels', run: () => rules.majorityLabels(largeProfile) }
])
