import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankedElections } from '../../testing/arbitraries.ts'
import { permutations } from '../../testing/brute-force.ts'
import { pairwise, pairwiseOf } from './pairwise.ts'
import { rankedProfile } from './ranked-profile.ts'
import { schulze } from './schulze.ts'

describe('schulze', () => {
  it('refuses a strength it does not know', () => {
    const pairs = pairwiseOf(
      ['a', 'b'],
      [
        [0, 1],
        [0, 0]
      ],
      1
    )
    expect(() => schulze(pairs, { strength: 'ratio' as 'margins' })).toThrow(
      "schulze: strength must be 'winning-votes'"
    )
  })

  it('finds the strongest paths that trying all paths finds, and a transitive relation', () => {
    fc.assert(
      fc.property(rankedElections({ options: { min: 2, max: 4 } }), ({ options, ballots }) => {
        const { prefer, paths, beats, groups } = schulze(pairwise(rankedProfile(options, ballots)))
        const link = (a: number, b: number) => (prefer[a]![b]! > prefer[b]![a]! ? prefer[a]![b]! : 0)
        const numbers = options.map((_, i) => i)
        for (const a of numbers) {
          for (const b of numbers) {
            if (a === b) continue
            const ways = permutations(numbers)
              .filter(way => way[0] === a)
              .map(way => way.slice(0, way.indexOf(b) + 1))
            const strengths = ways.map(way => Math.min(...way.slice(1).map((to, i) => link(way[i]!, to))))
            expect(paths[a]![b]).toBe(Math.max(...strengths))
            for (const c of numbers) if (beats[a]![b] && beats[b]![c]) expect(beats[a]![c]).toBe(true)
          }
        }
        expect(groups.flatMap(({ ids }) => ids).sort()).toEqual(options)
      })
    )
  })

  it('uses a declared order only where winners tie, and says so', () => {
    const level = pairwiseOf(
      ['a', 'b'],
      [
        [0, 1],
        [1, 0]
      ],
      2
    )
    expect(schulze(level).outcome).toEqual({ kind: 'tie', among: ['a', 'b'] })
    const decided = schulze(level, { ties: { order: ['b', 'a'] } })
    expect(decided.outcome).toEqual({ kind: 'winner', id: 'b' })
    expect(decided.tieBreak).toEqual({ among: ['a', 'b'], chosen: 'b' })
  })
})
