import { checkWhole } from '../checks.ts'
import type { TooFew } from '../ties.ts'
import { baseClusters } from './base-clusters.ts'
import { groupBaseClusters, type GroupSettings, type OpinionGroups } from './opinion-groups.ts'
import type { OpinionProfile } from './opinion-profile.ts'
import { type PlacedStatement, placeStatements, placeVoters } from './place-voters.ts'
import { type AxesSettings, type PrincipalAxes, principalAxes } from './principal-axes.ts'

/** A person on the map; without a group when they have voted too little to be grouped. */
export interface PlacedVoter {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly votes: number
  readonly group: number | null
}

/** A map of opinions: who stands near whom, and which statements part them. It survives JSON. */
export interface OpinionMap {
  readonly rule: 'opinionMap'
  readonly axes: PrincipalAxes
  /** In code-unit order of ids. */
  readonly people: readonly PlacedVoter[]
  readonly statements: readonly PlacedStatement[]
  readonly groups: OpinionGroups | TooFew
}

/** Who is grouped, and what is carried over from the last map. */
export interface OpinionMapSettings extends AxesSettings, GroupSettings {
  /** Votes that a person needs to be grouped, or all statements where there are fewer; 7 unless given. */
  readonly leastVotes?: number
  /**
   * When fewer people have enough votes, those with the most votes join them until there are so many, those
   * with equally many together; 15 unless given.
   */
  readonly leastPeople?: number
  /** Base clusters at most; 100 unless given. */
  readonly mostBase?: number
}

/**
 * Opinion map, after Polis: who votes alike, and into which groups do people fall?
 *
 * Principal axes of the votes, everybody's place on them, and groups by k-means for the number of groups with
 * the best silhouette. Prefer `bridgingFactors` to find what is liked across one divide. The groups are a
 * picture, not a finding: `groupSureness` tells how much of them chance could have drawn.
 *
 * To refresh a map pass the last one's `axes` as `start` (fewer steps, the same map to 10⁻⁶) and its
 * `groups.smoothing`; `alignMap` then turns the new map to the last. Ties and gaps as in `principalAxes`,
 * `smoothGroupCount` and the settings. Cost: some thirty passes over the votes, and n × ten a step of the
 * base clusters for n people; memory: the votes, and a few numbers a person.
 *
 * Throws `RangeError` for settings out of range.
 *
 * Source: C. Small et al., "Polis: scaling deliberation by mapping high dimensional opinion spaces", Recerca
 * 26(2), 2021.
 *
 * @example
 * opinionMap(opinionProfile(['trees', 'parking'], [
 *   { voter: 'a', statement: 'trees', vote: 'agree' }, { voter: 'a', statement: 'parking', vote: 'disagree' },
 *   { voter: 'b', statement: 'trees', vote: 'disagree' }, { voter: 'b', statement: 'parking', vote: 'agree' },
 *   { voter: 'c', statement: 'trees', vote: 'disagree' }, { voter: 'c', statement: 'parking', vote: 'agree' }
 * ])).people.map(({ group }) => group)
 * // → [1, 0, 0]
 */
export function opinionMap(profile: OpinionProfile, settings: OpinionMapSettings = {}): OpinionMap {
  const rule = 'opinionMap'
  const { leastVotes = 7, leastPeople = 15, mostBase = 100 } = settings
  checkWhole(rule, 'leastVotes', leastVotes)
  checkWhole(rule, 'leastPeople', leastPeople)
  checkWhole(rule, 'mostBase', mostBase, 2)
  const axes = principalAxes(profile, settings)
  const places = placeVoters(profile, axes)
  const { voters, starts, statements } = profile
  const grouped = groupedVoters(starts, Math.min(leastVotes, statements.length), leastPeople)
  const groupedPlaces = new Float64Array(2 * grouped.length)
  grouped.forEach((voter, i) => {
    groupedPlaces[2 * i] = places[2 * voter]!
    groupedPlaces[2 * i + 1] = places[2 * voter + 1]!
  })
  const base = baseClusters(groupedPlaces, mostBase)
  const groups = groupBaseClusters(rule, base, settings)
  const groupOf = new Int32Array(voters.length).fill(-1)
  if (groups.kind === 'groups') {
    grouped.forEach((voter, i) => (groupOf[voter] = groups.base[base.labels[i]!]!.group))
  }
  return {
    rule,
    axes,
    people: voters.map((id, voter) => ({
      id,
      x: places[2 * voter]!,
      y: places[2 * voter + 1]!,
      votes: starts[voter + 1]! - starts[voter]!,
      group: groupOf[voter]! === -1 ? null : groupOf[voter]!
    })),
    statements: placeStatements(axes),
    groups
  }
}

/** The voters who take part in groups: those with enough votes, and the busiest others where these are few. */
function groupedVoters(starts: Uint32Array, leastVotes: number, leastPeople: number): Uint32Array {
  const votes = new Uint32Array(starts.length - 1)
  for (let voter = 0; voter < votes.length; voter++) votes[voter] = starts[voter + 1]! - starts[voter]!
  const hasEnough = (need: number) =>
    votes.reduce((sum, own) => sum + (own >= need ? 1 : 0), 0) >= leastPeople
  // Who has not voted at all stands in the middle for want of votes, not for an opinion.
  let least = leastVotes
  while (least > 1 && !hasEnough(least)) least--
  const grouped = new Uint32Array(votes.length)
  let size = 0
  for (let voter = 0; voter < votes.length; voter++) if (votes[voter]! >= least) grouped[size++] = voter
  return grouped.subarray(0, size)
}
