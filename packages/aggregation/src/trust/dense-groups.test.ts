import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { subsets } from '../../testing/brute-force.ts'
import { denseGroups, type Link } from './dense-groups.ts'

const person = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g')
const links = fc.array(fc.record({ a: person, b: person, weight: fc.integer({ min: 1, max: 3 }) }), {
  maxLength: 16
})
const all = { leastDensity: 1e-9, leastMembers: 2 }

const densityOf = (list: readonly Link[], ids: readonly string[]) =>
  list
    .filter(({ a, b }) => a !== b && ids.includes(a) && ids.includes(b))
    .reduce((sum, { weight = 1 }) => sum + weight, 0) / ids.length

describe('denseGroups', () => {
  it('refuses weights and settings that are not above 0', () => {
    expect(() => denseGroups([{ a: 'a', b: 'b', weight: NaN }])).toThrow('denseGroups: the weight of a link')
    expect(() => denseGroups([], { leastDensity: 0 })).toThrow('denseGroups: leastDensity')
    expect(() => denseGroups([], { most: 0 })).toThrow('denseGroups: most')
    expect(denseGroups([{ a: 'a', b: 'a' }])).toEqual([])
  })

  it('finds first a group at least half as dense as the densest there is', () => {
    fc.assert(
      fc.property(links, list => {
        const [first] = denseGroups(list, all)
        const ids = [...new Set(list.flatMap(({ a, b }) => [a, b]))]
        const sizes = Array.from({ length: Math.max(0, ids.length - 1) }, (_, i) => i + 2)
        const best = Math.max(
          0,
          ...sizes.flatMap(size => subsets(ids, size)).map(own => densityOf(list, own))
        )
        if (!first) {
          expect(best).toBe(0)
          return
        }
        expect(first.density).toBeCloseTo(densityOf(list, first.ids), 9)
        expect(first.density).toBeGreaterThanOrEqual(best / 2 - 1e-9)
      })
    )
  })

  it('finds nobody twice, and the same in every order and under other names', () => {
    fc.assert(
      fc.property(links, list => {
        const groups = denseGroups(list, all)
        const ids = groups.flatMap(group => group.ids)
        expect(new Set(ids).size).toBe(ids.length)
        expect(
          denseGroups(
            list.toReversed().map(({ a, b, weight }) => ({ a: b, b: a, weight })),
            all
          )
        ).toEqual(groups)
        const rename = (id: string) => `p${'gfedcba'.indexOf(id)}`
        const renamed = denseGroups(
          list.map(link => ({ ...link, a: rename(link.a), b: rename(link.b) })),
          all
        )
        expect(renamed.map(group => group.ids)).toEqual(groups.map(group => group.ids.map(rename).sort()))
      })
    )
  })

  it('finds two circles in a sparse crowd, the denser first', () => {
    const circle = (prefix: string, size: number) =>
      Array.from({ length: size }, (_, i) => i).flatMap(i =>
        Array.from({ length: i }, (_, j) => ({ a: `${prefix}${i}`, b: `${prefix}${j}` }))
      )
    const chain = Array.from({ length: 200 }, (_, i) => ({ a: `n${i}`, b: `n${i + 1}` }))
    const bridges = [
      { a: 'n5', b: 'x1' },
      { a: 'n9', b: 'y1' },
      { a: 'x2', b: 'y2' }
    ]
    const groups = denseGroups([...chain, ...bridges, ...circle('x', 6), ...circle('y', 9)], {
      leastDensity: 2
    })
    expect(groups.map(({ ids, linkedShare }) => [ids.length, ids[0], linkedShare])).toEqual([
      [9, 'y0', 1],
      [6, 'x0', 1]
    ])
  })
})
