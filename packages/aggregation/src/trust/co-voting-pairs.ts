import { checkBetween, checkWhole, fail } from '../checks.ts'
import type { OpinionProfile } from '../opinions/index.ts'
import type { TooLarge } from '../ties.ts'
import { report, type Watch } from '../watch.ts'

export interface CoVotingSettings extends Watch {
  /** Statements both must have voted on; 10 unless given. */
  readonly leastCommon?: number
  /** Chance, over all pairs together, of flagging any pair that votes independently; 0.01 unless given. */
  readonly falseAlarm?: number
  /**
   * The group of each voter, in the order of the profile: chance is then what two people of their groups would
   * share, so that a camp is not taken for a conspiracy.
   */
  readonly groupOf?: readonly (number | null)[]
  /** Comparisons of two votes at most; 20,000 million unless given. */
  readonly mostComparisons?: number
  /** Pairs listed at most, the most surprising; 100,000 unless given. */
  readonly mostPairs?: number
}

/** Two voters who agree more than chance explains. */
export interface CoVotingPair {
  readonly a: string
  readonly b: string
  /** Statements both voted on, and on how many of them alike. */
  readonly common: number
  readonly alike: number
  /** Alike by chance. */
  readonly expected: number
  /** A bound on the chance of so much likeness, as minus its decimal logarithm: 9 is one in 10⁹. */
  readonly surprise: number
}

/** Pairs to look at, and how many were compared. */
export interface CoVotingPairs {
  readonly kind: 'pairs'
  readonly rule: 'coVotingPairs'
  /** The most surprising first. */
  readonly pairs: readonly CoVotingPair[]
  /** Pairs with enough statements in common. */
  readonly compared: number
  /** The surprise from which a pair is listed. */
  readonly leastSurprise: number
  /** False when there were more such pairs than may be listed. */
  readonly complete: boolean
}

/**
 * Co-voting pairs: who votes alike more than chance explains?
 *
 * On each statement two people are alike by chance as often as two voters of it drawn at random. If votes were
 * independent, the number alike would exceed what is seen with at most the chance stated (Hoeffding's bound);
 * pairs below the allowed chance of any false alarm are listed. People of one mind vote alike too: pass opinion
 * groups as `groupOf`, and take a pair as a reason to look, never as proof. `denseGroups` finds circles of
 * pairs. Prefer `bursts` where accounts come together in time.
 *
 * Ties: equal surprise in code-unit order of ids. Gaps: pairs with fewer than `leastCommon` statements in
 * common are not compared; statements taken out by moderation do not count. Cost: the sum over statements of
 * their squared number of votes; memory: a few numbers a voter, never a table of pairs. Beyond
 * `mostComparisons` the answer is `too-large`, before anything is compared.
 *
 * Throws `RangeError` for settings out of range and groups of another number than voters.
 *
 * Source: W. Hoeffding, "Probability inequalities for sums of bounded random variables", JASA 58 (1963),
 * theorem 1; as a flag: D. Pacheco et al., "Uncovering coordinated networks on social media", ICWSM 2021.
 *
 * @example
 * coVotingPairs(opinionProfile(Array.from('abcdefghijklmnopqrst'), Array.from('abcdefghijklmnopqrst').flatMap((statement, s) =>
 *   Array.from({ length: 40 }, (_, v) => ({ voter: `v${v}`, statement, vote: (v < 2 ? s * s : s * v + v * v + s * s * v) % 3 === 0 ? 'agree' : 'disagree' }))
 * ))).kind
 * // → 'pairs'
 */
export function coVotingPairs(
  profile: OpinionProfile,
  settings: CoVotingSettings = {}
): CoVotingPairs | TooLarge {
  const rule = 'coVotingPairs'
  const { leastCommon = 10, falseAlarm = 0.01, mostComparisons = 2e10, mostPairs = 100_000 } = settings
  checkWhole(rule, 'leastCommon', leastCommon, 1)
  checkBetween(rule, 'falseAlarm', falseAlarm, 1e-12, 1)
  checkWhole(rule, 'mostComparisons', mostComparisons, 1)
  checkWhole(rule, 'mostPairs', mostPairs, 1)
  const { voters } = profile
  const groups = groupsOf(rule, voters.length, settings.groupOf)
  const lists = votersOf(profile)
  const comparisons = lists.reduce((sum, { people }) => sum + (people.length * (people.length - 1)) / 2, 0)
  if (comparisons > mostComparisons) return { kind: 'too-large', have: comparisons, most: mostComparisons }
  const found = compareAll(profile, lists, groups, { ...settings, leastCommon, falseAlarm, mostPairs })
  const leastSurprise = leastSurpriseOf(found.compared, falseAlarm)
  const listed = found.pairs.filter(({ surprise }) => surprise >= leastSurprise).sort(mostSurprising)
  return {
    kind: 'pairs',
    rule,
    pairs: listed
      .slice(0, mostPairs)
      .map(({ a, b, ...figures }) => ({ a: voters[a]!, b: voters[b]!, ...figures })),
    compared: found.compared,
    leastSurprise,
    complete: listed.length <= mostPairs && found.dropped < leastSurprise
  }
}

/** A pair with numbers for ids. */
type NumberedPair = Omit<CoVotingPair, 'a' | 'b'> & { readonly a: number; readonly b: number }

function mostSurprising(x: NumberedPair, y: NumberedPair): number {
  return y.surprise - x.surprise || x.a - y.a || x.b - y.b
}

/** Of so many pairs, one that votes independently is as surprising with the chance of a false alarm. */
function leastSurpriseOf(compared: number, falseAlarm: number): number {
  return Math.log10(Math.max(1, compared) / falseAlarm)
}

