import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countRanking } from './count-ranking.ts'

const items = fc.uniqueArray(
  fc.record({ id: fc.string({ maxLength: 4 }), count: fc.integer({ min: -3, max: 3 }) }),
  { selector: item => item.id, maxLength: 12 }
)

describe('countRanking', () => {
  it('refuses counts that are not numbers and ids that repeat', () => {
    expect(() => countRanking([{ id: 'a', count: NaN }])).toThrow(
      'countRanking: the count of "a" must be a finite'
    )
    expect(() =>
      countRanking([
        { id: 'a', count: 1 },
        { id: 'a', count: 2 }
      ])
    ).toThrow('"a" twice')
  })

  it('ranks nothing when there is nothing', () => {
    expect(countRanking([])).toEqual({
      rule: 'countRanking',
      groups: [],
      ties: [],
      unranked: [],
      explanation: []
    })
  })

  it('lets equal counts share a rank and skips the ranks they fill', () => {
    const { groups, ties } = countRanking([
      { id: 'c', count: 1 },
      { id: 'b', count: 2 },
      { id: 'd', count: -0 },
      { id: 'a', count: 2 },
      { id: 'e', count: 0 }
    ])
    expect(groups).toEqual([
      { rank: 1, score: 2, ids: ['a', 'b'] },
      { rank: 3, score: 1, ids: ['c'] },
      { rank: 4, score: 0, ids: ['d', 'e'] }
    ])
    expect(ties).toEqual([
      { kind: 'tie', among: ['a', 'b'] },
      { kind: 'tie', among: ['d', 'e'] }
    ])
  })

  it('gives the same bytes in every order of the input', () => {
    fc.assert(
      fc.property(
        items.chain(list => fc.tuple(fc.constant(list), shuffled(list))),
        ([list, other]) => {
          expect(JSON.stringify(countRanking(other))).toBe(JSON.stringify(countRanking(list)))
        }
      )
    )
  })

  it('gives each item the rank 1 + the number of items with a larger count', () => {
    fc.assert(
      fc.property(items, list => {
        for (const group of countRanking(list).groups) {
          for (const id of group.ids) {
            const own = list.find(item => item.id === id)!.count
            expect(group.rank).toBe(1 + list.filter(item => item.count > own).length)
          }
        }
      })
    )
  })
})

function shuffled<T>(list: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...list], { minLength: list.length })
}
