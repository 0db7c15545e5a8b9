import { describe, expect, it } from 'vitest'
import type { Gift } from './contributions.ts'
import { pairwiseMatch } from './pairwise-match.ts'
import { quadraticMatch } from './quadratic-match.ts'

const gift = (campaign: string, person: string, amount: bigint): Gift => ({ campaign, person, amount })

describe('pairwiseMatch', () => {
  it('refuses a threshold of 0 and a weight it does not know', () => {
    expect(() => pairwiseMatch([], { pot: 1n, threshold: 0n })).toThrow(
      'pairwiseMatch: the threshold must be above 0'
    )
    expect(() => pairwiseMatch([], { pot: 1n, threshold: 1n, weight: 'x' as 'gitcoin' })).toThrow('weight')
  })

  it('weighs a pair by threshold ∕ (threshold + coordination)', () => {
    // a and b give 100 each to x and y: coordination 200, weight 1/3, raw 100/3 for each.
    const both = ['x', 'y'].flatMap(campaign => [gift(campaign, 'a', 100n), gift(campaign, 'b', 100n)])
    const { matches } = pairwiseMatch(both, { pot: 1000n, threshold: 100n, scale: 'at-most' })
    expect(matches.map(({ raw }) => raw)).toEqual(['33.333333', '33.333333'])
  })

  it('weighs a pair as Gitcoin does by (threshold + one unit of currency) ∕ coordination', () => {
    // Coordination 200 as above, so a pair counts (300 + 100) ∕ 200 times.
    const both = ['x', 'y'].flatMap(campaign => [gift(campaign, 'a', 100n), gift(campaign, 'b', 100n)])
    const { matches } = pairwiseMatch(both, { pot: 1n, threshold: 300n, weight: 'gitcoin' })
    expect(matches.map(({ raw }) => raw)).toEqual(['200.000000', '200.000000'])
  })

  it('takes two people for the same pair in whatever order they gave', () => {
    const oneWay = [gift('x', 'a', 100n), gift('x', 'b', 100n), gift('y', 'a', 100n), gift('y', 'b', 100n)]
    const otherWay = [gift('x', 'a', 100n), gift('x', 'b', 100n), gift('y', 'b', 100n), gift('y', 'a', 100n)]
    const settings = { pot: 1000n, threshold: 100n }
    expect(pairwiseMatch(otherWay, settings)).toEqual(pairwiseMatch(oneWay, settings))
  })

  it('comes to half of the quadratic match as the threshold grows without bound', () => {
    const list = [gift('x', 'a', 400n), gift('x', 'b', 900n), gift('x', 'c', 100n)]
    const bounded = pairwiseMatch(list, { pot: 1n, threshold: 10n ** 20n }).matches[0]!.raw
    const plain = quadraticMatch(list, { pot: 1n }).matches[0]!.raw
    expect(Number(bounded) * 2).toBeCloseTo(Number(plain), 4)
  })

  it('gives a circle that funds itself less than as many strangers', () => {
    const circle = ['p', 'q', 'r', 's'].flatMap(campaign =>
      ['a', 'b', 'c', 'd'].map(person => gift(campaign, person, 100n))
    )
    const strangers = ['e', 'f', 'g', 'h'].map(person => gift('t', person, 100n))
    const { matches } = pairwiseMatch([...circle, ...strangers], { pot: 10_000n, threshold: 50n })
    const of = (id: string) => matches.find(match => match.id === id)!.match
    expect(of('t') > of('p')).toBe(true)
  })
})
