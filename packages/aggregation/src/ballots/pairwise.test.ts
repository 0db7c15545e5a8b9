import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankedElections } from '../../testing/arbitraries.ts'
import { pairwise, pairwiseOf, rowsOf } from './pairwise.ts'
import { rankedProfile } from './ranked-profile.ts'

describe('pairwise', () => {
  it('counts, for every pair, the voters who put one above the other', () => {
    fc.assert(
      fc.property(rankedElections(), ({ options, ballots }) => {
        const { prefer, voters } = pairwise(rankedProfile(options, ballots))
        const levelOf = (ranking: (typeof ballots)[number]['ranking'], id: string) => {
          const level = ranking.findIndex(ids => ids === id || ids.includes(id))
          return level < 0 ? Infinity : level
        }
        const brute = options.map(a =>
          options.map(b =>
            ballots
              .filter(({ ranking }) => levelOf(ranking, a) < levelOf(ranking, b))
              .reduce((sum, { count = 1 }) => sum + count, 0)
          )
        )
        expect(rowsOf(prefer, options.length)).toEqual(brute)
        expect(voters).toBe(ballots.reduce((sum, { count = 1 }) => sum + count, 0))
      })
    )
  })
})

describe('pairwiseOf', () => {
  it('refuses a matrix that cannot be counts of these voters', () => {
    expect(() => pairwiseOf(['a', 'b'], [[0, 1]], 3)).toThrow('must be 2 × 2')
    expect(() =>
      pairwiseOf(
        ['a', 'b'],
        [
          [0, -1],
          [1, 0]
        ],
        3
      )
    ).toThrow(RangeError)
    expect(() =>
      pairwiseOf(
        ['a', 'b'],
        [
          [0, 2],
          [2, 0]
        ],
        3
      )
    ).toThrow("a pair's sum at most 3")
    expect(() =>
      pairwiseOf(
        ['a', 'b'],
        [
          [0, NaN],
          [2, 0]
        ],
        3
      )
    ).toThrow('finite')
    expect(() => pairwiseOf(['a'], [[0]], Infinity)).toThrow('voters')
  })

  it('sorts rows and columns by option', () => {
    expect(
      rowsOf(
        pairwiseOf(
          ['b', 'a'],
          [
            [0, 2],
            [1, 0]
          ],
          3
        ).prefer,
        2
      )
    ).toEqual([
      [0, 1],
      [2, 0]
    ])
  })

  it('looks at no count of an option over itself, and takes the sum of a pair up to the voters', () => {
    expect([
      ...pairwiseOf(
        ['a', 'b'],
        [
          [99, 1],
          [2, 99]
        ],
        3
      ).prefer
    ]).toEqual([0, 1, 2, 0])
    expect(() =>
      pairwiseOf(
        ['a', 'b'],
        [
          [0, 2],
          [2, 0]
        ],
        3
      )
    ).toThrow('pairwiseOf: counts must be at least 0')
    expect(() =>
      pairwiseOf(
        ['a', 'b'],
        [
          [0, -1],
          [2, 0]
        ],
        3
      )
    ).toThrow('got -1 for "a"')
    expect(() => pairwiseOf(['a', 'b'], [[0, 1], [2]], 3)).toThrow('the matrix must be 2 × 2')
    expect(() =>
      pairwiseOf(
        ['a', 'b'],
        [
          [0, 1],
          [Number.NaN, 0]
        ],
        3
      )
    ).toThrow('the count of "b" over "a"')
  })
})
