import { checkWhole } from '../checks.ts'
import type { TieBreak } from '../tie-rule.ts'
import { checkTallies } from './check-tallies.ts'
import type { GroupStatistics, VoteTallies } from './group-statistics.ts'
import { takeBest } from './take-best.ts'
import { oneShareTest, smoothedShare, twoSharesTest, Z90 } from './vote-tests.ts'

/** What a group says to a statement, next to everybody else in groups. Each pair is agree, then disagree. */
export interface GroupView {
  readonly seen: number
  readonly counts: readonly [number, number]
  /** Share with one vote either way added. */
  readonly shares: readonly [number, number]
  /** z of the share against one half. */
  readonly shareTests: readonly [number, number]
  /** The share as a multiple of that of the other groups. */
  readonly ratios: readonly [number, number]
  /** z of the difference from the other groups. */
  readonly ratioTests: readonly [number, number]
}

/** A statement that stands for a group: what the group says to it, and how the others differ. */
export interface RepresentativeStatement {
  readonly id: string
  readonly vote: 'agree' | 'disagree'
  readonly count: number
  readonly seen: number
  readonly share: number
  readonly shareTest: number
  readonly ratio: number
  readonly ratioTest: number
  /** Set on the statement that the group agrees with most, which comes first. */
  readonly isBestAgree: boolean
}

/** The statements that stand for each group, in the order of groups. */
export interface RepresentativeStatements {
  readonly rule: 'representativeStatements'
  readonly groups: readonly {
    readonly statements: readonly RepresentativeStatement[]
    /** False when no statement passed the tests, and the nearest is shown. */
    readonly isSignificant: boolean
    /** Where the order of the statements decided who is among them. */
    readonly tieBreaks: readonly TieBreak[]
  }[]
}

/**
 * Representative statements, after Polis: what does each group say that the others do not?
 *
 * A statement represents a group when both its share of agreement (or disagreement) and the difference from
 * the other groups are significant at 90 %, one-sided. The best five by ratio × its z × share × its z are
 * shown, agreements first, led by what the group agrees with best. Prefer `consensusStatements` for what all
 * share.
 *
 * Ties: statements are gone through in their order, that of submission, which is part of the rule: the first
 * of equal ones stays, and where that decides who is among the five it is reported. Gaps: without a
 * significant statement the nearest is shown; statements taken out by moderation and those nobody voted on
 * are left out. Cost: groups × statements.
 *
 * Throws `RangeError` when `most` is not a whole number above 0, for counts that are none.
 *
 * Source: Small et al. 2021, section on representative comments; thresholds as in the code of Polis.
 *
 * @example
 * representativeStatements(groupStatistics(opinionProfile(['trees'], ['a', 'b', 'c', 'd', 'e', 'f'].map(voter =>
 *   ({ voter, statement: 'trees', vote: voter < 'd' ? 'agree' : 'disagree' })
 * )), [0, 0, 0, 1, 1, 1], 2)).groups.map(({ statements }) => statements.map(({ id, vote }) => `${vote}: ${id}`))
 * // → [['agree: trees'], ['disagree: trees']]
 */
export function representativeStatements(
  statistics: GroupStatistics,
  settings: { readonly most?: number } = {}
): RepresentativeStatements {
  const { most = 5 } = settings
  checkWhole('representativeStatements', 'most', most, 1)
  checkTallies('representativeStatements', statistics)
  const views = groupViews(statistics)
  return { rule: 'representativeStatements', groups: views.map(own => selectOf(statistics, own, most)) }
}

