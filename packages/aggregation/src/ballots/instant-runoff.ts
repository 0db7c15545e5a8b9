import { compareIds } from '../ties.ts'
import { type Course, type Count, follow, type Step } from './courses.ts'
import { checkStrict, type RankedProfile } from './ranked-profile.ts'
import { type SingleWinner, singleWinner } from './single-winner.ts'
import { declaredOrder, type TieBreak, type TieRule } from '../tie-rule.ts'

/** What happens to options that tie for the last place. */
export interface RunoffSettings {
  /** `'report'` (follow every exclusion) unless given; `'exclude-together'` drops all that tie. */
  readonly ties?: TieRule | 'exclude-together'
}

/**
 * A round: the votes of the options still in, most first; the ballots that name none of them; who went out.
 */
export interface RunoffRound {
  readonly votes: readonly { readonly id: string; readonly votes: number }[]
  readonly exhausted: number
  readonly excluded: readonly string[]
}

/** Winners over all ways to break ties, the rounds, and where a declared order was used. */
export interface InstantRunoffResult extends SingleWinner {
  readonly complete: boolean
  readonly course: Course<RunoffRound>
  readonly tieBreaks: readonly TieBreak[]
}

/**
 * Instant run-off (alternative vote): which option has a majority once the option with the fewest first
 * places is taken out, again and again?
 *
 * Familiar from many public elections and safe against clones. It is not monotonic, and an option that all
 * would accept can go out early: prefer `schulze` or `rankedPairs`.
 *
 * Ties: with `'report'` every exclusion is followed, and all options that win in some order are winners.
 * Options without any vote go out together, for their order changes nothing. Gaps: a ballot whose options are
 * all out is exhausted; the majority is one of the rest. Cost: rounds × ranked places, times the visited ties
 * (2,000 at most).
 *
 * Throws `RangeError` for ballots with two options on one level.
 *
 * Source: W. R. Ware, 1871; all orders ("parallel universes"): V. Conitzer, M. Rognlie, L. Xia, "Preference
 * functions that score rankings and maximum likelihood estimation", IJCAI 2009.
 *
 * @example
 * instantRunoff(rankedProfile(['a', 'b', 'c'], [
 *   { ranking: ['a'], count: 4 }, { ranking: ['b', 'c'], count: 3 }, { ranking: ['c', 'b'], count: 2 }
 * ])).course.rounds.map(round => round.excluded)
 * // → [['c'], []]
 */
export function instantRunoff(profile: RankedProfile, settings: RunoffSettings = {}): InstantRunoffResult {
  const rule = 'instantRunoff'
  const { ties = 'report' } = settings
  checkStrict(rule, profile)
  const preference = ties === 'exclude-together' ? null : declaredOrder(rule, profile.options, ties)
  const count = runoffCount(profile, ties === 'exclude-together')
  const nonBlank = { options: profile.options, voters: profile.order.length > 0 ? profile.voters : 0 }
  if (nonBlank.voters === 0) {
    const course = { rounds: [], fork: null }
    return { ...singleWinner(rule, nonBlank, [], {}), complete: true, course, tieBreaks: [] }
  }
  const { committees, complete, course, tieBreaks } = follow(count, preference)
  return { ...singleWinner(rule, profile, committees.flat(), {}), complete, course, tieBreaks }
}

/** Which options are in; `out` is chosen to leave in the next round; `elected` once the count is over. */
interface RunoffState {
  readonly inside: Uint8Array
  readonly out: string | null
  readonly elected: readonly string[] | null
}

function runoffCount(profile: RankedProfile, together: boolean): Count<RunoffState, RunoffRound> {
  const inside = new Uint8Array(profile.options.length).fill(1)
  return {
    start: { inside, out: null, elected: null },
    key: state => state.inside.join(''),
    advance: state => advance(profile, state, together)
  }
}

function advance(
  profile: RankedProfile,
  { inside, out, elected }: RunoffState,
  together: boolean
): Step<RunoffState, RunoffRound> {
  if (elected) return { kind: 'done', elected }
  const { options, voters } = profile
  const { votes, exhausted } = firstPlaces(profile, inside)
  const left = options.flatMap((id, i) => (inside[i] ? [{ id, votes: votes[i]! }] : []))
  left.sort((a, b) => b.votes - a.votes || compareIds(a.id, b.id))
  const end = (ids: readonly string[]): Step<RunoffState, RunoffRound> => ({
    kind: 'round',
    round: { votes: left, exhausted, excluded: [] },
    next: { inside, out: null, elected: ids }
  })
  const exclude = (ids: readonly string[]): Step<RunoffState, RunoffRound> => ({
    kind: 'round',
    round: { votes: left, exhausted, excluded: ids },
    next: { inside: inside.map((yes, i) => (ids.includes(options[i]!) ? 0 : yes)), out: null, elected: null }
  })
  const [top] = left
  if (top!.votes * 2 > voters - exhausted) return end([top!.id])
  if (out !== null) return exclude([out])
  const fewest = left.at(-1)!.votes
  const last = left.filter(option => option.votes === fewest).map(option => option.id)
  if (together && last.length === left.length) return end(last)
  if (together || last.length === 1 || fewest === 0) return exclude(last)
  return { kind: 'tie', choosing: 'out', among: last, choose: id => ({ inside, out: id, elected: null }) }
}

/** The votes of each option still in, and the voters whose ballots name none of them. */
function firstPlaces({ options, voters, counts, starts, order }: RankedProfile, inside: Uint8Array) {
  const votes = new Float64Array(options.length)
  let exhausted = voters
  for (let b = 0; b < counts.length; b++) {
    for (let at = starts[b]!; at < starts[b + 1]!; at++) {
      if (inside[order[at]!] === 0) continue
      votes[order[at]!]! += counts[b]!
      exhausted -= counts[b]!
      break
    }
  }
  return { votes, exhausted }
}
