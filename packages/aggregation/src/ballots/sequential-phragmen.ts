import { checkWhole } from '../checks.ts'
import { type ApprovalGroups, approvalGroups } from './approval-groups.ts'
import type { ApprovalProfile } from './approval-profile.ts'
import { type Committee, committeeOutcome, type Count, follow, noCommittee, type Step } from './courses.ts'
import { greatestCommonDivisor } from '../greatest-common-divisor.ts'
import { declaredOrder, type TieSettings } from '../tie-rule.ts'

/**
 * A round: who got the seat, and the load its voters would carry with each option, the lightest first
 * (`null`: nobody approves).
 */
export interface PhragmenRound {
  readonly chosen: string
  readonly loads: readonly { readonly id: string; readonly load: number | null }[]
}

/**
 * Sequential Phragmén: who takes the next seat, when each seat is a load of 1 that its voters share and the
 * heaviest load is to grow least?
 *
 * Proportional, quick, and easy to picture: voters earn money evenly, and an option is elected as soon as its
 * supporters together have 1. Prefer `proportionalApproval` for a stronger guarantee with few options,
 * `equalShares` where options have costs.
 *
 * Loads are compared exactly, as fractions. Ties: with `'report'` each choice is followed, and all committees
 * are listed. Gaps: options without approvals tie for seats that nobody else deserves. Cost: seats ×
 * approvals, times the visited ties (2,000 at most).
 *
 * Throws `RangeError` for seats that are not a whole number above 0.
 *
 * Source: E. Phragmén, "Sur une méthode nouvelle pour réaliser, dans les élections, la représentation
 * proportionnelle des partis" (1894); M. Brill et al., "Phragmén's voting methods and justified
 * representation", Mathematical Programming 203 (2024), 47–76.
 *
 * @example
 * sequentialPhragmen(approvalProfile(['a', 'b', 'c'], [
 *   { approved: ['a'], count: 2 }, { approved: ['a', 'b'], count: 3 }, { approved: ['c'], count: 2 }
 * ]), 2).course.rounds[1]
 * // → { chosen: 'c', loads: [{ id: 'c', load: 0.5 }, { id: 'b', load: 0.5333333333333333 }] }
 */
export function sequentialPhragmen(
  profile: ApprovalProfile,
  seats: number,
  settings: TieSettings = {}
): Committee<PhragmenRound> {
  const rule = 'sequentialPhragmen'
  checkWhole(rule, 'seats', seats, 1)
  const preference = declaredOrder(rule, profile.options, settings.ties ?? 'report')
  const none = noCommittee<PhragmenRound>(rule, profile, seats)
  if (none) return none
  const followed = follow(phragmenCount(approvalGroups(profile), seats), preference)
  return { rule, voters: profile.voters, seats, outcome: committeeOutcome(followed.committees), ...followed }
}

/** Voters of group `g` carry `levels[levelOf[g]] ∕ unit`; `chosen` got the next seat by an open tie. */
interface PhragmenState {
  readonly elected: readonly number[]
  readonly unit: bigint
  readonly levels: readonly bigint[]
  readonly levelOf: Uint32Array
  readonly chosen: number | null
}

/** The load the voters of an option would carry, `load ∕ (unit × voters)`. */
interface Offer {
  readonly option: number
  readonly load: bigint
  readonly voters: bigint
}

function phragmenCount(groups: ApprovalGroups, seats: number): Count<PhragmenState, PhragmenRound> {
  const { options } = groups
  const advance = (state: PhragmenState): Step<PhragmenState, PhragmenRound> => {
    const { elected, chosen, unit } = state
    if (elected.length === seats) return { kind: 'done', elected: elected.map(option => options[option]!) }
    const offers = offersOf(groups, state)
    const tied = offers.filter(offer => compareOffers(offer, offers[0]!) === 0)
    if (chosen === null && tied.length > 1) {
      const choose = (id: string) => ({ ...state, chosen: options.indexOf(id) })
      return { kind: 'tie', choosing: 'in', among: tied.map(({ option }) => options[option]!), choose }
    }
    const offer = chosen === null ? offers[0]! : offers.find(({ option }) => option === chosen)!
    const loads = offers.map(({ option, load, voters }) => ({
      id: options[option]!,
      load: voters === 0n ? null : ratio(load, unit * voters)
    }))
    return {
      kind: 'round',
      round: { chosen: options[offer.option]!, loads },
      next: elect(groups, state, offer)
    }
  }
  return {
    start: {
      elected: [],
      unit: 1n,
      levels: [0n],
      levelOf: new Uint32Array(groups.sizes.length),
      chosen: null
    },
    advance,
    key: ({ elected, unit, levels, levelOf }) => `${[...elected].sort()}|${unit}|${levels}|${levelOf}`
  }
}

/** What each option without a seat would cost, the lightest first. */
function offersOf({ options, sizes, groupStarts, groups }: ApprovalGroups, state: PhragmenState): Offer[] {
  const offers: Offer[] = []
  for (const option of options.keys()) {
    if (state.elected.includes(option)) continue
    const votersAt = new Float64Array(state.levels.length)
    for (let at = groupStarts[option]!; at < groupStarts[option + 1]!; at++) {
      votersAt[state.levelOf[groups[at]!]!]! += sizes[groups[at]!]!
    }
    let load = state.unit
    let voters = 0n
    votersAt.forEach((count, level) => {
      load += BigInt(count) * state.levels[level]!
      voters += BigInt(count)
    })
    offers.push({ option, load, voters })
  }
  return offers.sort((a, b) => compareOffers(a, b) || a.option - b.option)
}

/** Without voters an offer is infinitely heavy. */
function compareOffers(a: Offer, b: Offer): number {
  if (a.voters === 0n || b.voters === 0n) return Number(a.voters === 0n) - Number(b.voters === 0n)
  const difference = a.load * b.voters - b.load * a.voters
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** Gives the seat: the option's voters all carry the new load, and all loads get the common unit. */
function elect(
  { groupStarts, groups }: ApprovalGroups,
  { elected, unit, levels, levelOf }: PhragmenState,
  { option, load, voters }: Offer
): PhragmenState {
  if (voters === 0n) return { elected: [...elected, option], unit, levels, levelOf, chosen: null }
  const common = greatestCommonDivisor(voters, load)
  const factor = voters / common
  const next = levelOf.slice()
  for (let at = groupStarts[option]!; at < groupStarts[option + 1]!; at++) next[groups[at]!] = levels.length
  return {
    elected: [...elected, option],
    unit: unit * factor,
    levels: [...levels.map(level => level * factor), load / common],
    levelOf: next,
    chosen: null
  }
}

/** a ∕ b as the nearest number, for whole numbers of any size. */
function ratio(a: bigint, b: bigint): number {
  const scale = 10n ** 30n
  return Number((a * scale) / b) / 1e30
}
