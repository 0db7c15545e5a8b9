import { checkDistinctIds, checkWhole, fail } from '../checks.ts'
import { compareIds } from '../ties.ts'
import type { LinearRow } from './linear-solver.ts'

/** Somebody who is willing, and what the quotas ask about them: `{ age: 'young', region: 'north' }`. */
export interface PoolMember {
  readonly id: string
  readonly features: Readonly<Record<string, string>>
}

/** For each feature and each of its values the least and the most people on a panel. */
export type Quotas = Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>>

/**
 * People who have all features in common: nothing can tell them apart, so they have the same chance. In the
 * order of their features; members by id.
 */
export interface PoolGroup {
  readonly features: Readonly<Record<string, string>>
  readonly members: readonly string[]
}

/** One quota: which groups it counts. */
export interface QuotaRow extends LinearRow {
  readonly feature: string
  readonly value: string
}

/** A pool as groups, with its quotas as conditions on how many of each group sit on a panel. */
export interface GroupedPool {
  readonly groups: readonly PoolGroup[]
  readonly quotas: readonly QuotaRow[]
  /** The size of the panel, as a condition. */
  readonly size: LinearRow
}

/**
 * Puts people with the same features together. Throws for ids that repeat, features without a quota, quotas
 * that are not whole numbers in order, a panel larger than the pool.
 */
export function groupPool(
  rule: string,
  pool: readonly PoolMember[],
  quotas: Quotas,
  panel: number
): GroupedPool {
  checkWhole(rule, 'the panel size', panel, 1)
  checkDistinctIds(
    rule,
    'people',
    pool.map(({ id }) => id)
  )
  if (panel > pool.length) fail(rule, `a panel of ${panel} needs as many people, got ${pool.length}`)
  const features = Object.keys(quotas).sort(compareIds)
  for (const feature of features) {
    for (const [value, [least, most]] of Object.entries(quotas[feature]!)) {
      checkWhole(rule, `the least for ${feature} ${value}`, least)
      checkWhole(rule, `the most for ${feature} ${value}`, most)
      if (least > most) fail(rule, `the quota for ${feature} ${value} must go up, got ${least} to ${most}`)
    }
  }
  const byContent = new Map<string, { features: Record<string, string>; members: string[] }>()
  for (const { id, features: own } of pool) {
    const asked: Record<string, string> = {}
    for (const feature of features) {
      const value = own[feature]
      if (value === undefined || !Object.hasOwn(quotas[feature]!, value)) {
        fail(rule, `"${id}" has ${feature} "${String(value)}", for which there is no quota`)
      }
      asked[feature] = value
    }
    const key = JSON.stringify(asked)
    const group = byContent.get(key)
    if (group) group.members.push(id)
    else byContent.set(key, { features: asked, members: [id] })
  }
  const groups = [...byContent].sort(([a], [b]) => compareIds(a, b)).map(([, group]) => group)
  for (const { members } of groups) members.sort(compareIds)
  const rows = features.flatMap(feature =>
    Object.entries(quotas[feature]!)
      .sort(([a], [b]) => compareIds(a, b))
      .map(([value, [least, most]]): QuotaRow => {
        const places = [...groups.keys()].filter(g => groups[g]!.features[feature] === value)
        return { feature, value, places, values: places.map(() => 1), least, most }
      })
  )
  const places = [...groups.keys()]
  const size = { places, values: places.map(() => 1), least: panel, most: panel }
  return { groups, quotas: rows, size }
}
