import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findDelegationCycle, weightedDelegation } from './weighted-delegation.ts'

describe('weightedDelegation', () => {
  it('refuses cycles, unknown people, oneself and weights that are none', () => {
    const person = (id: string, to?: string) => ({ id, voted: false, to })
    expect(() => weightedDelegation([person('a', 'b'), person('b', 'c'), person('c', 'b')])).toThrow(
      'must not form a cycle, got b → c → b'
    )
    expect(() => weightedDelegation([person('a', 'z')])).toThrow('"z", who is unknown')
    expect(() => weightedDelegation([person('a', 'a')])).toThrow('to themselves')
    expect(() => weightedDelegation([person('a'), person('a')])).toThrow('"a" twice')
    expect(() => weightedDelegation([{ id: 'a', voted: true, weight: 0 }])).toThrow('the weight of "a"')
  })

  it('puts an own vote before a delegation and lists the weight that reaches nobody', () => {
    const result = weightedDelegation([
      { id: 'a', voted: true, to: 'b' },
      { id: 'b', voted: true },
      { id: 'c', voted: false, to: 'a', weight: 2 },
      { id: 'd', voted: false, to: 'e', weight: 3 },
      { id: 'e', voted: false, to: null }
    ])
    expect(result.carried).toEqual([
      { id: 'a', weight: 3, from: ['a', 'c'], chain: 1 },
      { id: 'b', weight: 1, from: ['b'], chain: 0 }
    ])
    expect(result.lost).toEqual({ ids: ['d', 'e'], weight: 4 })
  })

  it('neither makes nor loses weight, on any forest of delegations', () => {
    const people = fc
      .array(
        fc.record({ voted: fc.boolean(), to: fc.option(fc.nat(20)), weight: fc.integer({ min: 1, max: 5 }) }),
        {
          minLength: 1,
          maxLength: 20
        }
      )
      // Everybody delegates to somebody named before them, so that no cycle can arise.
      .map(list =>
        list.map(({ voted, to, weight }, i) => ({
          id: `p${i}`,
          voted,
          weight,
          to: to === null || i === 0 ? null : `p${to % i}`
        }))
      )
    fc.assert(
      fc.property(people, list => {
        const { carried, lost } = weightedDelegation(list)
        const sum = (weights: number[]) => weights.reduce((a, b) => a + b, 0)
        expect(sum(carried.map(({ weight }) => weight)) + lost.weight).toBe(
          sum(list.map(({ weight }) => weight))
        )
        expect(carried.map(({ id }) => id).sort()).toEqual(
          list
            .filter(({ voted }) => voted)
            .map(({ id }) => id)
            .sort()
        )
        expect(findDelegationCycle(list)).toBe(null)
        expect(weightedDelegation(list.toReversed())).toEqual({ carried, lost })
      })
    )
  })

  it('follows a chain of a hundred thousand', () => {
    const chain = Array.from({ length: 100_000 }, (_, i) => ({
      id: `p${i}`,
      voted: i === 0,
      to: i > 0 ? `p${i - 1}` : null
    }))
    expect(weightedDelegation(chain).carried[0]).toMatchObject({ id: 'p0', weight: 100_000, chain: 99_999 })
  })
})
