import * as rules from '../src/index.ts'
import { bench } from './yardstick.ts'

const random = rules.seededRandom('bench of comparisons')

/** Comparisons of random pairs, decided by true ratings: every item once around, so that all are joined. */
function comparisons(items: readonly string[], size: number): rules.PairComparison[] {
  const truth = items.map(() => 3 * random.next())
  return Array.from({ length: size }, (_, k) => {
    const i = k < items.length ? k : random.below(items.length)
    const j = (i + (k < items.length ? 1 : 1 + random.below(items.length - 1))) % items.length
    const left = random.next() < 1 / (1 + Math.exp(truth[j]! - truth[i]!))
    return { left: items[i]!, right: items[j]!, preferred: left ? 'left' : 'right' }
  })
}

const items = Array.from({ length: 1000 }, (_, i) => `item ${String(i).padStart(4, '0')}`)
const list = comparisons(items, 101_000)
const profile = rules.comparisonProfile(items, list)
const fit = (settings: rules.BradleyTerrySettings) => rules.bradleyTerry(profile, settings)
const steps = (settings: rules.BradleyTerrySettings) => {
  const result = fit({ ...settings, standardErrors: false })
  return result.kind === 'rated' ? `${result.steps} steps` : result.kind
}

bench('Comparisons', [
  {
    name: `Bradley–Terry, 1,000 items × 101,000 comparisons, Newton (${steps({})}), reading included`,
    run: () => rules.bradleyTerry(rules.comparisonProfile(items, list), { standardErrors: false }),
    target: 0.15
  },
  {
    name: `the same by minorisation (${steps({ method: 'minorise' })}), without reading`,
    run: () => fit({ method: 'minorise', standardErrors: false }),
    target: 0.15
  },
  {
    name: `the same by I-LSR, without a penalty (${steps({ method: 'walk', penalty: 0 })}), without reading`,
    run: () => fit({ method: 'walk', penalty: 0, standardErrors: false }),
    target: 0.15
  },
  { name: 'the same by Newton with standard errors, without reading', run: () => fit({}) },
  {
    name: 'Crowd-BT, 200 items × 20,000 comparisons of 100 judges',
    run: () =>
      rules.crowdBradleyTerry(
        items.slice(0, 200),
        comparisons(items.slice(0, 200), 20_000).map((own, k) => ({ ...own, judge: `judge ${k % 100}` }))
      )
  }
])
