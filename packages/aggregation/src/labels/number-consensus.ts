import { checkModerate, checkWhole, fail } from '../checks.ts'
import { median } from '../estimates/median.ts'
import { trimmedMean } from '../estimates/trimmed-mean.ts'
import { roundSignificant } from '../round-significant.ts'
import { sortedIds, type TooFew, tooFew } from '../ties.ts'
import { report, type Watch } from '../watch.ts'

/** The number that a worker gave for an item. */
export interface NumberLabel {
  readonly item: string
  readonly worker: string
  readonly value: number
}

/** How numbers are joined. */
export interface NumberSettings extends Watch {
  /** Share cut off at either end for the trimmed mean; 0.2 unless given. */
  readonly trim?: number
  /** Steps at most; 2,000 unless given. `converged` tells whether they sufficed. */
  readonly mostSteps?: number
}

/**
 * An item's number: the middle, the median absolute deviation from it, the trimmed mean; and the estimate
 * that makes up for the bias and spread of each worker, with its standard error.
 */
export interface NumberAnswer {
  readonly id: string
  readonly labels: number
  readonly median: number
  readonly deviation: number
  readonly trimmedMean: number
  readonly estimate: number
  readonly standardError: number
}

/** A worker: by how much they are too high on average, and how far they scatter around that. */
export interface WorkerBias {
  readonly id: string
  readonly labels: number
  readonly bias: number
  readonly spread: number
}

/** Numbers by item, the workers, and how the fit went. */
export interface NumberConsensus {
  readonly kind: 'fitted'
  readonly answers: readonly NumberAnswer[]
  readonly workers: readonly WorkerBias[]
  readonly steps: number
  readonly converged: boolean
}

/**
 * Consensus on numbers: how many trees are in each picture, when workers are biased and scatter?
 *
 * Median and trimmed mean need no model. The estimate takes off each worker's bias and weighs them by their
 * precision; prefer it where each worker has given ten numbers or more, the median where a few may be wild.
 *
 * A worker's bias and spread are shrunk as if one number without bias, and two of the common spread, had been
 * seen. Ties: none arise. Gaps: no numbers are `too-few`; where all agree, spreads are 0. Cost: numbers per
 * step, tens of steps.
 *
 * Throws `RangeError` for values that are not finite, a trim outside 0 … ½.
 *
 * Source: V. C. Raykar et al., "Learning from crowds", JMLR 11 (2010), 1297–1322, § 5 (each worker's
 * precision), with a bias for each worker.
 *
 * @example
 * numberConsensus([
 *   { item: 'p', worker: 'ann', value: 10 }, { item: 'p', worker: 'bob', value: 12 }, { item: 'p', worker: 'eve', value: 90 }
 * ]).answers[0].median
 * // → 12
 */
export function numberConsensus(
  labels: readonly NumberLabel[],
  settings: NumberSettings = {}
): NumberConsensus | TooFew {
  const rule = 'numberConsensus'
  const { trim = 0.2, mostSteps = 2000 } = settings
  checkWhole(rule, 'mostSteps', mostSteps, 1)
  for (const { item, worker, value } of labels) {
    if (typeof item !== 'string' || typeof worker !== 'string') fail(rule, 'items and workers must be text')
    checkModerate(rule, `the number of "${worker}" for "${item}"`, value)
  }
  if (labels.length === 0) return tooFew(0, 1)
  const byItem = Map.groupBy(labels, ({ item }) => item)
  const items = sortedIds(byItem.keys())
  const workers = sortedIds(labels.map(({ worker }) => worker))
  const plain = items.map(id => {
    const values = byItem.get(id)!.map(({ value }) => value)
    const middle = median(values)
    const trimmed = trimmedMean(values, trim)
    if (middle.kind !== 'estimate' || trimmed.kind !== 'estimate') return fail(rule, 'an item has no numbers')
    return {
      id,
      labels: values.length,
      median: middle.value,
      deviation: middle.deviation,
      trimmedMean: trimmed.value
    }
  })
  const start = Float64Array.from(plain, ({ median }) => median)
  const fit = fitBiases(sorted(labels, items, workers), start, workers.length, mostSteps, settings)
  return {
    kind: 'fitted',
    answers: plain.map((own, i) => ({
      ...own,
      estimate: roundSignificant(fit.truth[i]!),
      standardError: roundSignificant(Math.sqrt(fit.unsure[i]!))
    })),
    workers: workers.map((id, w) => ({
      id,
      labels: fit.given[w]!,
      bias: roundSignificant(fit.bias[w]!),
      spread: roundSignificant(Math.sqrt(fit.variance[w]!))
    })),
    steps: fit.steps,
    converged: fit.converged
  }
}

