import { checkWhole, fail } from '../checks.ts'
import { greatestCommonDivisor } from '../greatest-common-divisor.ts'
import { sortedIds, type TooLarge } from '../ties.ts'
import { report, type Watch } from '../watch.ts'
import { type ApprovalGroups, approvalGroups } from './approval-groups.ts'
import type { ApprovalProfile } from './approval-profile.ts'
import { type CommitteeOutcome, committeeOutcome, distinct, noCommittee } from './courses.ts'
import { declaredOrder, type TieBreak, type TieSettings } from '../tie-rule.ts'

/** What happens to ties, and how many committees may exist before the rule declines. */
export interface SearchSettings extends TieSettings, Watch {
  /** Committees up to which the rule is computed; 200,000 unless given. */
  readonly most?: number
}

/** A rule that looks for the best committees among all: each of them, and the score they share. */
export interface BestCommittees {
  readonly rule: string
  readonly voters: number
  readonly seats: number
  readonly outcome: CommitteeOutcome | TooLarge
  readonly committees: readonly (readonly string[])[]
  readonly score: number | null
  readonly tieBreaks: readonly TieBreak[]
}

/**
 * The committees of greatest total satisfaction, where the j-th approved member adds `gains[j − 1]` (whole,
 * falling, as so many parts of `unit`) to a voter. Each set of options is visited unless a bound shows that
 * no best one lies beyond it.
 */
export function searchCommittees(
  rule: string,
  profile: ApprovalProfile,
  gains: readonly number[],
  unit: number,
  settings: SearchSettings
): BestCommittees {
  const { most = 200_000, ties = 'report' } = settings
  const { options, voters } = profile
  const seats = gains.length
  checkWhole(rule, 'most', most, 1)
  const preference = declaredOrder(rule, options, ties)
  const head = { rule, voters, seats }
  const none = noCommittee(rule, profile, seats)
  if (none) return { ...head, outcome: none.outcome, committees: [], score: null, tieBreaks: [] }
  const have = choose(options.length, seats)
  if (have > most)
    return { ...head, outcome: { kind: 'too-large', have, most }, committees: [], score: null, tieBreaks: [] }
  if (voters * gains.reduce((sum, gain) => sum + gain, 0) > Number.MAX_SAFE_INTEGER) {
    fail(
      rule,
      `${seats} seats for ${voters} voters leave the exact range of numbers; use the sequential rule`
    )
  }
  const { best, score } = visit(approvalGroups(profile), gains, settings)
  const committees = distinct(best.map(set => sortedIds(set.map(option => options[option]!))))
  if (!preference || committees.length === 1) {
    return { ...head, outcome: committeeOutcome(committees), committees, score: score / unit, tieBreaks: [] }
  }
  const { chosen, tieBreaks } = narrow(committees, preference)
  return { ...head, outcome: { kind: 'elected', ids: chosen }, committees, score: score / unit, tieBreaks }
}

/**
 * Of tied committees, the one whose best member in the declared order comes first, then the second best, and
 * so on.
 */
function narrow(committees: readonly (readonly string[])[], preference: ReadonlyMap<string, number>) {
  const inOrder = (ids: readonly string[]) => [...ids].sort((a, b) => preference.get(a)! - preference.get(b)!)
  let left = committees.map(ids => ({ ids, order: inOrder(ids) }))
  const tieBreaks: TieBreak[] = []
  for (let place = 0; left.length > 1; place++) {
    const among = sortedIds(left.map(({ order }) => order[place]!))
    const chosen = inOrder(among)[0]!
    if (among.length > 1) tieBreaks.push({ among, chosen })
    left = left.filter(({ order }) => order[place] === chosen)
  }
  return { chosen: left[0]!.ids, tieBreaks }
}

function visit(
  { options, sizes, groupStarts, groups }: ApprovalGroups,
  gains: readonly number[],
  watch: Watch
) {
  const seats = gains.length
  const members = new Uint8Array(sizes.length)
  const set: number[] = []
  let best: number[][] = []
  let bestScore = -1
  let visited = 0
  const gainOf = (option: number) => {
    let gain = 0
    for (let at = groupStarts[option]!; at < groupStarts[option + 1]!; at++) {
      const group = groups[at]!
      gain += gains[members[group]!]! * sizes[group]!
    }
    return gain
  }
  const change = (option: number, by: number) => {
    for (let at = groupStarts[option]!; at < groupStarts[option + 1]!; at++) members[groups[at]!]! += by
  }
  const extend = (from: number, score: number): void => {
    if (++visited % 1000 === 0) report(watch, visited)
    const missing = seats - set.length
    if (missing === 0) {
      if (score > bestScore) best = []
      if (score >= bestScore) best.push([...set])
      bestScore = Math.max(bestScore, score)
      return
    }
    const later = Array.from({ length: options.length - from }, (_, i) => from + i)
    const own = later.map(gainOf)
    for (let i = 0; i + missing <= later.length; i++) {
      // Gains only fall as the committee grows, so the largest of the present ones bound what can still be
      // added.
      const rest = own.slice(i).sort((a, b) => b - a)
      const reachable = rest.slice(0, missing).reduce((sum, gain) => sum + gain, score)
      if (reachable < bestScore) break
      set.push(later[i]!)
      change(later[i]!, 1)
      extend(later[i]! + 1, score + own[i]!)
      change(later[i]!, -1)
      set.pop()
    }
  }
  extend(0, 0)
  return { best, score: bestScore }
}

/** How many sets of `k` there are among `n`. */
function choose(n: number, k: number): number {
  let sets = 1
  for (let i = 1; i <= k; i++) sets = (sets * (n - k + i)) / i
  return Math.round(sets)
}

/** The least common multiple of 1 … k, in which all harmonic gains are whole. */
export function harmonicUnit(k: number): bigint {
  let unit = 1n
  for (let j = 2n; j <= BigInt(k); j++) unit = (unit / greatestCommonDivisor(unit, j)) * j
  return unit
}
