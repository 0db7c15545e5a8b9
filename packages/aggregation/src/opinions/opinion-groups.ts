import { checkBetween, checkWhole } from '../checks.ts'
import { type TooFew, tooFew } from '../ties.ts'
import type { BaseClusters } from './base-clusters.ts'
import { type Clustering, kMeans, type WeightedPoints } from './k-means.ts'
import { partitionsMet } from './partitions-met.ts'
import { silhouette } from './silhouette.ts'
import { type GroupCount, smoothGroupCount } from './smooth-group-count.ts'

/** Silhouettes closer than this do not tell which number of groups is better. */
const NEAR = 0.01

/** A number of groups that was tried. */
export interface TriedGroups {
  readonly count: number
  /** Mean silhouette of people: 1 for dense groups far apart, 0 for groups that touch. */
  readonly silhouette: number
  /** Mean squared distance of people to the centre of their group. */
  readonly spread: number
  readonly settled: boolean
}

/** A group on the map: its centre and its people. */
export interface OpinionGroup {
  readonly number: number
  readonly people: number
  readonly x: number
  readonly y: number
}

/** Opinion groups: a picture of how people stand to each other, not a finding. */
export interface OpinionGroups {
  readonly kind: 'groups'
  /** The largest first; of equal ones the one further left, then further down. */
  readonly groups: readonly OpinionGroup[]
  readonly tried: readonly TriedGroups[]
  readonly smoothing: GroupCount
  /** Whether another number of groups has nearly the same silhouette. */
  readonly isNearTie: boolean
  /** The places that stand for the people, and the group of each. */
  readonly base: readonly (Omit<OpinionGroup, 'number'> & { readonly group: number })[]
}

export interface GroupSettings {
  /** Groups at most, 2 … 8; 5 unless given. */
  readonly mostGroups?: number
  /** What `smoothing` was in the last map; the number of groups only changes when it was best several times. */
  readonly smoothing?: GroupCount
  /** How often in a row another number must be best; 4 unless given. */
  readonly patience?: number
}

/**
 * Groups the base clusters by k-means for 2 … `mostGroups` groups and takes the number of the best silhouette.
 * Fewer are tried where there are few places: 2 + a twelfth of them. Equal silhouettes: the smaller number.
 *
 * Source: Small et al. 2021; the numbers tried as in Polis.
 */
export function groupBaseClusters(
  rule: string,
  base: BaseClusters,
  settings: GroupSettings
): OpinionGroups | TooFew {
  const { mostGroups = 5, patience = 4 } = settings
  checkWhole(rule, 'mostGroups', mostGroups, 2)
  // Numbering groups like those of the last map tries every order of them.
  checkBetween(rule, 'mostGroups', mostGroups, 2, 8)
  const size = base.weights.length
  if (size < 2) return tooFew(size, 2)
  const most = Math.min(mostGroups, 2 + Math.floor(size / 12), size)
  const clusterings = globalKMeans(base, most)
  const people = base.weights.reduce((sum, weight) => sum + weight, 0)
  const tried = clusterings.map(({ inertia, labels, settled }, i) => ({
    count: i + 2,
    silhouette: silhouette(base, labels, i + 2),
    spread: inertia / people,
    settled
  }))
  const best = tried.reduce((a, b) => (b.silhouette > a.silhouette ? b : a))
  const smoothing = smoothGroupCount(settings.smoothing ?? null, best.count, patience)
  const count = Math.min(smoothing.count, most)
  return {
    kind: 'groups',
    ...describe(base, clusterings[count - 2]!),
    tried,
    smoothing,
    isNearTie: tried.some(other => other !== best && best.silhouette - other.silhouette < NEAR)
  }
}

/**
 * k-means for 2 … `most` groups, from many starts without chance: for every point, the centres of one group
 * fewer and that point; and that point, the one furthest from it, the one furthest from both, and so on.
 *
 * Source: A. Likas, N. Vlassis, J. Verbeek, "The global k-means clustering algorithm", Pattern Recognition 36
 * (2003), 451–461; T. Gonzalez, "Clustering to minimize the maximum intercluster distance", Theor. Comput.
 * Sci. 38 (1985).
 */
export function globalKMeans(all: WeightedPoints, most: number): Clustering[] {
  const { points } = all
  const distant = Array.from(all.weights, (_, i) => distantPoints(points, i, most))
  const found: Clustering[] = []
  let centres = kMeans(all, points.slice(0, 2), 2).centres
  for (let k = 2; k <= most; k++) {
    const grown = new Float64Array(2 * k)
    grown.set(centres)
    let best: Clustering | null = null
    const isMet = partitionsMet(k)
    for (let i = 0; i < distant.length; i++) {
      grown.set(points.subarray(2 * i, 2 * i + 2), 2 * k - 2)
      for (const start of [grown, distant[i]!.subarray(0, 2 * k)]) {
        const clustering = kMeans(all, start, 100, { isMet })
        if (best === null || clustering.inertia < best.inertia * (1 - 1e-12)) best = clustering
      }
    }
    found.push(best!)
    centres = best!.centres
  }
  return found
}

/** A point, the one furthest from it, the one furthest from both, and so on. */
function distantPoints(points: Float64Array, first: number, wanted: number): Float64Array {
  const chosen = new Float64Array(2 * wanted)
  const distances = new Float64Array(points.length / 2).fill(Infinity)
  let last = first
  for (let place = 0; place < wanted; place++) {
    const [x, y] = [points[2 * last]!, points[2 * last + 1]!]
    chosen[2 * place] = x
    chosen[2 * place + 1] = y
    let furthest = 0
    for (let i = 0; i < distances.length; i++) {
      const distance = (points[2 * i]! - x) ** 2 + (points[2 * i + 1]! - y) ** 2
      distances[i] = Math.min(distances[i]!, distance)
      if (distances[i]! > distances[furthest]!) furthest = i
    }
    last = furthest
  }
  return chosen
}

/** Numbers the groups by size and place. */
function describe({ points, weights }: BaseClusters, { centres, labels }: Clustering) {
  const people = new Float64Array(centres.length / 2)
  labels.forEach((label, i) => (people[label]! += weights[i]!))
  const order = [...people.keys()]
    .filter(c => people[c]! > 0)
    .sort(
      (a, b) =>
        people[b]! - people[a]! ||
        centres[2 * a]! - centres[2 * b]! ||
        centres[2 * a + 1]! - centres[2 * b + 1]!
    )
  const numbers = new Map(order.map((c, number) => [c, number]))
  const groups = order.map((c, number) => ({
    number,
    people: people[c]!,
    x: centres[2 * c]!,
    y: centres[2 * c + 1]!
  }))
  const base = Array.from(weights, (weight, i) => ({
    people: weight,
    x: points[2 * i]!,
    y: points[2 * i + 1]!,
    group: numbers.get(labels[i]!)!
  }))
  return { groups, base }
}
