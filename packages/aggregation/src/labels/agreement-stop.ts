import { checkWhole, fail } from '../checks.ts'
import { compareIds } from '../ties.ts'

/** How many must agree, of how many that are asked at most. */
export interface AgreementSettings {
  readonly agree: number
  readonly of: number
}

/** Labels counted, the most frequent first. */
export type Tally = readonly { readonly id: string; readonly votes: number }[]

/**
 * Whether to ask on: `agreed` (enough gave this label, after so many), `open` (at least so many more are
 * needed), or `disputed` (no label can reach enough any more).
 */
export type AgreementStop =
  | { readonly kind: 'agreed'; readonly id: string; readonly after: number; readonly tally: Tally }
  | { readonly kind: 'open'; readonly need: number; readonly tally: Tally }
  | { readonly kind: 'disputed'; readonly after: number; readonly tally: Tally }

/**
 * k of the first n: has an item been labelled often enough, when k of at most n people must agree?
 *
 * People can follow it, and easy items cost few labels. With k above n ∕ 2 the order in which labels came
 * decides nothing but when to stop. Prefer `posteriorStop` when it is known how reliable workers are.
 *
 * Ties: none can arise, for the label that comes first to k is agreed. Gaps: no labels leave the item open.
 * Labels after the end are not counted. Cost: n.
 *
 * Throws `RangeError` unless 1 ≤ k ≤ n.
 *
 * Source: V. S. Sheng, F. Provost, P. G. Ipeirotis, "Get another label?", KDD 2008; the beat-by-k rules of
 * I. Abraham et al., "How many workers to ask?", SIGIR 2016.
 *
 * @param labels in the order in which they came
 * @example
 * agreementStop(['cat', 'dog', 'cat', 'cat'], { agree: 3, of: 5 }).after // → 4
 */
export function agreementStop(labels: readonly string[], { agree, of }: AgreementSettings): AgreementStop {
  const rule = 'agreementStop'
  checkWhole(rule, 'agree', agree, 1)
  checkWhole(rule, 'of', of, 1)
  if (agree > of) fail(rule, `agree must not exceed of, got ${agree} of ${of}`)
  const votes = new Map<string, number>()
  let most = 0
  for (let seen = 0; seen < Math.min(labels.length, of); seen++) {
    const id = labels[seen]!
    const own = (votes.get(id) ?? 0) + 1
    votes.set(id, own)
    most = Math.max(most, own)
    if (own === agree) return { kind: 'agreed', id, after: seen + 1, tally: tallyOf(votes) }
    const left = of - seen - 1
    if (most + left < agree) return { kind: 'disputed', after: seen + 1, tally: tallyOf(votes) }
  }
  return { kind: 'open', need: agree - most, tally: tallyOf(votes) }
}

/** Votes, the most first; equal numbers in code-unit order. */
export function tallyOf(votes: ReadonlyMap<string, number>): Tally {
  return [...votes]
    .map(([id, votes]) => ({ id, votes }))
    .sort((a, b) => b.votes - a.votes || compareIds(a.id, b.id))
}
