import { checkWhole } from '../checks.ts'

/** How many groups are shown, which number was best last, and how often in a row. */
export interface GroupCount {
  readonly count: number
  readonly lastBest: number
  readonly timesInRow: number
}

/**
 * Smooths the number of groups over time: how many groups are shown, when the best number changes with a few
 * votes?
 *
 * The number shown changes only when another has been best `patience` times in a row. The first number is
 * taken at once. Cost: constant.
 *
 * Throws `RangeError` for numbers that are not whole or below 1.
 *
 * Source: the smoothing of group counts in Polis (Small et al. 2021).
 *
 * @example
 * [2, 3, 3, 3, 3].reduce((last, best) => smoothGroupCount(last, best, 4), null)
 * // → { count: 3, lastBest: 3, timesInRow: 4 }
 */
export function smoothGroupCount(last: GroupCount | null, best: number, patience: number): GroupCount {
  const rule = 'smoothGroupCount'
  checkWhole(rule, 'best', best, 1)
  checkWhole(rule, 'patience', patience, 1)
  if (last !== null) {
    checkWhole(rule, 'the last count', last.count, 1)
    checkWhole(rule, 'timesInRow', last.timesInRow)
  }
  const timesInRow = last?.lastBest === best ? last.timesInRow + 1 : 1
  const count = last === null || timesInRow >= patience ? best : last.count
  return { count, lastBest: best, timesInRow }
}