/** The voters of a statement, ascending, and the place of each one's vote. */
interface StatementVotes {
  readonly people: Uint32Array
  readonly votes: Uint8Array
}

function votersOf({ statements, voters, starts, codes, isOut }: OpinionProfile): StatementVotes[] {
  const sizes = new Uint32Array(statements.length)
  for (let at = 0; at < codes.length; at++) sizes[Math.floor(codes[at]! / 3)]!++
  const lists = Array.from(sizes, (size, s) => {
    const kept = isOut[s] === 1 ? 0 : size
    return { people: new Uint32Array(kept), votes: new Uint8Array(kept) }
  })
  const ends = new Uint32Array(statements.length)
  for (let voter = 0; voter < voters.length; voter++) {
    for (let at = starts[voter]!; at < starts[voter + 1]!; at++) {
      const statement = Math.floor(codes[at]! / 3)
      if (isOut[statement] === 1) continue
      const place = ends[statement]!++
      lists[statement]!.people[place] = voter
      lists[statement]!.votes[place] = codes[at]! % 3
    }
  }
  return lists
}

function compareAll(
  { voters, starts, codes, isOut }: OpinionProfile,
  lists: readonly StatementVotes[],
  { groupOf, count }: { groupOf: Uint32Array; count: number },
  settings: Required<Pick<CoVotingSettings, 'leastCommon' | 'falseAlarm' | 'mostPairs'>> & Watch
) {
  const { leastCommon, falseAlarm, mostPairs } = settings
  const chances = lists.map(list => chancesOf(list, groupOf, count))
  const common = new Uint32Array(voters.length)
  const alike = new Uint32Array(voters.length)
  const expected = new Float64Array(voters.length)
  // Before this place of its list, a statement's voters come before the present one.
  const passed = new Uint32Array(lists.length)
  let pairs: NumberedPair[] = []
  let dropped = 0
  let compared = 0
  for (let a = 0; a < voters.length; a++) {
    if (a % 100 === 0) report(settings, a, voters.length)
    for (let at = starts[a]!; at < starts[a + 1]!; at++) {
      const statement = Math.floor(codes[at]! / 3)
      if (isOut[statement] === 1) continue
      const { people, votes } = lists[statement]!
      const own = codes[at]! % 3
      const chance = chances[statement]!.subarray(groupOf[a]! * count, (groupOf[a]! + 1) * count)
      for (let place = ++passed[statement]!; place < people.length; place++) {
        const b = people[place]!
        common[b]!++
        if (votes[place] === own) alike[b]!++
        expected[b]! += chance[groupOf[b]!]!
      }
    }
    for (let b = a + 1; b < voters.length; b++) {
      if (common[b]! >= leastCommon) {
        compared++
        const surprise = surpriseOf(alike[b]!, common[b]!, expected[b]!)
        // The limit only rises with the pairs compared, so what is below it now will not be listed.
        if (surprise >= Math.max(dropped, leastSurpriseOf(compared, falseAlarm))) {
          pairs.push({ a, b, common: common[b]!, alike: alike[b]!, expected: expected[b]!, surprise })
        }
      }
      common[b] = 0
      alike[b] = 0
      expected[b] = 0
    }
    if (pairs.length > 2 * mostPairs + 1000) {
      pairs = pairs.sort(mostSurprising)
      dropped = pairs[mostPairs]!.surprise
      pairs = pairs.slice(0, mostPairs)
    }
  }
  return { pairs, compared, dropped }
}

/** For any two groups, the chance that two different people of them vote alike; every vote is given once more. */
function chancesOf({ people, votes }: StatementVotes, groupOf: Uint32Array, count: number): Float64Array {
  const counts = new Float64Array(3 * count)
  const totals = new Float64Array(3)
  people.forEach((voter, place) => {
    counts[3 * groupOf[voter]! + votes[place]!]!++
    totals[votes[place]!]!++
  })
  const all = people.length
  const shares = new Float64Array(3 * count)
  for (let group = 0; group < count; group++) {
    const own = counts[3 * group]! + counts[3 * group + 1]! + counts[3 * group + 2]!
    // A small group is drawn towards everybody, by as much as one vote more.
    for (let vote = 0; vote < 3; vote++) {
      const usual = all === 0 ? 1 / 3 : totals[vote]! / all
      shares[3 * group + vote] = (counts[3 * group + vote]! + usual) / (own + 1)
    }
  }
  const chances = new Float64Array(count * count)
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      for (let vote = 0; vote < 3; vote++) {
        chances[a * count + b]! += shares[3 * a + vote]! * shares[3 * b + vote]!
      }
    }
  }
  return chances
}

/** Hoeffding's bound on the chance of at least `alike` successes, as minus its decimal logarithm. */
export function surpriseOf(alike: number, common: number, expected: number): number {
  if (alike <= expected) return 0
  const seen = alike / common
  const chance = expected / common
  const missed = seen === 1 ? 0 : (1 - seen) * Math.log((1 - seen) / (1 - chance))
  return (common * (seen * Math.log(seen / chance) + missed)) / Math.LN10
}

function groupsOf(rule: string, size: number, groupOf?: readonly (number | null)[]) {
  if (!groupOf) return { groupOf: new Uint32Array(size), count: 1 }
  if (groupOf.length !== size)
    fail(rule, `there must be one group a voter, got ${groupOf.length} for ${size}`)
  // Those without a group are one more group.
  const count = groupOf.reduce<number>((most, group) => Math.max(most, group === null ? 0 : group + 1), 0)
  for (const group of groupOf) if (group !== null) checkWhole(rule, 'a group', group)
  return { groupOf: Uint32Array.from(groupOf, group => group ?? count), count: count + 1 }
}
