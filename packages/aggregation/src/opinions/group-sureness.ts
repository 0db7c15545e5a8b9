import { checkWhole } from '../checks.ts'
import type { Random } from '../random.ts'
import { type TooFew, tooFew } from '../ties.ts'
import { report, type Watch } from '../watch.ts'
import { baseClusters } from './base-clusters.ts'
import { checkMap } from './check-map.ts'
import { type WeightedPoints } from './k-means.ts'
import { globalKMeans } from './opinion-groups.ts'
import type { OpinionMap } from './opinion-map.ts'
import { silhouette } from './silhouette.ts'

export interface SurenessSettings extends Watch {
  /** Repetitions of either kind; 100 unless given. */
  readonly rounds?: number
}

/** How much of the groups would be there again, and how much chance draws by itself. */
export interface GroupSureness {
  readonly kind: 'sureness'
  readonly rule: 'groupSureness'
  readonly seed: string
  readonly rounds: number
  /** The silhouette of the map's groups, and of the groups found in blobs without groups, ascending. */
  readonly silhouette: number
  readonly blobSilhouettes: readonly number[]
  /** Share of blobs, this map among them, whose groups are at least as distinct: small speaks for groups. */
  readonly chance: number
  /** Mean overlap (Jaccard) of each group with the one found among people drawn anew: below 0.6 it dissolves. */
  readonly groups: readonly { readonly number: number; readonly overlap: number }[]
  /** For each person in a group: share of the draws in which they are nearest to the same group. */
  readonly people: readonly { readonly id: string; readonly group: number; readonly sureness: number }[]
}

/** People in a blob at most: more would not make its silhouette surer. */
const MOST_DRAWN = 2000

/**
 * Sureness of opinion groups: would the groups be there again with other people, and are there any at all?
 *
 * k-means finds groups in anything. So the number of groups of the map is sought again in blobs of the same
 * breadth without any groups (a normal cloud), and among people drawn anew from the map (bootstrap). Show
 * groups with a small `chance` and overlaps above ¾ as groups, others as a cloud.
 *
 * Ties and gaps: a map without groups gives `too-few`. The draws take the map's base clusters in their order,
 * so the order of people has no influence. Cost: rounds × a clustering of the base clusters, and rounds × the
 * people.
 *
 * Throws `RangeError` when rounds is not a whole number above 0, for a map that is none.
 *
 * Source: C. Hennig, "Cluster-wise assessment of cluster stability", Comput. Stat. Data Anal. 52 (2007),
 * 258–271; blobs: R. Tibshirani et al., "Estimating the number of clusters via the gap statistic", JRSS B 63
 * (2001).
 *
 * @example
 * groupSureness({ people: [], groups: { kind: 'too-few', have: 1, need: 2 } }, seededRandom('a'))
 * // → { kind: 'too-few', have: 1, need: 2 }
 */
export function groupSureness(
  map: Pick<OpinionMap, 'people' | 'groups'>,
  random: Random,
  settings: SurenessSettings = {}
): GroupSureness | TooFew {
  const { rounds = 100 } = settings
  checkWhole('groupSureness', 'rounds', rounds, 1)
  checkMap('groupSureness', map)
  if (map.groups.kind === 'too-few') return tooFew(map.groups.have, map.groups.need)
  const { base, groups } = map.groups
  const count = groups.length
  const all: WeightedPoints = {
    points: Float64Array.from(base.flatMap(({ x, y }) => [x, y])),
    weights: Float64Array.from(base, ({ people }) => people)
  }
  const numbers = groups.map(({ number }) => number)
  const labels = Uint32Array.from(base, ({ group }) => numbers.indexOf(group))
  const own = silhouette(all, labels, count)
  const people = map.people.filter(({ group }) => group !== null)
  const blobs: number[] = []
  const overlaps = new Float64Array(count)
  const kept = new Uint32Array(people.length)
  for (let round = 0; round < rounds; round++) {
    report(settings, round, rounds)
    blobs.push(blobSilhouette(all, count, random))
    const drawn = { points: all.points, weights: drawAnew(all.weights, random) }
    const found = globalKMeans(drawn, count).at(-1)!
    const match = matchGroups(drawn.weights, labels, found.labels, count)
    match.overlaps.forEach((overlap, group) => (overlaps[group]! += overlap))
    people.forEach(({ x, y, group }, i) => {
      if (numbers[match.groupOf[nearest(found.centres, x, y)]!] === group) kept[i]!++
    })
  }
  return {
    kind: 'sureness',
    rule: 'groupSureness',
    seed: random.seed,
    rounds,
    silhouette: own,
    blobSilhouettes: blobs.sort((a, b) => a - b),
    chance: (1 + blobs.filter(blob => blob >= own).length) / (rounds + 1),
    groups: numbers.map((number, group) => ({ number, overlap: overlaps[group]! / rounds })),
    people: people.map(({ id, group }, i) => ({ id, group: group!, sureness: kept[i]! / rounds }))
  }
}

