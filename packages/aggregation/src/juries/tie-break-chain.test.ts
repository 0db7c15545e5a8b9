import { describe, expect, it } from 'vitest'
import { type TieBreaker, tieBreakChain } from './tie-break-chain.ts'

describe('tieBreakChain', () => {
  const groups = [
    { rank: 1, score: 9, ids: ['a', 'b', 'c'] },
    { rank: 4, score: 5, ids: ['d'] }
  ]
  const chain: TieBreaker[] = [
    { name: 'idea', scores: { a: 1, b: 2, c: 1 } },
    { name: 'craft', scores: { a: 3, c: 4 } }
  ]

  it('asks each measure only among entries still equal', () => {
    const result = tieBreakChain(groups, chain)
    expect(result.groups.map(({ rank, ids }) => [rank, ids])).toEqual([
      [1, ['b']],
      [2, ['c']],
      [3, ['a']],
      [4, ['d']]
    ])
    expect(result.broken).toEqual([
      { among: ['a', 'b', 'c'], by: 'idea', order: [['b'], ['a', 'c']] },
      { among: ['a', 'c'], by: 'craft', order: [['c'], ['a']] }
    ])
    expect(result.ties).toEqual([])
  })

  it('reports what no measure can part, or leaves it to a declared order', () => {
    expect(tieBreakChain(groups, []).ties).toEqual([['a', 'b', 'c']])
    const lot = tieBreakChain(groups, chain.slice(0, 1), { ties: { order: ['d', 'c', 'b', 'a'] } })
    expect(lot.groups.map(({ ids }) => ids)).toEqual([['b'], ['c'], ['a'], ['d']])
    expect(lot.broken.at(-1)!.by).toBe('declared order')
  })

  it('refuses measures without a score for those they are asked about', () => {
    expect(() => tieBreakChain(groups, [{ name: 'idea', scores: { a: 1 } }])).toThrow(
      '"idea" has no score for "b"'
    )
    expect(() => tieBreakChain(groups, [{ name: 'idea', scores: { a: 1, b: Number.NaN, c: 1 } }])).toThrow(
      'finite'
    )
    expect(() => tieBreakChain(groups, [chain[0]!, chain[0]!])).toThrow('measures must have distinct ids')
  })
})
