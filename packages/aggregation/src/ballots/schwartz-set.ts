import { optionsWhere } from './link-strength.ts'
import type { Pairwise } from './pairwise.ts'
import { reachability } from './smith-set.ts'

/**
 * Schwartz set: which options are in no way beaten from outside their own circle of majorities?
 *
 * An option belongs to it when it leads, over a path of majorities, to every option that leads to it. It lies
 * within the Smith set. Ties: a level pair is no majority. Returns ids in code-unit order. Cost: n³.
 *
 * Source: T. Schwartz, "Rationality and the myth of the maximum", Noûs 6 (1972), 97–117.
 *
 * @example
 * schwartzSet(pairwiseOf(['a', 'b', 'c'], [[0, 2, 3], [2, 0, 2], [1, 2, 0]], 4)) // → ['a', 'b']
 */
export function schwartzSet({ options, prefer }: Pairwise): string[] {
  const n = options.length
  const reaches = reachability(n, (a, b) => prefer[a * n + b]! > prefer[b * n + a]!)
  return optionsWhere(options, a =>
    options.every((_, b) => a === b || reaches[b * n + a] === 0 || reaches[a * n + b] === 1)
  )
}
