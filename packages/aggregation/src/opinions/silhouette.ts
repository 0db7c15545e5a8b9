import type { WeightedPoints } from './k-means.ts'

/**
 * The mean silhouette of people in groups: 1 when groups are dense and far apart, 0 when they touch.
 *
 * For each person, (b − a) ∕ max(a, b), with a the mean distance to the others of the own group and b the
 * least mean distance to another group; 0 for a person alone in a group. People at one point stand together.
 * Cost: the square of the number of points.
 *
 * Source: P. Rousseeuw, "Silhouettes", J. Comput. Appl. Math. 20 (1987), 53–65.
 */
export function silhouette({ points, weights }: WeightedPoints, labels: Uint32Array, k: number): number {
  const size = labels.length
  const people = new Float64Array(k)
  for (let i = 0; i < size; i++) people[labels[i]!]! += weights[i]!
  let sum = 0
  let all = 0
  const distances = new Float64Array(k)
  for (let i = 0; i < size; i++) {
    const own = labels[i]!
    all += weights[i]!
    if (people[own]! <= 1) continue
    distances.fill(0)
    for (let j = 0; j < size; j++) {
      const dx = points[2 * i]! - points[2 * j]!
      const dy = points[2 * i + 1]! - points[2 * j + 1]!
      distances[labels[j]!]! += weights[j]! * Math.sqrt(dx * dx + dy * dy)
    }
    const within = distances[own]! / (people[own]! - 1)
    let other = Infinity
    for (let c = 0; c < k; c++) {
      if (c !== own && people[c]! > 0) other = Math.min(other, distances[c]! / people[c]!)
    }
    const larger = Math.max(within, other)
    if (larger > 0 && other < Infinity) sum += (weights[i]! * (other - within)) / larger
  }
  return all > 0 ? sum / all : 0
}
