/** Points of a plane, x and y in turn, each standing for `weights[i]` people. */
export interface WeightedPoints {
  readonly points: Float64Array
  readonly weights: Float64Array
}

/** A partition into groups around centres; `steps` of the most allowed, `settled` when the last one moved nobody. */
export interface Clustering {
  readonly centres: Float64Array
  readonly labels: Uint32Array
  /** Sum of the squared distances to the centres, by weight. */
  readonly inertia: number
  readonly steps: number
  readonly settled: boolean
}

/** What saves time where it is known. */
export interface KMeansHints {
  /** A start near each point. */
  readonly nearStarts?: Uint32Array
  /** Whether another run has gone on from these labels: this one stops then, with an infinite inertia. */
  readonly isMet?: (labels: Uint32Array) => boolean
}

/**
 * k-means from given starts: the points nearest to each centre, whose mean is the next centre, until nobody
 * moves.
 *
 * A point as near to two centres goes to the first. A centre that nobody is nearest to stays where it is.
 *
 * Source: S. Lloyd, "Least squares quantization in PCM", IEEE Trans. Inf. Theory 28(2), 1982.
 */
export function kMeans(
  { points, weights }: WeightedPoints,
  starts: Float64Array,
  mostSteps: number,
  { nearStarts, isMet }: KMeansHints = {}
): Clustering {
  const centres = starts.slice()
  const labels = nearStarts ? nearStarts.slice() : new Uint32Array(weights.length)
  const sums = new Float64Array((3 * starts.length) / 2)
  let settled = false
  let steps = 0
  while (steps < mostSteps && !settled) {
    const moved = assign(points, centres, labels, steps === 0)
    steps++
    settled = moved === 0 && steps > 1
    if (isMet && !settled && isMet(labels)) return { centres, labels, inertia: Infinity, steps, settled }
    if (!settled) recentre(points, weights, labels, sums, centres)
  }
  if (!settled) settled = assign(points, centres, labels, false) === 0
  let inertia = 0
  for (let i = 0; i < labels.length; i++) {
    const dx = points[2 * i]! - centres[2 * labels[i]!]!
    const dy = points[2 * i + 1]! - centres[2 * labels[i]! + 1]!
    inertia += weights[i]! * (dx * dx + dy * dy)
  }
  return { centres, labels, inertia, steps, settled }
}

/** Moves each centre to the mean of its points. */
function recentre(
  points: Float64Array,
  weights: Float64Array,
  labels: Uint32Array,
  sums: Float64Array,
  centres: Float64Array
): void {
  sums.fill(0)
  for (let i = 0; i < labels.length; i++) {
    const at = 3 * labels[i]!
    const weight = weights[i]!
    sums[at]! += weight
    sums[at + 1]! += weight * points[2 * i]!
    sums[at + 2]! += weight * points[2 * i + 1]!
  }
  for (let c = 0; 2 * c < centres.length; c++) {
    const weight = sums[3 * c]!
    if (weight === 0) continue
    centres[2 * c] = sums[3 * c + 1]! / weight
    centres[2 * c + 1] = sums[3 * c + 2]! / weight
  }
}

/** So few centres are compared one by one: listing their neighbours would cost more. */
const FEW = 8

/** Gives every point the number of its nearest centre; returns how many changed. */
function assign(points: Float64Array, centres: Float64Array, labels: Uint32Array, isFirst: boolean): number {
  return centres.length <= 2 * FEW
    ? assignAmongFew(points, centres, labels, isFirst)
    : assignAmongMany(points, centres, labels, isFirst)
}

function assignAmongFew(
  points: Float64Array,
  centres: Float64Array,
  labels: Uint32Array,
  isFirst: boolean
): number {
  let changed = 0
  for (let i = 0; i < labels.length; i++) {
    const x = points[2 * i]!
    const y = points[2 * i + 1]!
    let nearest = 0
    let least = Infinity
    for (let c = 0; 2 * c < centres.length; c++) {
      const distance = squared(x - centres[2 * c]!, y - centres[2 * c + 1]!)
      if (distance >= least) continue
      least = distance
      nearest = c
    }
    if (nearest === labels[i] && !isFirst) continue
    labels[i] = nearest
    changed++
  }
  return changed
}

/**
 * Only centres less than twice as far from a point's last one as the point itself can be nearer to it: these are
 * compared, the nearest to the last one first.
 *
 * Source: C. Elkan, "Using the triangle inequality to accelerate k-means", ICML 2003.
 */
function assignAmongMany(
  points: Float64Array,
  centres: Float64Array,
  labels: Uint32Array,
  isFirst: boolean
): number {
  const around = neighbours(centres, reaches(points, centres, labels))
  let changed = 0
  for (let i = 0; i < labels.length; i++) {
    const x = points[2 * i]!
    const y = points[2 * i + 1]!
    const last = labels[i]!
    const { others, distances } = around[last]!
    let nearest = last
    let least = squared(x - centres[2 * last]!, y - centres[2 * last + 1]!)
    const limit = SAFE * least
    for (let n = 0; n < others.length && distances[n]! <= limit; n++) {
      const c = others[n]!
      const distance = squared(x - centres[2 * c]!, y - centres[2 * c + 1]!)
      if (distance < least || (distance === least && c < nearest)) {
        least = distance
        nearest = c
      }
    }
    if (nearest === last && !isFirst) continue
    labels[i] = nearest
    changed++
  }
  return changed
}

/** Twice as far, squared, and a little for rounding. */
const SAFE = 4 * (1 + 1e-9)

/** The squared distance of each centre to its furthest point. */
function reaches(points: Float64Array, centres: Float64Array, labels: Uint32Array): Float64Array {
  const furthest = new Float64Array(centres.length / 2)
  for (let i = 0; i < labels.length; i++) {
    const c = labels[i]!
    const distance = squared(points[2 * i]! - centres[2 * c]!, points[2 * i + 1]! - centres[2 * c + 1]!)
    if (distance > furthest[c]!) furthest[c] = distance
  }
  return furthest
}

/** For each centre the others that can be nearer to one of its points, by squared distance. */
function neighbours(centres: Float64Array, furthest: Float64Array) {
  return Array.from(furthest, (reach, c) => {
    const near: { other: number; distance: number }[] = []
    for (let other = 0; other < furthest.length; other++) {
      const distance = squared(
        centres[2 * c]! - centres[2 * other]!,
        centres[2 * c + 1]! - centres[2 * other + 1]!
      )
      if (other !== c && distance <= SAFE * reach) near.push({ other, distance })
    }
    near.sort((a, b) => a.distance - b.distance)
    return {
      others: Uint32Array.from(near, ({ other }) => other),
      distances: Float64Array.from(near, ({ distance }) => distance)
    }
  })
}

function squared(dx: number, dy: number): number {
  return dx * dx + dy * dy
}
