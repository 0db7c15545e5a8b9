import type { LabelProfile } from './label-profile.ts'

/**
 * For every item the share of each class, labels counted with their workers' weights, row by row. Where all
 * weights are 0, labels count alike.
 */
export function weightedShares(
  { items, classes, starts, workerOf, classOf }: LabelProfile,
  weights: Float64Array
): Float64Array {
  const size = classes.length
  const shares = new Float64Array(items.length * size)
  for (let i = 0; i < items.length; i++) {
    let total = 0
    for (let l = starts[i]!; l < starts[i + 1]!; l++) total += weights[workerOf[l]!]!
    for (let l = starts[i]!; l < starts[i + 1]!; l++) {
      const share = total > 0 ? weights[workerOf[l]!]! / total : 1 / (starts[i + 1]! - starts[i]!)
      shares[i * size + classOf[l]!]! += share
    }
  }
  return shares
}
