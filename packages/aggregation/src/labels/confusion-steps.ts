import { snap } from '../snap.ts'
import { BLOCK, confusionTable, logProduct } from './confusion-table.ts'
import { rescale } from './expect-by-odds.ts'
import { type LabelProfile, voteShares } from './label-profile.ts'
import type { Steps } from './settle.ts'

/** A leap makes no chance smaller than by this factor. */
const SHRINK = 10

/** Steps of expectation–maximisation on workers' matrices, and the probabilities of the last one. */
export interface ConfusionSteps extends Steps {
  readonly posteriors: Float64Array
  /** Numbers from one row of the parameters to the next: the classes, filled up to whole blocks. */
  readonly stride: number
  /** The parameters that vote shares lead to. */
  start(): Float64Array
}

/** The steps of Dawid–Skene; parameters are chances in a confusion table. */
export function confusionSteps(profile: LabelProfile, smoothing: number): ConfusionSteps {
  const { items, classes, starts } = profile
  const size = classes.length
  const { stride, rows, priorRow, normalise, maximise, logPrior } = confusionTable(profile, smoothing)
  const posteriors = voteShares(profile)
  const scores = new Float64Array(stride)

  return {
    posteriors,
    stride,
    start() {
      const to = new Float64Array(priorRow + stride)
      for (let i = 0; i < items.length; i++) {
        for (let k = 0; k < size; k++) scores[k] = posteriors[i * size + k]!
        addCounts(to, rows, starts[i]!, starts[i + 1]!, scores, priorRow)
      }
      maximise(to)
      return to
    },
    step(from, to) {
      to.fill(0)
      const likelihood = logProduct()
      let moved = 0
      for (let i = 0; i < items.length; i++) {
        const begin = starts[i]!
        const end = starts[i + 1]!
        for (let k = 0; k < stride; k++) scores[k] = from[priorRow + k]!
        // Sixteen chances of at least 10⁻¹⁰ cannot take a number out of range.
        for (let at = begin; at < end; at += 16) {
          if (at > begin) likelihood.times(rescale(scores))
          multiplyChances(from, rows, at, Math.min(at + 16, end), scores)
        }
        let total = 0
        for (let k = 0; k < size; k++) total += scores[k]!
        likelihood.times(total)
        for (let k = 0; k < size; k++) {
          const posterior = snap(scores[k]! / total)
          const at = i * size + k
          const change = Math.abs(posterior - posteriors[at]!)
          if (change > moved) moved = change
          scores[k] = posterior
          posteriors[at] = posterior
        }
        addCounts(to, rows, begin, end, scores, priorRow)
      }
      maximise(to)
      return { objective: likelihood.value() + logPrior(from), moved }
    },
    mend(chances, latest) {
      // Chances on their way to 0 get there by and by: cut off, they would stir all others.
      for (let at = 0; at < chances.length; at++) chances[at] = Math.max(chances[at]!, latest[at]! / SHRINK)
      normalise(chances)
    }
  }
}

/** Multiplies the score of each class by the chances of the labels `begin … end − 1`. */
function multiplyChances(
  chances: Float64Array,
  rows: Uint32Array,
  begin: number,
  end: number,
  scores: Float64Array
): void {
  for (let block = 0; block < scores.length; block += BLOCK) {
    let a = scores[block]!
    let b = scores[block + 1]!
    let c = scores[block + 2]!
    let d = scores[block + 3]!
    for (let l = begin; l < end; l++) {
      const row = rows[l]! + block
      a *= chances[row]!
      b *= chances[row + 1]!
      c *= chances[row + 2]!
      d *= chances[row + 3]!
    }
    scores[block] = a
    scores[block + 1] = b
    scores[block + 2] = c
    scores[block + 3] = d
  }
}

/** Counts the labels `begin … end − 1` and their item, by the probabilities of its classes. */
function addCounts(
  counts: Float64Array,
  rows: Uint32Array,
  begin: number,
  end: number,
  probabilities: Float64Array,
  priorRow: number
): void {
  for (let block = 0; block < probabilities.length; block += BLOCK) {
    const a = probabilities[block]!
    const b = probabilities[block + 1]!
    const c = probabilities[block + 2]!
    const d = probabilities[block + 3]!
    for (let l = begin; l <= end; l++) {
      const row = (l < end ? rows[l]! : priorRow) + block
      counts[row]! += a
      counts[row + 1]! += b
      counts[row + 2]! += c
      counts[row + 3]! += d
    }
  }
}
