import { checkWhole, fail } from '../checks.ts'
import { compareIds, type TooFew, tooFew } from '../ties.ts'

/** How many must agree. */
export interface HierarchySettings {
  /** More than this share of those who say something: numerator and denominator; 2 of 3 unless given. */
  readonly share?: readonly [number, number]
  /** And at least so many people; 2 unless given. */
  readonly least?: number
}

/**
 * What was found on one level: the name that most people give below what is settled; how many agree with it,
 * go against it (there or further up), and stop above it, which says nothing about it.
 */
export interface HierarchyLevel {
  readonly name: string
  readonly agree: number
  readonly against: number
  readonly silent: number
  readonly settled: boolean
}

/** The deepest path on which enough agree, from the root down, with the levels that were looked at. */
export interface HierarchicalConsensus {
  readonly kind: 'consensus'
  readonly path: readonly string[]
  readonly people: number
  readonly levels: readonly HierarchyLevel[]
}

/**
 * Hierarchical consensus: how precisely do two thirds agree, when one says "oak" and another "tree"?
 *
 * From the root down, a name is settled while more than two thirds of those who say something about it agree;
 * who only named a wider group is silent about it. So disagreement on the species still settles the genus.
 *
 * Ties: none can arise, for two names cannot both have more than half; with a smaller share the rule refuses.
 * Gaps: no people are `too-few`; an empty path means that nothing is settled. Where names lead on equally at
 * the last level looked at, `levels` shows the first in code-unit order, unsettled. Cost: sum of path
 * lengths.
 *
 * Throws `RangeError` for a share below ½, an empty path or an empty name.
 *
 * Source: the community taxon of iNaturalist, "How is the community ID calculated?", help pages, 2024.
 *
 * @param paths for each person the names from the root down to the most precise that they are sure of
 * @example
 * hierarchicalConsensus([
 *   ['plant', 'oak', 'red oak'], ['plant', 'oak', 'pin oak'], ['plant', 'oak'], ['plant']
 * ]).path
 * // → ['plant', 'oak']
 */
export function hierarchicalConsensus(
  paths: readonly (readonly string[])[],
  { share: [part, whole] = [2, 3], least = 2 }: HierarchySettings = {}
): HierarchicalConsensus | TooFew {
  const rule = 'hierarchicalConsensus'
  checkWhole(rule, 'the numerator of share', part, 1)
  checkWhole(rule, 'the denominator of share', whole, 1)
  checkWhole(rule, 'least', least, 1)
  if (2 * part < whole || part >= whole) fail(rule, `share must lie between ½ and 1, got ${part} of ${whole}`)
  for (const path of paths) {
    if (path.length === 0 || path.some(name => name === '')) fail(rule, 'a path must have names')
  }
  if (paths.length === 0) return tooFew(0, 1)
  const path: string[] = []
  const levels: HierarchyLevel[] = []
  let within = paths
  // Every round goes one level down, so there are at most as many as the longest path has names.
  for (;;) {
    const depth = path.length
    const speaking = within.filter(own => own.length > depth)
    if (speaking.length === 0) break
    const name = mostFrequent(speaking.map(own => own[depth]!))
    const agreeing = speaking.filter(own => own[depth] === name)
    const silent = paths.filter(own => own.every((step, k) => step === path[k])).length
    const agree = agreeing.length
    const against = paths.length - agree - silent
    const settled = agree >= least && agree * whole > (agree + against) * part
    levels.push({ name, agree, against, silent, settled })
    if (!settled) break
    path.push(name)
    within = agreeing
  }
  return { kind: 'consensus', path, people: paths.length, levels }
}

function mostFrequent(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || compareIds(a, b))[0]![0]
}
