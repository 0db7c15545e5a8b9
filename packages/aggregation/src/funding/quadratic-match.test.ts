import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Gift } from './contributions.ts'
import { quadraticMatch } from './quadratic-match.ts'

const gifts: fc.Arbitrary<Gift[]> = fc.array(
  fc.record({
    campaign: fc.constantFrom('x', 'y', 'z'),
    person: fc.constantFrom('a', 'b', 'c', 'd'),
    amount: fc.bigInt({ min: 0n, max: 100_000n })
  }),
  { maxLength: 15 }
)
const many = (campaign: string, people: number, amount: bigint): Gift[] =>
  Array.from({ length: people }, (_, i) => ({ campaign, person: `p${i}`, amount }))

describe('quadraticMatch', () => {
  it('refuses negative amounts', () => {
    expect(() => quadraticMatch([{ campaign: 'x', person: 'a', amount: -1n }], { pot: 1n })).toThrow(
      'quadraticMatch: the gift of "a" to "x" must be a bigint of at least 0'
    )
    expect(() => quadraticMatch([], { pot: -1n })).toThrow('the pot')
    expect(() => quadraticMatch([], { pot: 1n, cap: -1n })).toThrow('the cap')
  })

  it('gives nothing without at least two people for one campaign', () => {
    const alone = [
      { campaign: 'x', person: 'a', amount: 10n },
      { campaign: 'x', person: 'a', amount: 90n }
    ]
    const result = quadraticMatch(alone, { pot: 100n })
    expect(result.outcome).toEqual({ kind: 'too-few', have: 0, need: 1 })
    expect(result.matches).toEqual([
      { id: 'x', match: 0n, raw: '0.000000', contributed: 100n, contributors: 1, isCapped: false }
    ])
    expect(result.left).toBe(100n)
    expect(quadraticMatch([], { pot: 100n }).outcome.kind).toBe('too-few')
  })

  it('draws n² − n times the gift for n equal gifts', () => {
    const { matches } = quadraticMatch(many('x', 12, 7n), { pot: 1_000_000n, scale: 'at-most' })
    expect(matches[0]!.match).toBe(BigInt(12 * 12 - 12) * 7n)
  })

  it('scales down when the pot is too small, and leaves the rest when it is not and nothing is to be filled', () => {
    const both = [...many('x', 10, 4n), ...many('y', 5, 4n)]
    const scaled = quadraticMatch(both, { pot: 110n, scale: 'at-most' })
    expect(scaled.matches.map(({ match }) => match)).toEqual([90n, 20n])
    const plenty = quadraticMatch(both, { pot: 1000n, scale: 'at-most' })
    expect(plenty.matches.map(({ match }) => match)).toEqual([360n, 80n])
    expect(plenty.left).toBe(560n)
  })

  it('caps a campaign and shares what it loses among the others, also where that caps another', () => {
    const three = [...many('x', 20, 4n), ...many('y', 10, 4n), ...many('z', 5, 4n)]
    const { matches, left } = quadraticMatch(three, { pot: 1000n, cap: 400n })
    expect(matches.map(({ match, isCapped }) => [match, isCapped])).toEqual([
      [400n, true],
      [400n, true],
      [200n, false]
    ])
    expect(left).toBe(0n)
    const all = quadraticMatch(three, { pot: 1000n, cap: 100n })
    expect(all.outcome).toEqual({ kind: 'matched' })
    expect(all.left).toBe(700n)
  })

  it('reports the units for which campaigns tie, or gives them by a declared order', () => {
    const twins = [...many('x', 3, 5n), ...many('y', 3, 5n)]
    const open = quadraticMatch(twins, { pot: 101n })
    expect(open.outcome).toEqual({ kind: 'tie', among: ['x', 'y'], units: 1n })
    expect(open.left).toBe(1n)
    const decided = quadraticMatch(twins, { pot: 101n, ties: { order: ['y', 'x'] } })
    expect(decided.matches.map(({ match }) => match)).toEqual([50n, 51n])
  })

  it('says that it matched where every unit found its campaign', () => {
    const { rule, outcome } = quadraticMatch([...many('x', 2, 4n), ...many('y', 3, 4n)], { pot: 80n })
    expect({ rule, outcome }).toEqual({ rule: 'quadraticMatch', outcome: { kind: 'matched' } })
  })

  it('counts no gift of 0 and nobody who gave it', () => {
    const withNothing = [...many('x', 2, 4n), { campaign: 'x', person: 'q', amount: 0n }]
    expect(quadraticMatch(withNothing, { pot: 80n }).matches[0]).toMatchObject({
      contributed: 8n,
      contributors: 2
    })
  })

  it('reports the tie of the others where one campaign is capped, or gives its unit by the declared order', () => {
    const three = [...many('x', 20, 4n), ...many('y', 5, 4n), ...many('z', 5, 4n)]
    const open = quadraticMatch(three, { pot: 501n, cap: 300n })
    expect(open.matches.map(({ match }) => match)).toEqual([300n, 100n, 100n])
    expect(open.outcome).toEqual({ kind: 'tie', among: ['y', 'z'], units: 1n })
    const decided = quadraticMatch(three, { pot: 501n, cap: 300n, ties: { order: ['z', 'x', 'y'] } })
    expect(decided.matches.map(({ match }) => match)).toEqual([300n, 100n, 101n])
  })

  it('never shares more than the pot, in whatever order the gifts come', () => {
    fc.assert(
      fc.property(gifts, fc.bigInt({ min: 0n, max: 10_000n }), (list, pot) => {
        const result = quadraticMatch(list, { pot })
        expect(result.left >= 0n).toBe(true)
        expect(result.matches.reduce((sum, { match }) => sum + match, result.left)).toBe(pot)
        expect(quadraticMatch(list.toReversed(), { pot })).toEqual(result)
      })
    )
  })
})
