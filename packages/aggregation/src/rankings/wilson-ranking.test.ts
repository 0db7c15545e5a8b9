import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wilsonRanking } from './wilson-ranking.ts'

describe('wilsonRanking', () => {
  it('refuses more favour than responses, and settings out of range', () => {
    expect(() => wilsonRanking([{ id: 'a', positive: 2, total: 1 }])).toThrow('wilsonRanking: positive')
    expect(() => wilsonRanking([{ id: 'a', positive: 0, total: Infinity }])).toThrow('total of "a"')
    expect(() => wilsonRanking([{ id: 'a', positive: NaN, total: 1 }])).toThrow('positive of "a"')
    expect(() => wilsonRanking([{ id: 'a', positive: -1, total: 1 }])).toThrow(
      'wilsonRanking: positive must lie between 0 and total'
    )
    expect(() => wilsonRanking([], { z: -1 })).toThrow('z')
    expect(() => wilsonRanking([], { need: 0 })).toThrow('need')
  })

  it('says what an item without enough responses has and needs', () => {
    const items = [
      { id: 'a', positive: 4, total: 4 },
      { id: 'b', positive: 9, total: 10 },
      { id: 'c', positive: 0, total: 0 },
      { id: 'd', positive: 1, total: 5 }
    ]
    const { groups, unranked } = wilsonRanking(items, { need: 5 })
    expect(groups.map(group => group.ids)).toEqual([['b'], ['d']])
    expect(unranked).toEqual([
      { id: 'a', kind: 'too-few', have: 4, need: 5 },
      { id: 'c', kind: 'too-few', have: 0, need: 5 }
    ])
  })

  it('lets equal counts tie and explains each score', () => {
    const { ties, explanation } = wilsonRanking([
      { id: 'b', positive: 3, total: 4 },
      { id: 'a', positive: 3, total: 4 }
    ])
    expect(ties).toEqual([{ kind: 'tie', among: ['a', 'b'] }])
    expect(explanation[0]).toMatchObject({ id: 'a', positive: 3, total: 4, share: 0.75 })
    expect(explanation[0]!.lower).toBeCloseTo(explanation[0]!.score, 11)
  })

  it('ranks a larger sample of the same share higher, and one more favour higher', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }), (positive, negative) => {
        const total = positive + negative
        const { groups } = wilsonRanking([
          { id: 'base', positive, total },
          { id: 'larger', positive: positive * 2, total: total * 2 },
          { id: 'favoured', positive: positive + 1, total: total + 1 }
        ])
        const order = groups.flatMap(group => group.ids)
        expect(order.indexOf('larger')).toBeLessThan(order.indexOf('base'))
        expect(order.indexOf('favoured')).toBeLessThan(order.indexOf('base'))
      })
    )
  })
})
