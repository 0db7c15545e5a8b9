import { checkPositive } from '../checks.ts'
import type { LinearRow, LinearSolver } from './linear-solver.ts'
import type { Unsolved } from './panel-finder.ts'
import { groupPool, type PoolMember, type Quotas } from './pool.ts'

/** How changes of quotas are weighed. */
export interface RelaxSettings {
  readonly solver: LinearSolver
  /** For features whose quotas matter more: what a change by one person weighs; 1 where left out. */
  readonly weights?: Readonly<Record<string, number>>
}

/** A quota that would have to change, and to what. */
export interface QuotaChange {
  readonly feature: string
  readonly value: string
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
}

/**
 * A smallest change after which a panel exists, its weight, and the quotas with it. No changes: a panel
 * exists already. There can be other changes as small.
 */
export interface RelaxedQuotas {
  readonly kind: 'relaxed'
  readonly weight: number
  readonly changes: readonly QuotaChange[]
  readonly quotas: Quotas
}

/**
 * Relaxed quotas: how little must quotas give way for a panel to exist?
 *
 * A suggestion to whoever set them, not a decision: it makes the weighed sum of changes, in people, as small
 * as can be, and another choice may be as small. Called when `leximin` finds no panel.
 *
 * Ties: one smallest change is told, the one the solver comes upon. Gaps: none, for without quotas any panel
 * will do. Cost: one integer programme.
 *
 * Throws `RangeError` for what `leximin` refuses, and for weights not above 0.
 *
 * Source: B. Flanigan et al., Nature 596 (2021), 548–552, supplement § 11 (infeasible quotas).
 *
 * @example
 * relaxQuotas(
 *   [{ id: 'ann', features: { age: 'old' } }, { id: 'bob', features: { age: 'old' } }],
 *   { age: { young: [1, 1], old: [1, 2] } }, 2, { solver: plainSolver }
 * ).changes
 * // → [{ feature: 'age', value: 'young', from: [1, 1], to: [0, 1] }]
 */
export function relaxQuotas(
  pool: readonly PoolMember[],
  quotas: Quotas,
  size: number,
  { solver, weights = {} }: RelaxSettings
): RelaxedQuotas | Unsolved {
  const rule = 'relaxQuotas'
  const grouped = groupPool(rule, pool, quotas, size)
  for (const [feature, weight] of Object.entries(weights))
    checkPositive(rule, `the weight of ${feature}`, weight)
  const n = grouped.groups.length
  const weightOf = (feature: string) => (Object.hasOwn(weights, feature) ? weights[feature]! : 1)
  // After the groups come, for each quota, by how much its least is lowered and its most raised.
  const rows = grouped.quotas.flatMap(({ places, values, least, most }, q): LinearRow[] => [
    { places: [...places, n + 2 * q], values: [...values, 1], least, most: Infinity },
    { places: [...places, n + 2 * q + 1], values: [...values, -1], least: -Infinity, most }
  ])
  const solution = solver.solve({
    costs: [
      ...grouped.groups.map(() => 0),
      ...grouped.quotas.flatMap(({ feature }) => [weightOf(feature), weightOf(feature)])
    ],
    lower: new Array<number>(n + 2 * grouped.quotas.length).fill(0),
    upper: [
      ...grouped.groups.map(({ members }) => members.length),
      ...grouped.quotas.flatMap(() => [size, pool.length])
    ],
    whole: true,
    rows: [grouped.size, ...rows]
  })
  if (solution.kind === 'unsolved') return solution
  if (solution.kind === 'infeasible') {
    return { kind: 'unsolved', reason: 'the solver found a programme infeasible that is not' }
  }
  const changes = grouped.quotas.flatMap(({ feature, value, least, most }, q): QuotaChange[] => {
    const [down, up] = [n + 2 * q, n + 2 * q + 1].map(v => Math.round(solution.values[v]!))
    return down! + up! === 0 ? [] : [{ feature, value, from: [least, most], to: [least - down!, most + up!] }]
  })
  return {
    kind: 'relaxed',
    weight: changes.reduce(
      (sum, { feature, from, to }) => sum + weightOf(feature) * (from[0] - to[0] + to[1] - from[1]),
      0
    ),
    changes,
    quotas: changed(quotas, changes)
  }
}

function changed(quotas: Quotas, changes: readonly QuotaChange[]): Quotas {
  return Object.fromEntries(
    Object.entries(quotas).map(([feature, values]) => [
      feature,
      Object.fromEntries(
        Object.entries(values).map(([value, quota]) => [
          value,
          changes.find(change => change.feature === feature && change.value === value)?.to ?? quota
        ])
      )
    ])
  )
}
