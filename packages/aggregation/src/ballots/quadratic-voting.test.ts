import { describe, expect, it } from 'vitest'
import { type QuadraticBallot, quadraticVoting } from './quadratic-voting.ts'

describe('quadraticVoting', () => {
  it('refuses ballots beyond their credits, split votes and unknown options', () => {
    const vote =
      (votes: Record<string, number>, credits = 9) =>
      () =>
        quadraticVoting(['a', 'b'], [{ votes }], { credits })
    expect(vote({ a: 3, b: 1 })).toThrow('ballot 0 spends 10 of 9 credits')
    expect(vote({ a: 1.5 })).toThrow('the votes on "a" in ballot 0')
    expect(vote({ c: 1 })).toThrow('"c", which is not an option')
    expect(vote({ a: NaN })).toThrow(RangeError)
    expect(vote({ a: 1 }, 0)).toThrow('credits')
  })

  it('adds votes for and against and counts the credits', () => {
    const ballots: QuadraticBallot[] = [
      { votes: { a: 3 }, count: 2 },
      { votes: { a: -1, b: 2 }, count: 3 }
    ]
    const result = quadraticVoting(['b', 'a'], ballots, { credits: 9 })
    expect(result.groups).toEqual([
      { rank: 1, score: 6, ids: ['b'] },
      { rank: 2, score: 3, ids: ['a'] }
    ])
    expect(result.totals).toEqual([
      { id: 'a', votesFor: 6, votesAgainst: 3 },
      { id: 'b', votesFor: 6, votesAgainst: 0 }
    ])
    expect(result.rule).toBe('quadraticVoting')
    expect(result).toMatchObject({ creditsSpent: 33, creditsLeft: 12, outcome: { kind: 'winner', id: 'b' } })
    expect(quadraticVoting(['a'], [], { credits: 9 }).outcome.kind).toBe('too-few')
  })
})
