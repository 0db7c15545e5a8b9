import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  approvalElections,
  disguised,
  type Election,
  rankedElections,
  renamedRanking,
  scoreElections,
  strictElections
} from '../../testing/arbitraries.ts'
import type { ApprovalBallot, Pairwise, RankedBallot, RankedProfile, ScoreBallot } from './index.ts'
import * as rules from './index.ts'

type Answer =
  { readonly winners: readonly string[] } | { readonly committees: readonly (readonly string[])[] }

const pairwiseRules: Record<string, (pairs: Pairwise) => { readonly winners: readonly string[] }> = {
  schulze: rules.schulze,
  'schulze by margins': pairs => rules.schulze(pairs, { strength: 'margins' }),
  rankedPairs: rules.rankedPairs,
  splitCycle: rules.splitCycle,
  minimax: rules.minimax,
  copeland: rules.copeland,
  borda: rules.borda,
  kemenyYoung: rules.kemenyYoung
}

const strictRules: Record<string, (profile: RankedProfile) => Answer> = {
  plurality: rules.plurality,
  instantRunoff: rules.instantRunoff,
  'instantRunoff, all tied out': profile => rules.instantRunoff(profile, { ties: 'exclude-together' }),
  scottishStv: profile => rules.scottishStv(profile, Math.min(2, profile.options.length)),
  meekStv: profile => rules.meekStv(profile, Math.min(2, profile.options.length))
}

const approvalRules: Record<string, (profile: rules.ApprovalProfile) => Answer> = {
  approvalVoting: rules.approvalVoting,
  proportionalApproval: profile => rules.proportionalApproval(profile, Math.min(2, profile.options.length)),
  sequentialProportionalApproval: profile =>
    rules.sequentialProportionalApproval(profile, Math.min(3, profile.options.length)),
  sequentialPhragmen: profile => rules.sequentialPhragmen(profile, Math.min(3, profile.options.length)),
  chamberlinCourant: profile => rules.chamberlinCourant(profile, Math.min(2, profile.options.length))
}

const scoreRules: Record<string, (profile: rules.ScoreProfile) => Answer> = {
  scoreVoting: rules.scoreVoting,
  star: rules.star
}

const ranked = ({ options, ballots }: Election<RankedBallot>) => rules.rankedProfile(options, ballots)
const approvals = ({ options, ballots }: Election<ApprovalBallot>) => rules.approvalProfile(options, ballots)
const scores = ({ options, ballots }: Election<ScoreBallot>) =>
  rules.scoreProfile(options, { lowest: 0, highest: 5 }, ballots)
const pairsOf = (election: Election<RankedBallot>) => rules.pairwise(ranked(election))

/** Checks that a rule treats options and voters alike: the disguised election gets the disguised answer. */
function checkImpartial<Ballot extends { readonly count?: number }>(
  elections: fc.Arbitrary<Election<Ballot>>,
  rename: (ballot: Ballot, nameOf: (id: string) => string) => Ballot,
  rule: (election: Election<Ballot>) => Answer
): void {
  const pair = elections.chain(election =>
    disguised(election, rename).map(({ election: other, nameOf }) => ({ election, other, nameOf }))
  )
  fc.assert(
    fc.property(pair, ({ election, other, nameOf }) => {
      const sets = (answer: Answer) => ('committees' in answer ? answer.committees : [answer.winners])
      const renamed = sets(rule(election)).map(ids => ids.map(nameOf).sort())
      const received = sets(rule(other)).map(ids => [...ids])
      expect(received.map(String).sort()).toEqual(renamed.map(String).sort())
    }),
    { numRuns: 60 }
  )
}

/** Checks that the order of the lists and the joining of equal ballots leave no trace in the result. */
function checkOrderFree<Ballot extends { readonly count?: number }>(
  elections: fc.Arbitrary<Election<Ballot>>,
  rule: (election: Election<Ballot>) => unknown
): void {
  fc.assert(
    fc.property(elections, election => {
      const split = election.ballots.flatMap(ballot =>
        Array.from({ length: ballot.count ?? 1 }, () => ({ ...ballot, count: 1 }))
      )
      const other = { options: election.options.toReversed(), ballots: split.reverse() }
      expect(JSON.stringify(rule(other))).toBe(JSON.stringify(rule(election)))
    }),
    { numRuns: 60 }
  )
}

const renamedApprovals = (ballot: ApprovalBallot, nameOf: (id: string) => string) => ({
  ...ballot,
  approved: ballot.approved.map(nameOf)
})
const renamedScores = (ballot: ScoreBallot, nameOf: (id: string) => string) => ({
  ...ballot,
  scores: Object.fromEntries(Object.entries(ballot.scores).map(([id, score]) => [nameOf(id), score]))
})

