import type { RankedProfile } from './ranked-profile.ts'

/** One vote in the units of the count: five decimals. */
export const ONE = 100_000

export const CONTINUING = 0
export const ELECTED = 1
export const EXCLUDED = 2

/**
 * Where the papers lie. Ballot `b` is with option `holder[b]` (−1: with nobody), worth `value[b]` units, at
 * place `at[b]`.
 */
export interface Papers {
  readonly standing: Uint8Array
  /** Votes of each option, in units. */
  readonly votes: Float64Array
  readonly holder: Int32Array
  readonly value: Float64Array
  readonly at: Uint32Array
}

/** Every paper with its first preference, at full value. */
export function firstPreferences({ options, counts, starts, order }: RankedProfile): Papers {
  const votes = new Float64Array(options.length)
  const holder = new Int32Array(counts.length).fill(-1)
  for (let b = 0; b < counts.length; b++) {
    if (starts[b] === starts[b + 1]) continue
    holder[b] = order[starts[b]!]!
    votes[holder[b]!]! += counts[b]! * ONE
  }
  return {
    standing: new Uint8Array(options.length),
    votes,
    holder,
    value: new Float64Array(counts.length).fill(ONE),
    at: Uint32Array.from(starts.subarray(0, counts.length))
  }
}

/** The papers of excluded options go to their next preferences at the value they have; `papers` is used up. */
export function transferExcluded(profile: RankedProfile, papers: Papers, options: readonly number[]): Papers {
  const next = withOwnFigures(papers)
  for (const option of options) {
    next.standing[option] = EXCLUDED
    next.votes[option] = 0
  }
  moveOn(profile, next, new Set(options), value => value)
  return next
}

/**
 * The papers of an elected option go to their next preferences at the share of their value that the surplus
 * is of all votes; `papers` is used up.
 */
export function transferSurplus(
  profile: RankedProfile,
  papers: Papers,
  option: number,
  surplus: number
): Papers {
  const next = withOwnFigures(papers)
  const total = papers.votes[option]!
  next.votes[option] = total - surplus
  moveOn(profile, next, new Set([option]), value => cutShare(surplus, value, total))
  return next
}

/**
 * surplus × value ∕ total without its fraction; in bigint, for the product can leave the exact range of
 * doubles.
 */
function cutShare(surplus: number, value: number, total: number): number {
  const product = surplus * value
  if (product <= Number.MAX_SAFE_INTEGER) return Math.floor(product / total)
  return Number((BigInt(surplus) * BigInt(value)) / BigInt(total))
}

function moveOn(
  { counts, starts, order }: RankedProfile,
  { standing, votes, holder, value, at }: Papers,
  from: ReadonlySet<number>,
  worth: (value: number) => number
): void {
  // Papers of one value, of which there are few, share one calculation.
  const worthOf = new Map<number, number>()
  for (let b = 0; b < holder.length; b++) {
    if (!from.has(holder[b]!)) continue
    let place = at[b]! + 1
    const end = starts[b + 1]!
    while (place < end && standing[order[place]!] !== CONTINUING) place++
    at[b] = place
    holder[b] = place < end ? order[place]! : -1
    let moved = worthOf.get(value[b]!)
    if (moved === undefined) worthOf.set(value[b]!, (moved = worth(value[b]!)))
    value[b] = moved
    if (place < end) votes[holder[b]!]! += moved * counts[b]!
  }
}

/** The value of the papers that found no next preference, in units. */
export function nonTransferable({ counts, starts }: RankedProfile, { holder, value }: Papers): number {
  let sum = 0
  for (let b = 0; b < counts.length; b++) {
    if (holder[b] === -1 && starts[b + 1]! > starts[b]!) sum += value[b]! * counts[b]!
  }
  return sum
}

/** The same papers to be moved apart from these: for a choice of a tie, whose other choices start from these. */
export function copyOf(papers: Papers): Papers {
  const { holder, value, at } = papers
  return { ...withOwnFigures(papers), holder: holder.slice(), value: value.slice(), at: at.slice() }
}

/** Figures of options are few and kept by stage; those of ballots are many, and go on to the next stage. */
function withOwnFigures(papers: Papers): Papers {
  return { ...papers, standing: papers.standing.slice(), votes: papers.votes.slice() }
}
