import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rankedElections } from '../../testing/arbitraries.ts'
import { maximisers, permutations } from '../../testing/brute-force.ts'
import { kemenyYoung } from './kemeny-young.ts'
import { pairwise, pairwiseOf } from './pairwise.ts'
import { rankedProfile } from './ranked-profile.ts'

const level = (n: number) => {
  const options = Array.from({ length: n }, (_, i) => `o${i}`)
  return pairwiseOf(
    options,
    options.map((_, a) => options.map((_, b) => (a === b ? 0 : 1))),
    2
  )
}

describe('kemenyYoung', () => {
  it('refuses limits that are none', () => {
    expect(() => kemenyYoung(level(2), { most: 21 })).toThrow('kemenyYoung: most must be at most 20')
    expect(() => kemenyYoung(level(2), { most: 0 })).toThrow('kemenyYoung: most must be a whole number')
    expect(kemenyYoung(level(2), { most: 20 }).rankings).toHaveLength(2)
    expect(() => kemenyYoung(level(2), { list: 0 })).toThrow('kemenyYoung: list')
  })

  it('finds every ranking of least disagreement, by trying all of them', () => {
    fc.assert(
      fc.property(rankedElections(), ({ options, ballots }) => {
        const pairs = pairwise(rankedProfile(options, ballots))
        const n = options.length
        const against = (ranking: string[]) => {
          let sum = 0
          ranking.forEach((above, i) => {
            for (const below of ranking.slice(i + 1))
              sum += pairs.prefer[options.indexOf(below) * n + options.indexOf(above)]!
          })
          return sum
        }
        const best = maximisers(permutations(options), ranking => -against(ranking))
        const result = kemenyYoung(pairs, { list: 200 })
        expect(result.rankings.map(String).sort()).toEqual(best.map(String).sort())
        expect(result.disagreements).toBe(against(best[0]!))
        expect(result.winners).toEqual([...new Set(best.map(([first]) => first!))].sort())
      }),
      { numRuns: 60 }
    )
  })

  it('says when it does not list all, and all still count as winners', () => {
    const { rankings, complete, winners } = kemenyYoung(level(4), { list: 5 })
    expect([rankings.length, complete]).toEqual([5, false])
    expect(winners).toEqual(['o0', 'o1', 'o2', 'o3'])
    expect(kemenyYoung(level(4), { list: 24 })).toMatchObject({ complete: true })
  })

  it('ranks many options exactly when no cycle is large, and declines a larger one', () => {
    const options = Array.from({ length: 40 }, (_, i) => `o${String(i).padStart(2, '0')}`)
    const { rankings } = kemenyYoung(pairwise(rankedProfile(options, [{ ranking: options.toReversed() }])))
    expect(rankings).toEqual([options.toReversed()])
    expect(kemenyYoung(level(5), { most: 5, list: 120 })).toMatchObject({
      rule: 'kemenyYoung',
      complete: true
    })
    expect(kemenyYoung(level(6), { most: 5 })).toMatchObject({
      outcome: { kind: 'too-large', have: 6, most: 5 },
      winners: [],
      rankings: [],
      complete: false,
      disagreements: null
    })
  })

  it('declines for its largest circle, wherever the small ones stand', () => {
    // One option beats all others; these are level with each other.
    const { options, prefer } = level(7)
    const leading = pairwiseOf(
      options,
      options.map((_, a) => options.map((_, b) => (a === 0 && b > 0 ? 2 : b === 0 ? 0 : prefer[a * 7 + b]!))),
      2
    )
    expect(kemenyYoung(leading, { most: 5 }).outcome).toEqual({ kind: 'too-large', have: 6, most: 5 })
    expect(kemenyYoung(leading, { most: 6 }).winners).toEqual(['o0'])
  })
})
