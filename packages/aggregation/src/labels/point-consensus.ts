import { checkBetween, checkPositive, checkWhole, fail } from '../checks.ts'
import { roundPublished } from '../round-published.ts'
import { compareIds, sortedIds, type TooLarge } from '../ties.ts'
import { densityClusters } from './density-clusters.ts'

/** Where a worker saw something: degrees north and east. */
export interface PointLabel {
  readonly worker: string
  readonly latitude: number
  readonly longitude: number
}

/** What counts as one place. */
export interface PointSettings {
  /** Metres within which points say the same. */
  readonly radius: number
  /** Different workers who make a place; 2 unless given. */
  readonly least?: number
  /** Points at most, for each is compared with each; 10,000 unless given. */
  readonly most?: number
}

/**
 * A place: the middle of its points, who saw it, and the root mean square distance from the middle in metres.
 */
export interface PlaceFound {
  readonly latitude: number
  readonly longitude: number
  readonly workers: readonly string[]
  readonly points: number
  readonly spread: number
}

/** Places, those seen by most workers first, and the points that belong to none. */
export interface PointConsensus {
  readonly kind: 'places'
  readonly places: readonly PlaceFound[]
  readonly alone: readonly PointLabel[]
}

/**
 * Consensus on points: which places did several people mark on the map?
 *
 * Points within the radius of each other gather, however many there are of them; who marks one spot twice
 * counts once. Distances are taken on the sphere, so the radius is right at every latitude and over the date
 * line. Prefer `boxConsensus` for parts of a picture.
 *
 * Ties: a point on the edge of two places belongs to the nearer. Gaps: no points have no places; more than
 * `most` are `too-large`. Cost: n² at
 * worst, where all are near each other.
 *
 * Throws `RangeError` for coordinates that are none, a radius not above 0 or beyond 1,000 km.
 *
 * Source: M. Ester et al., "A density-based algorithm for discovering clusters", KDD 1996; distance: R. W.
 * Sinnott, "Virtues of the haversine", Sky and Telescope 68 (1984).
 *
 * @example
 * pointConsensus([
 *   { worker: 'ann', latitude: 50, longitude: 20 }, { worker: 'bob', latitude: 50.0001, longitude: 20 },
 *   { worker: 'eve', latitude: 51, longitude: 20 }
 * ], { radius: 50 }).places[0].workers
 * // → ['ann', 'bob']
 */
export function pointConsensus(
  points: readonly PointLabel[],
  { radius, least = 2, most = 10_000 }: PointSettings
): PointConsensus | TooLarge {
  const rule = 'pointConsensus'
  checkPositive(rule, 'radius', radius)
  checkBetween(rule, 'radius', radius, 0, 1_000_000)
  checkWhole(rule, 'least', least, 1)
  checkWhole(rule, 'most', most, 1)
  for (const { worker, latitude, longitude } of points) {
    if (typeof worker !== 'string') fail(rule, `workers must be text, got ${String(worker)}`)
    checkBetween(rule, `the latitude of "${worker}"`, latitude, -90, 90)
    checkBetween(rule, `the longitude of "${worker}"`, longitude, -180, 180)
  }
  if (points.length > most) return { kind: 'too-large', have: points.length, most }
  const inOrder = [...points].sort(
    (a, b) => a.latitude - b.latitude || a.longitude - b.longitude || compareIds(a.worker, b.worker)
  )
  const clusters = densityClusters(
    inOrder.map(({ worker }) => worker),
    i => pointsWithin(inOrder, i, radius),
    least
  )
  const groups = Map.groupBy(inOrder.keys(), i => clusters[i]!)
  const alone = (groups.get(-1) ?? []).map(i => ({ ...inOrder[i]! }))
  groups.delete(-1)
  const places = [...groups.values()].map(places => placeOf(places.map(i => inOrder[i]!)))
  places.sort(
    (a, b) => b.workers.length - a.workers.length || a.latitude - b.latitude || a.longitude - b.longitude
  )
  return { kind: 'places', places, alone }
}

/** The mean radius of the Earth in metres (IUGG). */
const EARTH = 6_371_008.8

/** Of points in the order of latitude, those within the radius of one. */
function pointsWithin(inOrder: readonly PointLabel[], i: number, radius: number) {
  const own = inOrder[i]!
  const reach = (radius / EARTH) * (180 / Math.PI) * (1 + 1e-9)
  const found: { place: number; distance: number }[] = []
  let place = i
  while (place > 0 && own.latitude - inOrder[place - 1]!.latitude <= reach) place--
  for (; place < inOrder.length && inOrder[place]!.latitude - own.latitude <= reach; place++) {
    const distance = metresBetween(own, inOrder[place]!)
    if (distance <= radius) found.push({ place, distance })
  }
  return found
}

interface Position {
  readonly latitude: number
  readonly longitude: number
}

function metresBetween(a: Position, b: Position): number {
  const north = Math.sin(radians(b.latitude - a.latitude) / 2) ** 2
  const east = Math.sin(radians(b.longitude - a.longitude) / 2) ** 2
  const square = north + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * east
  return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(square)))
}

/** The middle of points on the sphere: the direction of the sum of their vectors. */
function placeOf(points: readonly PointLabel[]): PlaceFound {
  let [x, y, z] = [0, 0, 0]
  for (const { latitude, longitude } of points) {
    x += Math.cos(radians(latitude)) * Math.cos(radians(longitude))
    y += Math.cos(radians(latitude)) * Math.sin(radians(longitude))
    z += Math.sin(radians(latitude))
  }
  const middle = {
    latitude: roundPublished(degrees(Math.atan2(z, Math.hypot(x, y)))),
    longitude: roundPublished(degrees(Math.atan2(y, x)))
  }
  const squares = points.reduce((sum, point) => sum + metresBetween(middle, point) ** 2, 0)
  return {
    ...middle,
    workers: sortedIds(points.map(({ worker }) => worker)),
    points: points.length,
    spread: Math.round(1000 * Math.sqrt(squares / points.length)) / 1000
  }
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180
const degrees = (radians: number): number => (radians * 180) / Math.PI
