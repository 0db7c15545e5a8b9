/** Several ids that the rule cannot put in an order. `among` is a set, listed in code-unit order. */
export interface Tie {
  readonly kind: 'tie'
  readonly among: readonly string[]
}

/** The rule has no answer because there is too little to go by: `have` of the `need` it asks for. */
export interface TooFew {
  readonly kind: 'too-few'
  readonly have: number
  readonly need: number
}

/** The rule was not computed, for its cost grows too fast: `have` of the `most` that it was allowed. */
export interface TooLarge {
  readonly kind: 'too-large'
  readonly have: number
  readonly most: number
}

/** The id a rule chose. */
export interface Winner {
  readonly kind: 'winner'
  readonly id: string
}

/** What a rule for one place returns: a winner, a tie among several, or no answer for want of ballots. */
export type Outcome = Winner | Tie | TooFew

/** A tie as a value; the ids come out as a sorted set, so the order of the input leaves no trace. */
export function tie(among: Iterable<string>): Tie {
  return { kind: 'tie', among: sortedIds(among) }
}

/** Too little to go by, as a value. */
export function tooFew(have: number, need: number): TooFew {
  return { kind: 'too-few', have, need }
}

/** One winner where there is one, a tie where there are several. */
export function winnerOrTie(ids: readonly string[]): Outcome {
  const [only] = ids
  if (only === undefined) return tooFew(0, 1)
  return ids.length === 1 ? { kind: 'winner', id: only } : tie(ids)
}

/** Ids as a sorted set. Code-unit order is the same on every machine; a locale's order is not. */
export function sortedIds(ids: Iterable<string>): string[] {
  return [...new Set(ids)].sort(compareIds)
}

/** Order of two ids by code units, for presenting sets: it never decides a result. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
