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
  mostSteps: number
): Clustering {
  const size = weights.length
  const k = starts.length / 2
  const centres = starts.slice()
  const labels = new Uint32Array(size)
  let settled = false
  let steps = 0
  while (steps < mostSteps && !settled) {
    const moved = assign(points, centres, labels, steps === 0)
    steps++
    settled = moved === 0 && steps > 1
    if (settled) break
    recentre()
  }
  if (!settled) settled = assign(points, centres, labels, false) === 0
  let inertia = 0
  for (let i = 0; i < size; i++) {
    const dx = points[2 * i]! - centres[2 * labels[i]!]!
    const dy = points[2 * i + 1]! - centres[2 * labels[i]! + 1]!
    inertia += weights[i]! * (dx * dx + dy * dy)
  }
  return { centres, labels, inertia, steps, settled }

  function recentre(): void {
    const sums = new Float64Array(3 * k)
    for (let i = 0; i < size; i++) {
      const at = 3 * labels[i]!
      const weight = weights[i]!
      sums[at]! += weight
      sums[at + 1]! += weight * points[2 * i]!
      sums[at + 2]! += weight * points[2 * i + 1]!
    }
    for (let c = 0; c < k; c++) {
      const weight = sums[3 * c]!
      if (weight === 0) continue
      centres[2 * c] = sums[3 * c + 1]! / weight
      centres[2 * c + 1] = sums[3 * c + 2]! / weight
    }
  }
}

/** So few centres are compared one by one: sorting them would cost more. */
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

/** Centres are sorted by x, and the search from a point's last one ends where x alone is too far away. */
function assignAmongMany(
  points: Float64Array,
  centres: Float64Array,
  labels: Uint32Array,
  isFirst: boolean
): number {
  const k = centres.length / 2
  const order = Array.from({ length: k }, (_, c) => c).sort(
    (a, b) => centres[2 * a]! - centres[2 * b]! || a - b
  )
  const xs = Float64Array.from(order, c => centres[2 * c]!)
  const ys = Float64Array.from(order, c => centres[2 * c + 1]!)
  const numbers = Uint32Array.from(order)
  const placeOf = new Uint32Array(k)
  numbers.forEach((c, place) => (placeOf[c] = place))
  let changed = 0
  for (let i = 0; i < labels.length; i++) {
    const x = points[2 * i]!
    const y = points[2 * i + 1]!
    let nearest = isFirst ? Math.min(k - 1, placeByX(xs, x)) : placeOf[labels[i]!]!
    let least = squared(x - xs[nearest]!, y - ys[nearest]!)
    const from = nearest
    for (const side of SIDES) {
      for (let place = from + side; place >= 0 && place < k; place += side) {
        const dx = x - xs[place]!
        const square = dx * dx
        // Beyond this centre all are further away, once it lies on the far side of the point.
        if (square > least && dx * side < 0) break
        const distance = squared(dx, y - ys[place]!)
        if (distance < least || (distance === least && numbers[place]! < numbers[nearest]!)) {
          least = distance
          nearest = place
        }
      }
    }
    const label = numbers[nearest]!
    if (label !== labels[i] || isFirst) {
      labels[i] = label
      changed++
    }
  }
  return changed
}

/** The first place at or right of x. */
function placeByX(xs: Float64Array, x: number): number {
  let low = 0
  let high = xs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (xs[middle]! < x) low = middle + 1
    else high = middle
  }
  return low
}

const SIDES = [-1, 1] as const

function squared(dx: number, dy: number): number {
  return dx * dx + dy * dy
}
