import { fail } from '../checks.ts'
import type { Pairwise } from './pairwise.ts'

/** How strong a majority is: by the votes for the winner of the pair, or by its lead over the loser. */
export type LinkStrength = 'winning-votes' | 'margins'

/**
 * The strength of each majority, `n × n` by rows: 0 where `a` does not beat `b`.
 */
export function linkStrengths(
  rule: string,
  { options, prefer }: Pairwise,
  strength: LinkStrength
): Float64Array {
  if (strength !== 'winning-votes' && strength !== 'margins') {
    fail(rule, `strength must be 'winning-votes' or 'margins', got ${String(strength)}`)
  }
  const n = options.length
  const links = new Float64Array(n * n)
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) {
      const won = prefer[a * n + b]!
      const lost = prefer[b * n + a]!
      if (won > lost) links[a * n + b] = strength === 'margins' ? won - lost : won
    }
  }
  return links
}

/**
 * The strength of the strongest path between each two options, where a path is as strong as its weakest link;
 * 0 where there is none. Cost: n³ (Floyd and Warshall's closure over max and min).
 */
export function strongestPaths(links: Float64Array, n: number): Float64Array {
  const paths = Float64Array.from(links)
  for (let via = 0; via < n; via++) {
    for (let a = 0; a < n; a++) {
      const first = paths[a * n + via]!
      if (a === via || first === 0) continue
      for (let b = 0; b < n; b++) {
        const second = paths[via * n + b]!
        const weakest = first < second ? first : second
        if (weakest > paths[a * n + b]! && a !== b) paths[a * n + b] = weakest
      }
    }
  }
  return paths
}

/** The options at the places where `holds` is true. */
export function optionsWhere(options: readonly string[], holds: (option: number) => boolean): string[] {
  return options.filter((_, option) => holds(option))
}
