import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankedElections } from '../../testing/arbitraries.ts'
import { subsets } from '../../testing/brute-force.ts'
import { pairwise } from './pairwise.ts'
import { rankedProfile } from './ranked-profile.ts'
import { schwartzSet } from './schwartz-set.ts'

describe('schwartzSet', () => {
  it('is the union of the smallest sets that nobody outside beats, found by trying all sets', () => {
    fc.assert(
      fc.property(rankedElections(), ({ options, ballots }) => {
        const pairs = pairwise(rankedProfile(options, ballots))
        const n = options.length
        const beats = (a: string, b: string) => {
          const [x, y] = [options.indexOf(a), options.indexOf(b)]
          return pairs.prefer[x * n + y]! > pairs.prefer[y * n + x]!
        }
        const unbeaten = options
          .flatMap((_, i) => subsets(options, i + 1))
          .filter(set => options.every(out => set.includes(out) || !set.some(inside => beats(out, inside))))
        const minimal = unbeaten.filter(
          set => !unbeaten.some(other => other.length < set.length && other.every(id => set.includes(id)))
        )
        expect(schwartzSet(pairs)).toEqual([...new Set(minimal.flat())].sort())
      })
    )
  })
})
