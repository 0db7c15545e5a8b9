import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bridgingRanking } from './bridging-ranking.ts'

describe('bridgingRanking', () => {
  it('refuses items that name no group, other groups or one group twice, and agreement beyond those who saw it', () => {
    const group = (name: string, agree: number, seen: number) => ({ group: name, agree, seen })
    expect(() => bridgingRanking([{ id: 'a', groups: [] }])).toThrow('at least one group')
    expect(() => bridgingRanking([{ id: 'a', groups: [group('x', 2, 1)] }])).toThrow(
      'agree must not exceed seen'
    )
    expect(() => bridgingRanking([{ id: 'a', groups: [group('x', 0.5, 1)] }])).toThrow(
      'bridgingRanking: agree of "a" in "x" must be a whole number'
    )
    expect(() => bridgingRanking([{ id: 'a', groups: [group('x', 0, -1)] }])).toThrow('seen of "a" in "x"')
    expect(() => bridgingRanking([{ id: 'a', groups: [group('x', 0, 1), group('x', 0, 1)] }])).toThrow(
      'repeats one'
    )
    expect(() =>
      bridgingRanking([
        { id: 'a', groups: [group('x', 1, 1)] },
        { id: 'b', groups: [group('y', 1, 1)] }
      ])
    ).toThrow('the same groups, "b" differs')
  })

  it('multiplies the smoothed chances of agreement and names the least', () => {
    const { groups, explanation, unranked } = bridgingRanking([
      {
        id: 'a',
        groups: [
          { group: 'y', agree: 1, seen: 2 },
          { group: 'x', agree: 3, seen: 3 }
        ]
      },
      {
        id: 'b',
        groups: [
          { group: 'x', agree: 0, seen: 0 },
          { group: 'y', agree: 0, seen: 0 }
        ]
      }
    ])
    expect(groups).toEqual([{ rank: 1, score: 0.4, ids: ['a'] }])
    expect(explanation[0]!.chances).toEqual([
      { group: 'x', chance: 0.8 },
      { group: 'y', chance: 0.5 }
    ])
    expect(explanation[0]!.least).toBe(0.5)
    expect(unranked).toEqual([{ id: 'b', kind: 'too-few', have: 0, need: 1 }])
  })

  it('ranks nothing where there is nothing', () => {
    expect(bridgingRanking([])).toMatchObject({ rule: 'bridgingRanking', groups: [], unranked: [] })
  })

  it('ranks an item that a single group has seen', () => {
    const groups = [
      { group: 'x', agree: 0, seen: 0 },
      { group: 'y', agree: 2, seen: 3 }
    ]
    expect(bridgingRanking([{ id: 'a', groups }]).groups).toEqual([{ rank: 1, score: 0.3, ids: ['a'] }])
  })

  it('names the least chance and lists the groups by name, in whatever order they come', () => {
    const group = (name: string, agree: number) => ({ group: name, agree, seen: 8 })
    const item = (groups: ReturnType<typeof group>[]) =>
      bridgingRanking([{ id: 'a', groups }]).explanation[0]!
    const explanation = item([group('y', 7), group('z', 4), group('x', 0)])
    expect(explanation.least).toBe(0.1)
    expect(explanation.chances.map(one => one.group)).toEqual(['x', 'y', 'z'])
    expect(item([group('x', 0), group('z', 4), group('y', 7)])).toEqual(explanation)
  })

  it('does not depend on the order or the names of the groups', () => {
    const count = fc.tuple(fc.nat(9), fc.nat(9))
    fc.assert(
      fc.property(fc.array(fc.tuple(count, count, count), { minLength: 1, maxLength: 5 }), rows => {
        const named = (names: string[]) =>
          rows.map((row, i) => ({
            id: `item ${i}`,
            groups: row.map(([agree, more], g) => ({ group: names[g]!, agree, seen: agree + more }))
          }))
        const one = bridgingRanking(named(['x', 'y', 'z']))
        const other = bridgingRanking(named(['q', 'p', 'a']).toReversed())
        expect(other.groups).toEqual(one.groups)
      })
    )
  })
})