describe('every rule treats options and voters alike, and its result does not show the order of the input', () => {
  for (const [name, rule] of Object.entries(pairwiseRules)) {
    it(name, () => {
      checkImpartial(rankedElections(), renamedRanking, election => rule(pairsOf(election)))
      checkOrderFree(rankedElections(), election => rule(pairsOf(election)))
    })
  }
  for (const [name, rule] of Object.entries(strictRules)) {
    it(name, () => {
      checkImpartial(strictElections('truncated'), renamedRanking, election => rule(ranked(election)))
      checkOrderFree(strictElections('truncated'), election => rule(ranked(election)))
    })
  }
  for (const [name, rule] of Object.entries(approvalRules)) {
    it(name, () => {
      checkImpartial(approvalElections(), renamedApprovals, election => rule(approvals(election)))
      checkOrderFree(approvalElections(), election => rule(approvals(election)))
    })
  }
  for (const [name, rule] of Object.entries(scoreRules)) {
    it(name, () => {
      checkImpartial(scoreElections(), renamedScores, election => rule(scores(election)))
      checkOrderFree(scoreElections(), election => rule(scores(election)))
    })
  }
})

describe('every rule names the only option, and the option all put first', () => {
  it('one option', () => {
    const one = { options: ['a'], ballots: [{ ranking: ['a'] }] }
    for (const rule of Object.values(pairwiseRules)) expect(rule(pairsOf(one)).winners).toEqual(['a'])
    for (const rule of Object.values(strictRules)) {
      expect(rule(ranked(one))).toMatchObject(
        'winners' in rule(ranked(one)) ? { winners: ['a'] } : { committees: [['a']] }
      )
    }
  })

  it('unanimity', () => {
    fc.assert(
      fc.property(strictElections('truncated', { options: { min: 2, max: 5 } }), ({ options, ballots }) => {
        const unanimous = {
          options,
          ballots: ballots.map(({ ranking, count }) => ({
            ranking: ['a', ...ranking.filter(id => id !== 'a')],
            count
          }))
        }
        for (const rule of Object.values(pairwiseRules))
          expect(rule(pairsOf(unanimous)).winners).toEqual(['a'])
        for (const rule of [rules.plurality, rules.instantRunoff]) {
          expect(rule(ranked(unanimous)).winners).toEqual(['a'])
        }
      })
    )
  })

  it('says that there are too few where nobody voted', () => {
    const nobody = { options: ['a', 'b'], ballots: [] }
    const tooFew = { outcome: { kind: 'too-few', have: 0, need: 1 } }
    for (const rule of Object.values(pairwiseRules)) expect(rule(pairsOf(nobody))).toMatchObject(tooFew)
    for (const rule of Object.values(strictRules)) expect(rule(ranked(nobody))).toMatchObject(tooFew)
    for (const rule of Object.values(approvalRules)) expect(rule(approvals(nobody))).toMatchObject(tooFew)
    for (const rule of Object.values(scoreRules)) expect(rule(scores(nobody))).toMatchObject(tooFew)
  })

  it('names all options where nobody prefers any', () => {
    const level = { options: ['a', 'b', 'c'], ballots: [{ ranking: [['a', 'b', 'c']], count: 2 }] }
    for (const rule of Object.values(pairwiseRules)) {
      expect(rule(pairsOf(level))).toMatchObject({ outcome: { kind: 'tie', among: ['a', 'b', 'c'] } })
    }
  })
})

const condorcet = [
  'schulze',
  'schulze by margins',
  'rankedPairs',
  'splitCycle',
  'minimax',
  'copeland',
  'kemenyYoung'
]
const smith = ['schulze', 'schulze by margins', 'rankedPairs', 'splitCycle', 'copeland', 'kemenyYoung']

describe('Condorcet and Smith consistency', () => {
  for (const name of condorcet) {
    it(`${name} elects the Condorcet winner`, () => {
      fc.assert(
        fc.property(rankedElections(), election => {
          const winner = rules.condorcetWinner(pairsOf(election))
          fc.pre(winner !== null)
          expect(pairwiseRules[name]!(pairsOf(election)).winners).toEqual([winner])
        })
      )
    })
  }
  for (const name of smith) {
    it(`${name} elects from the Smith set`, () => {
      fc.assert(
        fc.property(rankedElections(), election => {
          const set = rules.smithSet(pairsOf(election))
          for (const id of pairwiseRules[name]!(pairsOf(election)).winners) expect(set).toContain(id)
        })
      )
    })
  }

  it('minimax can elect outside the Smith set, even the option that loses to all others', () => {
    // A cycle of three with clear defeats above an option that loses narrowly to each.
    const rows = [
      [0, 14, 6, 11],
      [6, 0, 14, 11],
      [14, 6, 0, 11],
      [9, 9, 9, 0]
    ]
    const pairs = rules.pairwiseOf(['a', 'b', 'c', 'd'], rows, 20)
    expect(rules.smithSet(pairs)).toEqual(['a', 'b', 'c'])
    expect(rules.minimax(pairs).winners).toEqual(['d'])
  })

  it('the Schwartz set lies within the Smith set', () => {
    fc.assert(
      fc.property(rankedElections(), election => {
        const pairs = pairsOf(election)
        const set = rules.smithSet(pairs)
        for (const id of rules.schwartzSet(pairs)) expect(set).toContain(id)
      })
    )
  })

  it('Schulze and Ranked Pairs elect among the Split Cycle winners', () => {
    fc.assert(
      fc.property(strictElections('full'), election => {
        const pairs = pairsOf(election)
        const undefeated = rules.splitCycle(pairs).winners
        const others = [rules.schulze(pairs, { strength: 'margins' }), rules.rankedPairs(pairs)]
        for (const { winners } of others) for (const id of winners) expect(undefeated).toContain(id)
      })
    )
  })
})