interface Numbers {
  readonly itemOf: Uint32Array
  readonly workerOf: Uint32Array
  readonly values: Float64Array
}

/** The numbers in the order of item, worker, value, so that the order of the input leaves no trace. */
function sorted(
  labels: readonly NumberLabel[],
  items: readonly string[],
  workers: readonly string[]
): Numbers {
  const itemPlace = new Map(items.map((id, i) => [id, i]))
  const workerPlace = new Map(workers.map((id, w) => [id, w]))
  const rows = labels
    .map(({ item, worker, value }) => ({ i: itemPlace.get(item)!, w: workerPlace.get(worker)!, value }))
    .sort((a, b) => a.i - b.i || a.w - b.w || a.value - b.value)
  return {
    itemOf: Uint32Array.from(rows, ({ i }) => i),
    workerOf: Uint32Array.from(rows, ({ w }) => w),
    values: Float64Array.from(rows, ({ value }) => value)
  }
}

/** Numbers without bias, and numbers of the common spread, imagined for every worker. */
const UNBIASED = 1
const COMMON = 2

/** Expectation–maximisation: what is true given the workers, then the workers given what is true. */
function fitBiases(
  { itemOf, workerOf, values }: Numbers,
  start: Float64Array,
  workers: number,
  mostSteps: number,
  watch: Watch
) {
  const truth = start.slice()
  const unsure = new Float64Array(start.length)
  const bias = new Float64Array(workers)
  const given = new Uint32Array(workers)
  let squares = 0
  for (let l = 0; l < values.length; l++) {
    given[workerOf[l]!]!++
    squares += (values[l]! - truth[itemOf[l]!]!) ** 2
  }
  const common = squares / values.length
  const variance = new Float64Array(workers).fill(common)
  const fit = { truth, unsure, bias, variance, given }
  // All agree with the medians: there is nothing to fit, and no spread to divide by.
  if (common === 0) return { ...fit, steps: 0, converged: true }
  const precision = new Float64Array(start.length)
  const sums = new Float64Array(workers)
  for (let steps = 1; steps <= mostSteps; steps++) {
    report(watch, steps, mostSteps)
    const before = truth.slice()
    truth.fill(0)
    precision.fill(0)
    for (let l = 0; l < values.length; l++) {
      const weight = 1 / variance[workerOf[l]!]!
      precision[itemOf[l]!]! += weight
      truth[itemOf[l]!]! += weight * (values[l]! - bias[workerOf[l]!]!)
    }
    for (let i = 0; i < truth.length; i++) {
      truth[i]! /= precision[i]!
      unsure[i] = 1 / precision[i]!
    }
    sums.fill(0)
    for (let l = 0; l < values.length; l++) sums[workerOf[l]!]! += values[l]! - truth[itemOf[l]!]!
    let moved = 0
    for (let w = 0; w < workers; w++) {
      const next = sums[w]! / (given[w]! + UNBIASED)
      moved = Math.max(moved, Math.abs(next - bias[w]!))
      bias[w] = next
    }
    sums.fill(COMMON * common)
    for (let l = 0; l < values.length; l++) {
      const rest = values[l]! - truth[itemOf[l]!]! - bias[workerOf[l]!]!
      sums[workerOf[l]!]! += rest * rest + unsure[itemOf[l]!]!
    }
    for (let w = 0; w < workers; w++) variance[w] = sums[w]! / (given[w]! + COMMON)
    for (let i = 0; i < truth.length; i++) moved = Math.max(moved, Math.abs(truth[i]! - before[i]!))
    if (moved <= 1e-13 * Math.sqrt(common)) return { ...fit, steps, converged: true }
  }
  return { ...fit, steps: mostSteps, converged: false }
}
