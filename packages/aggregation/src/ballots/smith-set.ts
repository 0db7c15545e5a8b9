import { optionsWhere } from './link-strength.ts'
import type { Pairwise } from './pairwise.ts'

/**
 * Smith set: which is the smallest group of options whose every member beats every option outside it?
 *
 * With a Condorcet winner it is this winner alone. Prefer `schwartzSet` where a level pair should not tie
 * options together. Ties: level pairs keep both inside. Returns ids in code-unit order. Cost: n³.
 *
 * Source: J. H. Smith, "Aggregation of preferences with variable electorate", Econometrica 41 (1973),
 * 1027–1041.
 *
 * @example
 * smithSet(pairwiseOf(['a', 'b', 'c'], [[0, 2, 3], [2, 0, 3], [1, 1, 0]], 4)) // → ['a', 'b']
 */
export function smithSet({ options, prefer }: Pairwise): string[] {
  const n = options.length
  const reaches = reachability(n, (a, b) => prefer[a * n + b]! >= prefer[b * n + a]!)
  return optionsWhere(options, a => options.every((_, b) => a === b || reaches[a * n + b] === 1))
}

/** Which option leads to which over one or more steps, `n × n` by rows of 0 and 1. */
export function reachability(n: number, leads: (a: number, b: number) => boolean): Uint8Array {
  const reaches = new Uint8Array(n * n)
  for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) reaches[a * n + b] = a !== b && leads(a, b) ? 1 : 0
  for (let via = 0; via < n; via++) {
    for (let a = 0; a < n; a++) {
      if (reaches[a * n + via] === 0) continue
      for (let b = 0; b < n; b++) if (reaches[via * n + b] === 1) reaches[a * n + b] = 1
    }
  }
  return reaches
}