/** The silhouette of `count` groups sought in a normal cloud as broad as the points. */
function blobSilhouette(all: WeightedPoints, count: number, random: Random): number {
  const people = all.weights.reduce((sum, weight) => sum + weight, 0)
  const { root, mean } = spreadOf(all, people)
  const size = Math.max(count + 1, Math.min(people, MOST_DRAWN))
  const places = new Float64Array(2 * size)
  for (let i = 0; i < size; i++) {
    const [a, b] = [normal(random), normal(random)]
    places[2 * i] = mean[0] + root[0] * a
    places[2 * i + 1] = mean[1] + root[1] * a + root[2] * b
  }
  const base = baseClusters(places, Math.max(2, all.weights.length))
  const k = Math.min(count, base.weights.length)
  if (k < 2) return 0
  return silhouette(base, globalKMeans(base, k).at(-1)!.labels, k)
}

/** The mean, and the lower triangle whose square is the covariance. */
function spreadOf({ points, weights }: WeightedPoints, people: number) {
  let [x, y, xx, xy, yy] = [0, 0, 0, 0, 0]
  weights.forEach((weight, i) => {
    x += (weight * points[2 * i]!) / people
    y += (weight * points[2 * i + 1]!) / people
  })
  weights.forEach((weight, i) => {
    const [dx, dy] = [points[2 * i]! - x, points[2 * i + 1]! - y]
    xx += (weight * dx * dx) / people
    xy += (weight * dx * dy) / people
    yy += (weight * dy * dy) / people
  })
  const first = Math.sqrt(xx)
  const slope = first > 0 ? xy / first : 0
  return { mean: [x, y] as const, root: [first, slope, Math.sqrt(Math.max(0, yy - slope * slope))] as const }
}

/** Nearly normal, of variance 1: twelve even draws, which every machine adds up alike. */
function normal(random: Random): number {
  let sum = -6
  for (let i = 0; i < 12; i++) sum += random.next()
  return sum
}

/** As many people again, each drawn from all. */
function drawAnew(weights: Float64Array, random: Random): Float64Array {
  const ends = weights.slice()
  for (let i = 1; i < ends.length; i++) ends[i]! += ends[i - 1]!
  const people = ends.at(-1)!
  const drawn = new Float64Array(weights.length)
  for (let person = 0; person < people; person++) {
    const at = random.below(people)
    let low = 0
    let high = ends.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (ends[middle]! <= at) low = middle + 1
      else high = middle
    }
    drawn[low]!++
  }
  return drawn
}

/** For each group the greatest overlap with one found, and for each one found the group it overlaps with most. */
function matchGroups(weights: Float64Array, labels: Uint32Array, found: Uint32Array, count: number) {
  const table = new Float64Array(count * count)
  const rows = new Float64Array(count)
  const columns = new Float64Array(count)
  labels.forEach((group, i) => {
    table[group * count + found[i]!]! += weights[i]!
    rows[group]! += weights[i]!
    columns[found[i]!]! += weights[i]!
  })
  const overlap = (group: number, other: number) => {
    const both = table[group * count + other]!
    return both === 0 ? 0 : both / (rows[group]! + columns[other]! - both)
  }
  const each = Array.from({ length: count }, (_, i) => i)
  const overlaps = each.map(group => Math.max(...each.map(other => overlap(group, other))))
  const groupOf = each.map(other => each.reduce((a, b) => (overlap(b, other) > overlap(a, other) ? b : a)))
  return { overlaps, groupOf }
}

function nearest(centres: Float64Array, x: number, y: number): number {
  let best = 0
  let least = Infinity
  for (let c = 0; 2 * c < centres.length; c++) {
    const distance = (x - centres[2 * c]!) ** 2 + (y - centres[2 * c + 1]!) ** 2
    if (distance < least) [best, least] = [c, distance]
  }
  return best
}
