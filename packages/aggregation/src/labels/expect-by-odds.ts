import type { LabelProfile } from './label-profile.ts'
import { snap } from '../snap.ts'

/** What an expectation step found: the logarithm of the likelihood left by the odds, and the largest move. */
export interface Expectation {
  readonly logTotals: number
  readonly moved: number
}

/**
 * Fills in the probability of each class for each item, where a label multiplies the chance of its own class
 * by its odds and leaves the others as they are.
 */
export function expectByOdds(
  { items, classes, starts, classOf }: LabelProfile,
  priors: Float64Array,
  odds: Float64Array,
  posteriors: Float64Array
): Expectation {
  const size = classes.length
  const scores = new Float64Array(size)
  let logTotals = 0
  let moved = 0
  for (let i = 0; i < items.length; i++) {
    const begin = starts[i]!
    scores.set(priors)
    for (let l = begin; l < starts[i + 1]!; l++) {
      scores[classOf[l]!]! *= odds[l]!
      // Sixteen odds within 10^∓15 cannot take a number out of range.
      if (((l - begin) & 15) === 15) logTotals += Math.log(rescale(scores))
    }
    let total = 0
    for (let k = 0; k < size; k++) total += scores[k]!
    logTotals += Math.log(total)
    for (let k = 0; k < size; k++) {
      const posterior = snap(scores[k]! / total)
      const change = Math.abs(posterior - posteriors[i * size + k]!)
      if (change > moved) moved = change
      posteriors[i * size + k] = posterior
    }
  }
  return { logTotals, moved }
}

/** Divides scores by their greatest, which it returns. */
export function rescale(scores: Float64Array): number {
  let top = 0
  for (const score of scores) if (score > top) top = score
  for (let k = 0; k < scores.length; k++) scores[k]! /= top
  return top
}
