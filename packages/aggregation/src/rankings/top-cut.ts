import { checkWhole } from '../checks.ts'
import { type Tie, tie } from '../ties.ts'
import type { Ranking } from './ranking.ts'

/** Who is in, and, where the cut runs through a tie, who shares the last places. */
export interface Cut {
  readonly places: number
  /** Ids that are in whatever becomes of the tie, best first. */
  readonly chosen: readonly string[]
  /** The group that shares the last places, or `null`. */
  readonly tie: (Tie & { readonly places: number }) | null
}

/**
 * Cut of a ranking: which items take the first `places` places?
 *
 * Ties: where equal items stand across the cut, none of them is chosen; they come back as a tie with the
 * places left, for people (or a declared lot) to decide. Gaps: fewer items than places choose all; unranked
 * items are never chosen. Cost: n for n items.
 *
 * Throws `RangeError` for places that are not a whole number of at least 0.
 *
 * Source: by definition of the ranking; a tie is a value, as everywhere in this library.
 *
 * @example
 * topCut(countRanking([{ id: 'a', count: 9 }, { id: 'b', count: 4 }, { id: 'c', count: 4 }]), 2)
 * // → { places: 2, chosen: ['a'], tie: { kind: 'tie', among: ['b', 'c'], places: 1 } }
 */
export function topCut(ranking: Pick<Ranking<unknown>, 'groups'>, places: number): Cut {
  checkWhole('topCut', 'places', places)
  const chosen: string[] = []
  for (const group of ranking.groups) {
    const left = places - chosen.length
    if (left === 0) break
    if (group.ids.length > left) return { places, chosen, tie: { ...tie(group.ids), places: left } }
    chosen.push(...group.ids)
  }
  return { places, chosen, tie: null }
}
