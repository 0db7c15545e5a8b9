import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { strictElections } from '../../testing/arbitraries.ts'
import { permutations } from '../../testing/brute-force.ts'
import { pairwise, pairwiseOf } from './pairwise.ts'
import { rankedProfile } from './ranked-profile.ts'
import { rankedPairs } from './ranked-pairs.ts'

describe('rankedPairs', () => {
  it('finds the winners of every order of equal majorities, by trying all of them', () => {
    fc.assert(
      fc.property(
        strictElections('full', { options: { min: 3, max: 3 }, ballots: { min: 1, max: 4 } }),
        ({ options, ballots }) => {
          const pairs = pairwise(rankedProfile(options, ballots))
          const { winners, majorities, complete } = rankedPairs(pairs)
          expect(complete).toBe(true)
          const found = new Set<string>()
          const fates = new Map<string, Set<boolean>>()
          for (const order of permutations(majorities)) {
            if (order.some((link, i) => i > 0 && link.strength > order[i - 1]!.strength)) continue
            const locked: [string, string][] = []
            for (const { winner, loser } of order) {
              const closes = reaches(locked, loser, winner)
              if (!closes) locked.push([winner, loser])
              const key = winner + loser
              fates.set(key, (fates.get(key) ?? new Set()).add(!closes))
            }
            for (const id of options) if (!locked.some(([, loser]) => loser === id)) found.add(id)
          }
          expect(winners).toEqual([...found].sort())
          for (const { winner, loser, decision } of majorities) {
            const fate = fates.get(winner + loser)!
            expect(decision).toBe(fate.size === 2 ? 'depends' : fate.has(true) ? 'locked' : 'skipped')
          }
        }
      )
    )
  })

  it('follows a declared order among equal majorities', () => {
    // Three equal majorities in a circle: the order decides which is skipped.
    const circle = pairwiseOf(
      ['a', 'b', 'c'],
      [
        [0, 2, 1],
        [1, 0, 2],
        [2, 1, 0]
      ],
      3
    )
    expect(rankedPairs(circle).winners).toEqual(['a', 'b', 'c'])
    expect(rankedPairs(circle, { ties: { order: ['b', 'c', 'a'] } }).winners).toEqual(['b'])
    expect(rankedPairs(circle, { ties: { order: ['c', 'a', 'b'] } }).winners).toEqual(['c'])
  })

  it('needs no memory of states for many options without a choice', () => {
    const options = Array.from({ length: 80 }, (_, i) => `o${String(i).padStart(3, '0')}`)
    const profile = rankedProfile(options, [
      { ranking: options, count: 2 },
      { ranking: options.toReversed() }
    ])
    expect(rankedPairs(pairwise(profile))).toMatchObject({ winners: ['o000'], complete: true })
  })

  it('falls back, and says so, on all that could win when the search meets its bound', () => {
    const circle = pairwiseOf(
      ['a', 'b', 'c', 'd'],
      [
        [0, 2, 1, 3],
        [1, 0, 2, 3],
        [2, 1, 0, 3],
        [0, 0, 0, 0]
      ],
      3
    )
    const result = rankedPairs(circle, { bound: 2 })
    expect(result.complete).toBe(false)
    expect(result.winners).toEqual(['a', 'b', 'c'])
  })
})

function reaches(links: readonly [string, string][], from: string, to: string): boolean {
  return links.some(([a, b]) => a === from && (b === to || reaches(links, b, to)))
}
