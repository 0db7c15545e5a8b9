import { checkPositive, checkWhole } from '../checks.ts'

/** The share of arrivals that the usual rhythm puts before a moment, and the moment before which it puts a share. */
export interface Rhythm {
  readonly shareBefore: (moment: number) => number
  readonly momentOf: (share: number) => number
}

/**
 * The usual rhythm of arrivals between two moments: steady, or by the parts of a period (the hours of a day),
 * each as busy as it was on the whole. A part without arrivals gets half of one, so that it is not impossible.
 */
export function usualRhythm(
  rule: string,
  moments: Float64Array,
  from: number,
  to: number,
  period?: { readonly length: number; readonly parts?: number }
): Rhythm {
  if (!period) {
    return {
      shareBefore: moment => (moment - from) / (to - from),
      momentOf: share => from + share * (to - from)
    }
  }
  const { length, parts = 24 } = period
  checkPositive(rule, 'the length of the period', length)
  checkWhole(rule, 'the parts of the period', parts, 1)
  checkWhole(rule, 'the parts of the whole time', Math.ceil(((to - from) / length) * parts))
  const part = length / parts
  const partOf = (slice: number) => slice % parts
  const slices = Math.ceil((to - from) / part)
  const lengthOf = (slice: number) => Math.min(part, to - from - slice * part)
  const sliceOf = (moment: number) => Math.min(slices - 1, Math.floor((moment - from) / part))
  const counts = new Float64Array(parts).fill(0.5)
  const times = new Float64Array(parts)
  for (const moment of moments) counts[partOf(sliceOf(moment))]!++
  for (let slice = 0; slice < slices; slice++) times[partOf(slice)]! += lengthOf(slice)
  const rateOf = (slice: number) => counts[partOf(slice)]! / times[partOf(slice)]!
  const before = new Float64Array(slices + 1)
  for (let slice = 0; slice < slices; slice++)
    before[slice + 1] = before[slice]! + rateOf(slice) * lengthOf(slice)
  const total = before[slices]!
  return {
    shareBefore: moment => {
      const slice = sliceOf(moment)
      return (before[slice]! + rateOf(slice) * (moment - from - slice * part)) / total
    },
    momentOf: share => {
      let low = 0
      let high = slices - 1
      while (low < high) {
        const middle = (low + high) >> 1
        if (before[middle + 1]! <= share * total) low = middle + 1
        else high = middle
      }
      return Math.min(to, from + low * part + (share * total - before[low]!) / rateOf(low))
    }
  }
}
