import { checkPositive, checkWhole, fail } from '../checks.ts'
import { sortedIds } from '../ties.ts'
import { report, type Watch } from '../watch.ts'

/** Two ids with something in common, by weight: a pair of `coVotingPairs`, a shared device, a text sent twice. */
export interface Link {
  readonly a: string
  readonly b: string
  /** Above 0; 1 unless given. */
  readonly weight?: number
}

export interface DenseSettings extends Watch {
  /** Groups at most; 20 unless given. */
  readonly most?: number
  /** Weight of links a member below which a group is none; 1 unless given, which a triangle has. */
  readonly leastDensity?: number
  /** Members at least; 3 unless given. */
  readonly leastMembers?: number
}

/** People tied to each other more closely than to others. */
export interface DenseGroup {
  readonly ids: readonly string[]
  /** Weight of the links within, by the number of members: half the mean weight a member has within. */
  readonly density: number
  /** Share of all pairs in the group that are linked. */
  readonly linkedShare: number
}

/**
 * Dense groups by peeling: who forms a circle?
 *
 * Those with the least weight of links are taken off, again and again; the moment at which what is left is
 * densest is the group, whose density is at least half of the greatest possible. Its members are set aside and
 * the rest is searched again. A group is a reason to look: families, clubs and neighbours are circles too.
 *
 * Ties: all with the same least weight leave together, and of equally dense moments the larger group is taken,
 * so neither order nor names decide. Gaps: links to oneself count for nothing, several links of two people
 * add up. Cost: links × log n a group.
 *
 * Throws `RangeError` for weights and settings that are not above 0.
 *
 * Source: M. Charikar, "Greedy approximation algorithms for finding dense components in a graph", APPROX 2000;
 * as a flag: B. Hooi et al., "FRAUDAR: bounding graph fraud in the face of camouflage", KDD 2016.
 *
 * @example
 * denseGroups([['a', 'b'], ['a', 'c'], ['a', 'd'], ['b', 'c'], ['b', 'd'], ['c', 'd'], ['d', 'e'], ['e', 'f']]
 *   .map(([a, b]) => ({ a, b })))
 * // → [{ ids: ['a', 'b', 'c', 'd'], density: 1.5, linkedShare: 1 }]
 */
export function denseGroups(links: readonly Link[], settings: DenseSettings = {}): DenseGroup[] {
  const rule = 'denseGroups'
  const { most = 20, leastDensity = 1, leastMembers = 3 } = settings
  checkWhole(rule, 'most', most, 1)
  checkPositive(rule, 'leastDensity', leastDensity)
  checkWhole(rule, 'leastMembers', leastMembers, 2)
  const neighbours = neighboursOf(rule, links)
  const left = new Set(neighbours.keys())
  const groups: DenseGroup[] = []
  while (groups.length < most && left.size > 0) {
    report(settings, groups.length, most)
    const { ids, density } = densestOf(neighbours, left)
    if (density < leastDensity * (1 - 1e-12)) break
    for (const id of ids) left.delete(id)
    if (ids.length < leastMembers) continue
    const members = new Set(ids)
    const linked = ids.reduce(
      (sum, id) => sum + [...neighbours.get(id)!.keys()].filter(other => members.has(other)).length,
      0
    )
    groups.push({ ids: sortedIds(ids), density, linkedShare: linked / (ids.length * (ids.length - 1)) })
  }
  return groups
}

type Neighbours = ReadonlyMap<string, ReadonlyMap<string, number>>

function neighboursOf(rule: string, links: readonly Link[]): Neighbours {
  const weights = new Map<string, Map<string, number[]>>()
  const put = (from: string, to: string, weight: number) => {
    const own = weights.get(from) ?? new Map<string, number[]>()
    weights.set(from, own)
    own.set(to, [...(own.get(to) ?? []), weight])
  }
  for (const { a, b, weight = 1 } of links) {
    if (!(Number.isFinite(weight) && weight > 0)) {
      fail(rule, `the weight of a link must be above 0, got ${weight} between "${a}" and "${b}"`)
    }
    if (a === b) continue
    put(a, b, weight)
    put(b, a, weight)
  }
  const sum = (values: number[]) => values.sort((x, y) => x - y).reduce((total, value) => total + value, 0)
  return new Map(
    sortedIds(weights.keys()).map(id => {
      const own = weights.get(id)!
      return [id, new Map(sortedIds(own.keys()).map(other => [other, sum(own.get(other)!)]))]
    })
  )
}

/** Peels those left, a batch of equally weak ones at a time, and returns the densest moment. */
function densestOf(neighbours: Neighbours, left: ReadonlySet<string>): { ids: string[]; density: number } {
  const degrees = new Map<string, number>()
  let total = 0
  for (const id of left) {
    let degree = 0
    for (const [other, weight] of neighbours.get(id)!) if (left.has(other)) degree += weight
    degrees.set(id, degree)
    total += degree / 2
  }
  const queue = openQueue(degrees)
  const peeled: string[] = []
  let best = { density: total / left.size, peeled: 0 }
  while (peeled.length < left.size) {
    const batch = queue.takeLeast(degrees)
    for (const id of batch) {
      total -= degrees.get(id)!
      degrees.delete(id)
      for (const [other, weight] of neighbours.get(id)!) {
        const degree = degrees.get(other)
        if (degree === undefined) continue
        degrees.set(other, degree - weight)
        queue.put(other, degree - weight)
      }
    }
    peeled.push(...batch)
    if (peeled.length === left.size) break
    const density = total / (left.size - peeled.length)
    if (density > best.density * (1 + 1e-12)) best = { density, peeled: peeled.length }
  }
  const gone = new Set(peeled.slice(0, best.peeled))
  return { ids: [...left].filter(id => !gone.has(id)), density: best.density }
}

/** A heap of ids by weight, in which outdated entries wait to be thrown away. */
function openQueue(degrees: ReadonlyMap<string, number>) {
  const heap: { readonly id: string; readonly degree: number }[] = []
  for (const [id, degree] of degrees) put(id, degree)
  return { put, takeLeast }

  /** Takes all whose weight is the least, but for rounding. */
  function takeLeast(current: ReadonlyMap<string, number>): string[] {
    const batch = new Set<string>()
    let least = Infinity
    while (heap.length > 0) {
      const { id, degree } = heap[0]!
      const isCurrent = current.get(id) === degree && !batch.has(id)
      if (isCurrent && degree > least + 1e-9 * Math.max(1, Math.abs(least))) break
      take()
      if (!isCurrent) continue
      least = Math.min(least, degree)
      batch.add(id)
    }
    return [...batch]
  }

  function put(id: string, degree: number): void {
    heap.push({ id, degree })
    for (let at = heap.length - 1; at > 0;) {
      const up = (at - 1) >> 1
      if (heap[up]!.degree <= heap[at]!.degree) return
      swap(at, up)
      at = up
    }
  }

  function take(): void {
    swap(0, heap.length - 1)
    heap.pop()
    for (let at = 0; ;) {
      let least = at
      for (const down of [2 * at + 1, 2 * at + 2]) {
        if (down < heap.length && heap[down]!.degree < heap[least]!.degree) least = down
      }
      if (least === at) return
      swap(at, least)
      at = least
    }
  }

  function swap(a: number, b: number): void {
    const kept = heap[a]!
    heap[a] = heap[b]!
    heap[b] = kept
  }
}
