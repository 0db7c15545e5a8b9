import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankedElections } from '../../testing/arbitraries.ts'
import { subsets } from '../../testing/brute-force.ts'
import { pairwise } from './pairwise.ts'
import { rankedProfile } from './ranked-profile.ts'
import { smithSet } from './smith-set.ts'

describe('smithSet', () => {
  it('is the smallest set whose members beat all others, found by trying all sets', () => {
    fc.assert(
      fc.property(rankedElections(), ({ options, ballots }) => {
        const pairs = pairwise(rankedProfile(options, ballots))
        const n = options.length
        const beats = (a: string, b: string) => {
          const [x, y] = [options.indexOf(a), options.indexOf(b)]
          return pairs.prefer[x * n + y]! > pairs.prefer[y * n + x]!
        }
        const dominates = (set: string[]) =>
          options.filter(id => !set.includes(id)).every(out => set.every(inside => beats(inside, out)))
        const sizes = options.map((_, i) => i + 1)
        expect(smithSet(pairs)).toEqual(sizes.flatMap(size => subsets(options, size)).find(dominates))
      })
    )
  })
})
