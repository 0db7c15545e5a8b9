import { checkFinite, fail } from '../checks.ts'
import { optionIndex, type RankedProfile } from './ranked-profile.ts'

/**
 * Pairwise counts: `prefer[a * options.length + b]` voters put option `a` above option `b`; options are in
 * code-unit order.
 */
export interface Pairwise {
  readonly options: readonly string[]
  readonly voters: number
  readonly prefer: Float64Array
}

/**
 * Pairwise counts of ranked ballots: how many people put one option above another?
 *
 * Options on one level are not preferred to each other; options left out are below all ranked ones and level
 * among themselves. Cost: the sum over the ballots of (ranked places)², plus n² for n options; no matrix of
 * voters is made.
 *
 * Source: M. de Condorcet, "Essai sur l'application de l'analyse à la probabilité des décisions", 1785.
 *
 * @example
 * Array.from(pairwise(rankedProfile(['a', 'b'], [{ ranking: ['a', 'b'], count: 3 }, { ranking: ['b'] }])).prefer)
 * // → [0, 3, 1, 0]
 */
export function pairwise({ options, voters, counts, starts, order, levels }: RankedProfile): Pairwise {
  const n = options.length
  // Counts, for the ballots that rank `a`, those that also rank `b` and do not put it below `a`.
  const notBelow = new Float64Array(n * n)
  const above = new Uint32Array(n)
  for (let b = 0; b < counts.length; b++) {
    const count = counts[b]!
    const start = starts[b]!
    const end = starts[b + 1]!
    for (let levelStart = start, levelEnd = start; levelStart < end; levelStart = levelEnd) {
      do {
        above[levelEnd - start] = order[levelEnd]!
        levelEnd++
      } while (levelEnd < end && levels[levelEnd] === levels[levelStart])
      for (let at = levelStart; at < levelEnd; at++) {
        addToRow(notBelow, order[at]! * n, above, levelEnd - start, count)
      }
    }
  }
  const prefer = new Float64Array(n * n)
  for (let a = 0; a < n; a++) {
    const ranked = notBelow[a * n + a]!
    for (let b = 0; b < n; b++) if (a !== b) prefer[a * n + b] = ranked - notBelow[a * n + b]!
  }
  return { options, voters, prefer }
}

/**
 * Adds `count` in the columns of the first `length` options; four at a time, which takes a quarter off the
 * whole count.
 */
function addToRow(
  matrix: Float64Array,
  row: number,
  columns: Uint32Array,
  length: number,
  count: number
): void {
  let i = 0
  for (; i + 3 < length; i += 4) {
    matrix[row + columns[i]!]! += count
    matrix[row + columns[i + 1]!]! += count
    matrix[row + columns[i + 2]!]! += count
    matrix[row + columns[i + 3]!]! += count
  }
  for (; i < length; i++) matrix[row + columns[i]!]! += count
}

/**
 * Pairwise counts that are already at hand, for instance published ones: row `a` says how many put
 * `options[a]` above each.
 *
 * Throws `RangeError` for a matrix that is not square over the options, a negative count, or a pair with more
 * preferences than voters. Cost: n².
 *
 * @example
 * pairwiseOf(['b', 'a'], [[0, 2], [1, 0]], 3).options // → ['a', 'b']
 */
export function pairwiseOf(
  options: readonly string[],
  rows: readonly (readonly number[])[],
  voters: number
): Pairwise {
  const rule = 'pairwiseOf'
  const index = optionIndex(rule, options)
  const n = options.length
  checkFinite(rule, 'voters', voters)
  if (rows.length !== n || rows.some(row => row.length !== n)) fail(rule, `the matrix must be ${n} × ${n}`)
  const prefer = new Float64Array(n * n)
  rows.forEach((row, a) =>
    row.forEach((count, b) => {
      checkFinite(rule, `the count of "${options[a]}" over "${options[b]}"`, count)
      if (count < 0 || (a !== b && count + rows[b]![a]! > voters)) {
        fail(
          rule,
          `counts must be at least 0 and a pair's sum at most ${voters}, got ${count} for "${options[a]}"`
        )
      }
      if (a === b) return
      prefer[index.get(options[a]!)! * n + index.get(options[b]!)!] = count
    })
  )
  return { options: [...index.keys()], voters, prefer }
}

/** The matrix as rows, for explanations. */
export function rowsOf(matrix: Float64Array, n: number): number[][] {
  return Array.from({ length: n }, (_, a) => Array.from(matrix.subarray(a * n, (a + 1) * n)))
}
