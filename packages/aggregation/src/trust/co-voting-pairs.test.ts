import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyOpinions, camps } from '../../testing/opinions.ts'
import {
  type CastOpinion,
  opinionProfile,
  opinionProfileOfColumns,
  updateOpinions,
  VOTES
} from '../opinions/index.ts'
import { seededRandom } from '../random.ts'
import { coVotingPairs, type CoVotingPairs, type CoVotingSettings, surpriseOf } from './co-voting-pairs.ts'
import { denseGroups } from './dense-groups.ts'

const pairsOf = (...args: Parameters<typeof coVotingPairs>) => coVotingPairs(...args) as CoVotingPairs

/** People who vote by lot, and copies of one of them. */
function crowd(seed: string, people: number, copies: number) {
  const random = seededRandom(seed)
  const statements = Array.from({ length: 40 }, (_, s) => `s${s}`)
  const lean = statements.map(() => random.next())
  const votes: CastOpinion[] = []
  const draw = (voter: string) =>
    statements.forEach((statement, s) => {
      if (random.next() < 0.7)
        votes.push({ voter, statement, vote: VOTES[random.next() < lean[s]! ? 2 : random.below(2)]! })
    })
  for (let v = 0; v < people; v++) draw(`v${String(v).padStart(3, '0')}`)
  const model = votes.filter(({ voter }) => voter === 'v000')
  for (let c = 0; c < copies; c++) {
    votes.push(...model.filter(() => random.next() < 0.95).map(vote => ({ ...vote, voter: `copy ${c}` })))
  }
  return opinionProfile(statements, votes)
}

describe('coVotingPairs', () => {
  it('refuses settings out of range, and more comparisons than allowed', () => {
    const profile = crowd('limits', 10, 0)
    expect(() => coVotingPairs(profile, { leastCommon: 0 })).toThrow('coVotingPairs: leastCommon')
    expect(() => coVotingPairs(profile, { falseAlarm: 0 })).toThrow('coVotingPairs: falseAlarm')
    expect(() => coVotingPairs(profile, { groupOf: [0] })).toThrow('one group a voter, got 1 for 10')
    expect(() => coVotingPairs(profile, { groupOf: new Array(10).fill(-1) })).toThrow(
      'a group must be a whole'
    )
    expect(coVotingPairs(profile, { mostComparisons: 5 })).toMatchObject({ kind: 'too-large', most: 5 })
    expect(() => coVotingPairs(profile, { signal: AbortSignal.abort(new Error('enough')) })).toThrow('enough')
  })

  it('flags nobody who votes by lot, but copies, who form a circle', () => {
    let alarms = 0
    for (let i = 0; i < 20; i++) alarms += pairsOf(crowd(`lot ${i}`, 60, 0)).pairs.length > 0 ? 1 : 0
    expect(alarms).toBeLessThanOrEqual(1)
    const { pairs, complete } = pairsOf(crowd('copies', 100, 5))
    expect(complete).toBe(true)
    const [group] = denseGroups(pairs.map(({ a, b }) => ({ a, b })))
    expect(group!.ids).toEqual(['copy 0', 'copy 1', 'copy 2', 'copy 3', 'copy 4', 'v000'])
    const first = pairsOf(crowd('copies', 100, 5), { mostPairs: 1 })
    expect(first.pairs).toEqual(pairs.slice(0, 1))
    expect(first.complete).toBe(false)
  })

  it('counts what two people have in common', () => {
    fc.assert(
      fc.property(anyOpinions(), ({ statements, votes }) => {
        const profile = opinionProfile(statements, votes)
        const { pairs, compared } = pairsOf(profile, { leastCommon: 1, falseAlarm: 1 })
        const ofVoter = (id: string) =>
          new Map(votes.filter(({ voter }) => voter === id).map(({ statement, vote }) => [statement, vote]))
        let all = 0
        profile.voters.forEach((a, i) =>
          profile.voters.slice(i + 1).forEach(b => {
            const [one, other] = [ofVoter(a), ofVoter(b)]
            const common = [...one.keys()].filter(statement => other.has(statement))
            if (common.length > 0) all++
            const found = pairs.find(pair => pair.a === a && pair.b === b)
            if (!found) return
            expect(found.common).toBe(common.length)
            expect(found.alike).toBe(
              common.filter(statement => one.get(statement) === other.get(statement)).length
            )
          })
        )
        expect(compared).toBe(all)
      })
    )
  })

  it('does not take a camp for a conspiracy when told of camps', () => {
    const columns = camps(seededRandom('camps'), { voters: 200, statements: 60, votes: 8000 })
    const profile = opinionProfileOfColumns(columns)
    const flagged = (settings: CoVotingSettings) => pairsOf(profile, settings).pairs.length
    // The camps were drawn by lot, so each voter's is read from the votes as the nearest of three kinds.
    const groupOf = campsOf(profile)
    expect(flagged({ groupOf })).toBeLessThan(flagged({}) / 4)
  })

  it('is the same in every order and, but for the names, under other ids', () => {
    const profile = crowd('names', 40, 3)
    const { pairs } = pairsOf(profile)
    const renamed = opinionProfile(
      profile.statements,
      profile.voters.flatMap((voter, v) =>
        [...profile.codes.subarray(profile.starts[v], profile.starts[v + 1])].map(code => ({
          voter: `z${99 - v}`,
          statement: profile.statements[Math.floor(code / 3)]!,
          vote: VOTES[code % 3]!
        }))
      )
    )
    expect(pairsOf(renamed).pairs.map(({ surprise }) => surprise)).toEqual(
      pairs.map(({ surprise }) => surprise)
    )
  })

  it('does not count what moderation took out', () => {
    const all = crowd('moderated', 20, 2)
    const without = { ...all, isOut: all.isOut.map((_, s) => (s < 35 ? 1 : 0)) }
    expect(pairsOf(without).compared).toBe(0)
    expect(pairsOf(updateOpinions(all, [])).compared).toBeGreaterThan(0)
  })
})

