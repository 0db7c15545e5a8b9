import { kMeans, type WeightedPoints } from './k-means.ts'

/** Fine groups of neighbours, each standing for its people in the search for opinion groups. */
export interface BaseClusters extends WeightedPoints {
  /** The base cluster of each person. */
  readonly labels: Uint32Array
}

/** Half the steps of the grid on which places are compared: 2⁻²⁴ of the map's size. */
const HALF_GRID = 2 ** 24

/** Steps of k-means that smooth the cells: neighbours are wanted, not the last word on them. */
const SMOOTHING = 2

/**
 * Base clusters: neighbours on the map stand together, so that groups are sought among `most` points however
 * many people there are.
 *
 * Up to `most` different places stand for themselves. Beyond, the plane is cut, again and again, where people
 * scatter most, and a few steps of k-means smooth the cells. Places are whole numbers on a fine grid, whose
 * sums are exact: the order of the people leaves no trace, and the last bits of a place decide nothing.
 *
 * Source: the base clusters of Polis (Small et al. 2021); cuts: P. Boley, "Principal direction divisive
 * partitioning", Data Mining and Knowledge Discovery 2 (1998).
 */
export function baseClusters(places: Float64Array, most: number): BaseClusters {
  const unit = gridUnit(places)
  const grid = new Float64Array(places.length)
  for (let i = 0; i < grid.length; i++) grid[i] = Math.round(places[i]! / unit)
  const { labels, points } = distinctPlaces(grid, most) ?? smoothedCells(grid, most)
  const people = new Float64Array(points.length / 2)
  for (let person = 0; person < labels.length; person++) people[labels[person]!]!++
  // A cluster that lost all its people is left out, and the others move up.
  const kept = [...people.keys()].filter(c => people[c]! > 0)
  const numbers = new Uint32Array(people.length)
  kept.forEach((c, number) => (numbers[c] = number))
  return {
    points: Float64Array.from(kept.flatMap(c => [points[2 * c]! * unit, points[2 * c + 1]! * unit])),
    weights: Float64Array.from(kept, c => people[c]!),
    labels: labels.map(label => numbers[label]!)
  }
}

/** A power of two, for dividing by it is exact. */
function gridUnit(places: Float64Array): number {
  let reach = 1e-300
  for (let i = 0; i < places.length; i++) reach = Math.max(reach, Math.abs(places[i]!))
  let unit = 1
  while (unit < reach) unit *= 2
  while (unit / 2 >= reach && unit > 1e-290) unit /= 2
  return unit / HALF_GRID
}

/** The different places from left to right, with everybody's number among them; `null` beyond `most`. */
function distinctPlaces(grid: Float64Array, most: number) {
  const people = new Map<number, number[]>()
  for (let i = 0; i < grid.length; i += 2) {
    const key = grid[i]! * 4 * HALF_GRID + grid[i + 1]!
    const known = people.get(key)
    if (known) known.push(i / 2)
    else if (people.size === most) return null
    else people.set(key, [i / 2])
  }
  const labels = new Uint32Array(grid.length / 2)
  const sorted = [...people].sort(([a], [b]) => a - b)
  sorted.forEach(([, own], number) => {
    for (const person of own) labels[person] = number
  })
  return {
    labels,
    points: Float64Array.from(sorted.flatMap(([, [first]]) => [grid[2 * first!]!, grid[2 * first! + 1]!]))
  }
}

function smoothedCells(grid: Float64Array, most: number) {
  const size = grid.length / 2
  const people: SortedPeople = {
    xs: new Float64Array(size),
    ys: new Float64Array(size),
    numbers: new Uint32Array(size)
  }
  for (let i = 0; i < size; i++) {
    people.xs[i] = grid[2 * i]!
    people.ys[i] = grid[2 * i + 1]!
    people.numbers[i] = i
  }
  const cells = [cellOf(people, 0, size)]
  while (cells.length < most) {
    let widest = 0
    for (let i = 1; i < cells.length; i++) if (cells[i]!.reach > cells[widest]!.reach) widest = i
    const { from, to } = cells[widest]!
    const cut = partition(people, cells[widest]!)
    cells.splice(widest, 1, cellOf(people, from, cut), cellOf(people, cut, to))
  }
  // Cells are numbered from left to right, for equally near centres are told apart by their numbers.
  cells.sort((a, b) => a.mean[0] - b.mean[0] || a.mean[1] - b.mean[1])
  const starts = Float64Array.from(cells.flatMap(({ mean }) => mean))
  const nearStarts = new Uint32Array(size)
  cells.forEach(({ from, to }, cell) => {
    for (let at = from; at < to; at++) nearStarts[people.numbers[at]!] = cell
  })
  const all = { points: grid, weights: new Float64Array(size).fill(1) }
  const { labels, centres } = kMeans(all, starts, SMOOTHING, { nearStarts })
  return { labels, points: centres }
}

/** Everybody's place and number, those of one cell side by side. */
interface SortedPeople {
  readonly xs: Float64Array
  readonly ys: Float64Array
  readonly numbers: Uint32Array
}

/** The people at `from … to − 1`, and how far they reach on the axis on which they scatter more. */
interface Cell {
  readonly from: number
  readonly to: number
  readonly mean: readonly [number, number]
  readonly axis: 0 | 1
  /** Sum of the distances to the mean, in whole steps of the grid. */
  readonly reach: number
}

function cellOf({ xs, ys }: SortedPeople, from: number, to: number): Cell {
  let [x, y, xReach, yReach] = [0, 0, 0, 0]
  for (let at = from; at < to; at++) {
    x += xs[at]!
    y += ys[at]!
  }
  const mean = [x / (to - from), y / (to - from)] as const
  const [middleX, middleY] = [Math.round(mean[0]), Math.round(mean[1])]
  for (let at = from; at < to; at++) {
    xReach += Math.abs(xs[at]! - middleX)
    yReach += Math.abs(ys[at]! - middleY)
  }
  return { from, to, mean, axis: yReach > xReach ? 1 : 0, reach: Math.max(xReach, yReach) }
}

/** Moves those at or below the mean of their cell to its front; returns where the others begin. */
function partition({ xs, ys, numbers }: SortedPeople, { from, to, axis, mean }: Cell): number {
  const along = axis === 0 ? xs : ys
  const middle = mean[axis]
  let low = from
  for (let at = from; at < to; at++) {
    if (along[at]! > middle) continue
    swap(xs, at, low)
    swap(ys, at, low)
    swap(numbers, at, low++)
  }
  return low
}

function swap(list: Float64Array | Uint32Array, a: number, b: number): void {
  const kept = list[a]!
  list[a] = list[b]!
  list[b] = kept
}