/** What each group says to each statement: the figures behind `representativeStatements`. */
export function groupViews({ statements, groups }: GroupStatistics): GroupView[][] {
  const sum = (column: keyof VoteTallies, s: number) =>
    groups.reduce((total, tallies) => total + tallies[column][s]!, 0)
  const totals = statements.map((_, s) => ({
    agree: sum('agree', s),
    disagree: sum('disagree', s),
    seen: sum('seen', s)
  }))
  return groups.map(tallies =>
    statements.map((_, s) => {
      const seen = tallies.seen[s]!
      const otherSeen = totals[s]!.seen - seen
      const figures = (['agree', 'disagree'] as const).map(column => {
        const count = tallies[column][s]!
        const otherCount = totals[s]![column] - count
        const share = smoothedShare(count, seen)
        return {
          count,
          share,
          shareTest: oneShareTest(count, seen),
          ratio: share / smoothedShare(otherCount, otherSeen),
          ratioTest: twoSharesTest(count, seen, otherCount, otherSeen)
        }
      })
      const pair = (key: keyof (typeof figures)[number]) => [figures[0]![key], figures[1]![key]] as const
      return {
        seen,
        counts: pair('count'),
        shares: pair('share'),
        shareTests: pair('shareTest'),
        ratios: pair('ratio'),
        ratioTests: pair('ratioTest')
      }
    })
  )
}

function selectOf({ statements, isOut }: GroupStatistics, views: readonly GroupView[], most: number) {
  const sufficient: RepresentativeStatement[] = []
  let nearest: RepresentativeStatement | null = null
  let bestAgree: { id: string; view: GroupView } | null = null
  views.forEach((view, s) => {
    if (isOut[s]) return
    const id = statements[s]!
    if (isSignificant(view)) sufficient.push(summed(id, view, false))
    if (sufficient.length === 0 && (!nearest || Math.max(...view.ratioTests) > nearest.ratioTest)) {
      nearest = summed(id, view, false)
    }
    if (isBetterAgree(view, bestAgree && bestAgree.view)) bestAgree = { id, view }
  })
  const lead = bestAgree as { id: string; view: GroupView } | null
  const head = lead ? [summed(lead.id, lead.view, true)] : []
  if (sufficient.length === 0) {
    const alone = head.length > 0 ? head : nearest ? [nearest] : []
    return { statements: alone, isSignificant: false, tieBreaks: [] }
  }
  const others = sufficient.filter(({ id }) => id !== lead?.id)
  const { taken, tieBreaks } = takeBest(others, metric, most - head.length)
  const all = [...head, ...taken]
  const agreeFirst = [
    ...all.filter(({ vote }) => vote === 'agree'),
    ...all.filter(({ vote }) => vote !== 'agree')
  ]
  return { statements: agreeFirst, isSignificant: true, tieBreaks }
}

function isSignificant({ ratioTests, shareTests }: GroupView): boolean {
  return [0, 1].some(side => ratioTests[side]! > Z90 && shareTests[side]! > Z90)
}

/** Whether the group agrees with it better than with the best so far; over- and underestimated alike, as Polis has it. */
function isBetterAgree(view: GroupView, best: GroupView | null): boolean {
  if (view.counts[0] === 0 && view.counts[1] === 0) return false
  const broad = ({ shares, shareTests }: GroupView) => shares[0] * shareTests[0]
  const distinct = ({ ratios, ratioTests, shares, shareTests }: GroupView) =>
    ratios[0] * ratioTests[0] * shares[0] * shareTests[0]
  if (best === null) return view.shareTests[0] > Z90 || (view.ratios[0] > 1 && view.shares[0] > 0.5)
  return best.ratios[0] > 1 ? distinct(view) > distinct(best) : broad(view) > broad(best)
}

/** The side, agree or disagree, on which the group differs more. */
function summed(id: string, view: GroupView, isBestAgree: boolean): RepresentativeStatement {
  const side = view.ratioTests[0] > view.ratioTests[1] ? 0 : 1
  return {
    id,
    vote: side === 0 ? 'agree' : 'disagree',
    count: view.counts[side],
    seen: view.seen,
    share: view.shares[side],
    shareTest: view.shareTests[side],
    ratio: view.ratios[side],
    ratioTest: view.ratioTests[side],
    isBestAgree
  }
}

function metric({ ratio, ratioTest, share, shareTest }: RepresentativeStatement): number {
  return ratio * ratioTest * share * shareTest
}
