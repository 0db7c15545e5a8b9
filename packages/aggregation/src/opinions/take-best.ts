import type { TieBreak } from '../tie-rule.ts'

/**
 * The best `most` of what is scored; equal scores stay in the order given, and are reported where that order
 * decides who is taken.
 */
export function takeBest<Item extends { readonly id: string }>(
  items: readonly Item[],
  score: (item: Item) => number,
  most: number
): { taken: Item[]; tieBreaks: TieBreak[] } {
  const sorted = items.toSorted((a, b) => score(b) - score(a))
  const taken = sorted.slice(0, most)
  const [last, next] = [taken.at(-1), sorted[most]]
  if (!last || !next || score(last) !== score(next)) return { taken, tieBreaks: [] }
  const among = sorted.filter(item => score(item) === score(last)).map(({ id }) => id)
  const chosen = taken.filter(item => score(item) === score(last))
  return { taken, tieBreaks: chosen.map(({ id }) => ({ among: among.toSorted(), chosen: id })) }
}
