import type { RankedProfile } from './ranked-profile.ts'
import type { ScoreProfile } from './score-profile.ts'

/**
 * Reads score ballots as rankings: who is above whom for each voter?
 *
 * Equal scores share a level; options at the lowest score are left out, which puts them level below all
 * others. The sizes of the differences are lost. Cost: s log s for s scores.
 *
 * @example
 * rankByScores(scoreProfile(['a', 'b', 'c'], { lowest: 0, highest: 9 }, [{ scores: { a: 2, b: 9, c: 2 } }])).levels
 * // → Uint32Array.of(0, 1, 1)
 */
export function rankByScores({
  options,
  voters,
  counts,
  starts,
  scored,
  scores
}: ScoreProfile): RankedProfile {
  const order = new Uint32Array(scored.length)
  const levels = new Uint32Array(scored.length)
  for (let b = 0; b < counts.length; b++) {
    const start = starts[b]!
    const places = Array.from({ length: starts[b + 1]! - start }, (_, i) => start + i)
    places.sort((x, y) => scores[y]! - scores[x]! || scored[x]! - scored[y]!)
    let level = 0
    places.forEach((place, i) => {
      if (i > 0 && scores[place] !== scores[places[i - 1]!]) level++
      order[start + i] = scored[place]!
      levels[start + i] = level
    })
  }
  return { options, voters, counts, starts, order, levels }
}