describe('surpriseOf', () => {
  it('never says more than the exact chance does', () => {
    const share = fc.double({ min: 0.05, max: 0.95, noNaN: true })
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 12 }), fc.nat(12), (chances, alike) => {
        const seen = Math.min(alike, chances.length)
        // The exact distribution of the number of successes, one trial after the other.
        let distribution = [1]
        for (const chance of chances) {
          distribution = [...distribution, 0].map(
            (own, count) => own * (1 - chance) + (distribution[count - 1] ?? 0) * chance
          )
        }
        const exact = distribution.slice(seen).reduce((sum, own) => sum + own, 0)
        const expected = chances.reduce((sum, chance) => sum + chance, 0)
        expect(10 ** -surpriseOf(seen, chances.length, expected)).toBeGreaterThanOrEqual(exact * (1 - 1e-9))
      })
    )
  })
})

/** The camp each voter stands with: votes most like those of the first voter, or not. */
function campsOf(profile: ReturnType<typeof opinionProfile>): number[] {
  const votesOf = (voter: number) =>
    new Map(
      [...profile.codes.subarray(profile.starts[voter], profile.starts[voter + 1])].map(code => [
        Math.floor(code / 3),
        code % 3
      ])
    )
  const likeness = (a: Map<number, number>, b: Map<number, number>) => {
    const common = [...a.keys()].filter(statement => b.has(statement))
    return (
      common.filter(statement => a.get(statement) === b.get(statement)).length / Math.max(1, common.length)
    )
  }
  const rows = profile.voters.map((_, voter) => votesOf(voter))
  const second = rows.reduce((a, b) => (likeness(b, rows[0]!) < likeness(a, rows[0]!) ? b : a))
  const third = rows.reduce((a, b) => {
    const near = (row: Map<number, number>) => Math.max(likeness(row, rows[0]!), likeness(row, second))
    return near(b) < near(a) ? b : a
  })
  return rows.map(row => {
    const own = [rows[0]!, second, third].map(camp => likeness(row, camp))
    return own.indexOf(Math.max(...own))
  })
}
