import type { TieBreak, TieSettings } from '../tie-rule.ts'
import type { Tie, TooFew } from '../ties.ts'
import type { Supported } from './contributions.ts'
import { checkAmount, splitFairly } from './split-fairly.ts'

/** The pot, and how it is shared by raw matches. Amounts in the smallest unit of money. */
export interface PotSettings extends TieSettings {
  readonly pot: bigint
  /**
   * `'fill'` (default): the pot is shared to the end; `'at-most'`: raw matches are paid, scaled down only
   * where the pot is too small.
   */
  readonly scale?: 'fill' | 'at-most'
  /** The most that one campaign can get; none unless given. What it loses goes to the others. */
  readonly cap?: bigint
}

/**
 * What a campaign gets, and of what it was made. `raw` is its match before scaling, in units of money, as a
 * decimal.
 */
export interface Match {
  readonly id: string
  readonly match: bigint
  readonly raw: string
  readonly contributed: bigint
  readonly contributors: number
  readonly isCapped: boolean
}

/** The matches by id, what is left of the pot, and the tie for its last units, if any. */
export interface Matching {
  readonly rule: string
  readonly pot: bigint
  readonly outcome: { readonly kind: 'matched' } | (Tie & { readonly units: bigint }) | TooFew
  readonly matches: readonly Match[]
  readonly left: bigint
  readonly tieBreaks: readonly TieBreak[]
}

/**
 * Shares a pot by raw matches (`raws`, in parts of `unit`): whole units by largest remainders; whoever comes
 * to the cap gets the cap, and the rest is shared again among the others.
 */
export function sharePot(
  rule: string,
  campaigns: readonly Supported[],
  raws: readonly bigint[],
  unit: bigint,
  { pot, scale = 'fill', cap, ties }: PotSettings
): Matching {
  checkAmount(rule, 'the pot', pot)
  if (cap !== undefined) checkAmount(rule, 'the cap', cap)
  const total = raws.reduce((sum, raw) => sum + raw, 0n)
  const whole = total / unit
  let amount = scale === 'fill' || whole > pot ? pot : whole
  const capped = new Set<number>()
  for (;;) {
    const open = [...raws.keys()].filter(i => !capped.has(i))
    const sum = open.reduce((sum, i) => sum + raws[i]!, 0n)
    // Exact shares decide who is capped, so that rounding to units does not.
    const over = cap === undefined ? [] : open.filter(i => raws[i]! * amount > cap * sum)
    for (const i of over) capped.add(i)
    amount -= BigInt(over.length) * (cap ?? 0n)
    if (over.length === 0) break
  }
  const sharers = campaigns
    .map(({ id }, i) => ({ id, weight: raws[i]!, i }))
    .filter(({ i }) => !capped.has(i))
    .map(({ id, weight }) => ({ id, weight }))
  const split = splitFairly(
    amount,
    sharers,
    ties === undefined || ties === 'report' ? {} : { ties: among(ties, sharers) }
  )
  const parts = new Map(split.parts.map(({ id, part }) => [id, part]))
  const matches = campaigns.map(({ id, gifts, contributed }, i) => ({
    id,
    match: capped.has(i) ? cap! : (parts.get(id) ?? 0n),
    raw: decimal(raws[i]!, unit),
    contributed,
    contributors: gifts.size,
    isCapped: capped.has(i)
  }))
  const left = pot - matches.reduce((sum, { match }) => sum + match, 0n)
  const isPlain = split.outcome.kind === 'split' || (capped.size > 0 && split.outcome.kind === 'too-few')
  const outcome: Matching['outcome'] = isPlain
    ? { kind: 'matched' }
    : (split.outcome as Tie & { units: bigint })
  return { rule, pot, outcome, matches, left, tieBreaks: split.tieBreaks }
}

/** The declared order without the campaigns that are capped. */
function among(ties: { readonly order: readonly string[] }, sharers: readonly { readonly id: string }[]) {
  const ids = new Set(sharers.map(({ id }) => id))
  return { order: ties.order.filter(id => ids.has(id)) }
}

/** Parts of a unit as a decimal with six places, cut. */
function decimal(parts: bigint, unit: bigint): string {
  const millionths = (parts * 1_000_000n) / unit
  return `${millionths / 1_000_000n}.${String(millionths % 1_000_000n).padStart(6, '0')}`
}