describe('clones: a copy beside an option on every ballot does not change who wins', () => {
  const cloned = ({ options, ballots }: Election<RankedBallot>): Election<RankedBallot> => ({
    options: [...options, 'a copy'],
    // Voters split over which of the two is better, so that the copy is no mere shadow.
    ballots: ballots.flatMap(({ ranking, count }) => [
      { ranking: ranking.flatMap(id => (id === 'a' ? ['a', 'a copy'] : [id])), count: count! * 2 },
      { ranking: ranking.flatMap(id => (id === 'a' ? ['a copy', 'a'] : [id])), count }
    ]) as RankedBallot[]
  })
  const tripled = ({ options, ballots }: Election<RankedBallot>): Election<RankedBallot> => ({
    options,
    ballots: ballots.map(({ ranking, count }) => ({ ranking, count: count! * 3 }))
  })
  const proof: Record<string, (election: Election<RankedBallot>) => readonly string[]> = {
    schulze: election => rules.schulze(pairsOf(election)).winners,
    rankedPairs: election => rules.rankedPairs(pairsOf(election)).winners,
    splitCycle: election => rules.splitCycle(pairsOf(election)).winners,
    instantRunoff: election => rules.instantRunoff(ranked(election)).winners
  }
  for (const [name, rule] of Object.entries(proof)) {
    it(name, () => {
      fc.assert(
        fc.property(strictElections('full', { options: { min: 2, max: 4 } }), election => {
          const before = rule(tripled(election))
          // A tie leaves room for the clone to matter by the order in which ties are followed.
          fc.pre(before.length === 1)
          const after = rule(cloned(election)).map(id => (id === 'a copy' ? 'a' : id))
          expect([...new Set(after)]).toEqual(before)
        })
      )
    })
  }
})

describe('monotonicity: raising a sole winner on a ballot does not make it lose', () => {
  const monotonic: Record<string, (election: Election<RankedBallot>) => readonly string[]> = {
    plurality: election => rules.plurality(ranked(election)).winners,
    ...Object.fromEntries(
      ['schulze', 'rankedPairs', 'splitCycle', 'minimax', 'copeland', 'borda'].map(name => [
        name,
        (election: Election<RankedBallot>) => pairwiseRules[name]!(pairsOf(election)).winners
      ])
    )
  }
  for (const [name, rule] of Object.entries(monotonic)) {
    it(name, () => {
      fc.assert(
        fc.property(strictElections('full', { options: { min: 2, max: 4 } }), fc.nat(), (election, pick) => {
          const [winner, ...others] = rule(election)
          fc.pre(others.length === 0)
          const raised = election.ballots.map((ballot, b) =>
            b === pick % election.ballots.length
              ? { ...ballot, ranking: [winner!, ...ballot.ranking.filter(id => id !== winner)] }
              : ballot
          )
          expect(rule({ options: election.options, ballots: raised })).toEqual([winner])
        })
      )
    })
  }
})

describe('proportionality for solid coalitions', () => {
  for (const [name, rule] of Object.entries({ scottishStv: rules.scottishStv, meekStv: rules.meekStv })) {
    it(`${name}: voters with k quotas who put a set of options first get k of them, or all`, () => {
      fc.assert(
        fc.property(
          strictElections('full', { options: { min: 4, max: 5 } }),
          fc.integer({ min: 1, max: 3 }),
          (election, seats) => {
            const voters = election.ballots.reduce((sum, { count = 1 }) => sum + count, 0)
            const { committees } = rule(ranked(election), seats)
            for (const size of [1, 2, 3]) {
              const bySet = Map.groupBy(election.ballots, ({ ranking }) =>
                ranking.slice(0, size).sort().join()
              )
              for (const [set, ballots] of bySet) {
                const support = ballots.reduce((sum, { count = 1 }) => sum + count, 0)
                // One more than the Droop quotas held, for the rules' quotas lie above the exact one.
                const quota = Math.floor(voters / (seats + 1)) + 1
                const owed = Math.min(size, Math.floor(support / quota))
                for (const committee of committees) {
                  expect(committee.filter(id => set.split(',').includes(id)).length).toBeGreaterThanOrEqual(
                    owed
                  )
                }
              }
            }
          }
        )
      )
    })
  }
})
