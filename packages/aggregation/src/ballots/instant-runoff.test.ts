import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strictElections } from '../../testing/arbitraries.ts'
import { instantRunoff } from './instant-runoff.ts'
import { type RankedBallot, rankedProfile } from './ranked-profile.ts'

const run = (ballots: RankedBallot[], settings = {}) =>
  instantRunoff(rankedProfile(['a', 'b', 'c', 'd'], ballots), settings)

describe('instantRunoff', () => {
  it('refuses shared levels', () => {
    expect(() => run([{ ranking: [['a', 'b']] }])).toThrow('instantRunoff: ballot 0')
  })

  it('has no winner when all ballots are blank', () => {
    expect(run([{ ranking: [], count: 5 }]).outcome).toEqual({ kind: 'too-few', have: 0, need: 1 })
  })

  it('takes options without a vote out together and stops at a majority', () => {
    const { course } = run([
      { ranking: ['a'], count: 3 },
      { ranking: ['b', 'a'], count: 2 },
      { ranking: ['c'] }
    ])
    expect(course.fork).toBe(null)
    expect(course.rounds.map(({ excluded }) => excluded)).toEqual([['d'], ['c'], []])
    expect(course.rounds.at(-1)).toMatchObject({
      votes: [
        { id: 'a', votes: 3 },
        { id: 'b', votes: 2 }
      ],
      exhausted: 1
    })
  })

  it('shows where each choice at a tie leads', () => {
    const { winners, course } = run([
      { ranking: ['a'], count: 4 },
      { ranking: ['b', 'c'], count: 3 },
      { ranking: ['c', 'b'], count: 3 }
    ])
    expect(winners).toEqual(['b', 'c'])
    expect(course.rounds.map(({ excluded }) => excluded)).toEqual([['d']])
    expect(course.fork!.branches.map(({ choice, committees }) => [choice, committees])).toEqual([
      ['b', [['c']]],
      ['c', [['b']]]
    ])
  })

  it('takes out the last of a declared order, and says so', () => {
    const ballots = [
      { ranking: ['a'], count: 2 },
      { ranking: ['b'], count: 2 }
    ]
    const { outcome, tieBreaks } = run(ballots, { ties: { order: ['b', 'a', 'c', 'd'] } })
    expect(outcome).toEqual({ kind: 'winner', id: 'b' })
    // c and d go out together without a vote, which needs no order.
    expect(tieBreaks).toEqual([{ among: ['a', 'b'], chosen: 'a' }])
  })

  it('finds the winners of every order of exclusion, by trying all of them', () => {
    const winnersBrute = (options: readonly string[], ballots: readonly RankedBallot[]): Set<string> => {
      if (options.length === 1) return new Set(options)
      const votes = options.map(id =>
        ballots
          .filter(({ ranking }) => ranking.find(choice => options.includes(choice as string)) === id)
          .reduce((sum, { count = 1 }) => sum + count, 0)
      )
      const fewest = Math.min(...votes)
      return new Set(
        options
          .filter((_, i) => votes[i] === fewest)
          .flatMap(out => [
            ...winnersBrute(
              options.filter(id => id !== out),
              ballots
            )
          ])
      )
    }
    fc.assert(
      fc.property(strictElections('truncated'), ({ options, ballots }) => {
        fc.pre(ballots.some(({ ranking }) => ranking.length > 0))
        const { winners, complete } = instantRunoff(rankedProfile(options, ballots))
        expect(complete).toBe(true)
        expect(winners).toEqual([...winnersBrute(options, ballots)].sort())
      })
    )
  })
})
