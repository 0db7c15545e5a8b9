import * as rules from '../src/index.ts'
import { loadHighs } from '../testing/load-highs.ts'
import { bench } from './yardstick.ts'

const solver = await loadHighs()
const random = rules.seededRandom('bench of lots')

const FEATURES: Record<string, Record<string, number>> = {
  gender: { female: 11, male: 9 },
  age: { 'to 29': 3, 'to 44': 5, 'to 64': 7, 'from 65': 5 },
  region: { north: 3, south: 5, east: 3, west: 5, centre: 4 },
  education: { basic: 4, middle: 9, high: 7 },
  climate: { calm: 5, worried: 8, alarmed: 7 }
}

/** People of whom every value of a feature has as many as its weight says, mixed by lot. */
function pool(size: number, weights: Record<string, Record<string, number>>): rules.PoolMember[] {
  const ids = Array.from({ length: size }, (_, i) => `person ${String(i).padStart(3, '0')}`)
  const people = new Map(ids.map(id => [id, {} as Record<string, string>]))
  for (const [feature, values] of Object.entries(weights)) {
    const total = Object.values(values).reduce((sum, own) => sum + own, 0)
    const each = Object.entries(values).flatMap(([value, weight]) =>
      Array.from({ length: (size * weight) / total }, () => value)
    )
    rules.drawOrder(ids, random).order.forEach((id, i) => (people.get(id)![feature] = each[i]!))
  }
  return ids.map(id => ({ id, features: people.get(id)! }))
}

/** Quotas of one person to either side of a feature's share among twenty. */
const quotas: rules.Quotas = Object.fromEntries(
  Object.entries(FEATURES).map(([feature, values]) => [
    feature,
    Object.fromEntries(
      Object.entries(values).map(([value, seats]) => [value, [seats - 1, seats + 1] as const])
    )
  ])
)
const even = pool(200, FEATURES)
/** The willing are older, better schooled and more alarmed than the quotas. */
const skewed = pool(200, {
  ...FEATURES,
  age: { 'to 29': 1, 'to 44': 4, 'to 64': 8, 'from 65': 7 },
  education: { basic: 1, middle: 7, high: 12 },
  climate: { calm: 1, worried: 6, alarmed: 13 }
})

function row(name: string, members: readonly rules.PoolMember[]) {
  const run = () => rules.leximin(members, quotas, 20, { solver })
  const result = run()
  const least = result.kind === 'lottery' ? `${(100 * result.least).toFixed(2)} %` : result.kind
  const steps = result.kind === 'lottery' ? result.steps : 0
  return { name: `LEXIMIN, ${name}: least chance ${least}, ${steps} programmes`, run, target: 10 }
}

bench(
  'Lots, pool of 200, panel of 20, by HiGHS',
  [row('a pool like the quotas', even), row('a pool unlike the quotas', skewed)],
  3
)
