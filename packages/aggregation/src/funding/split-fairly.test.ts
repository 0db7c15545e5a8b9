import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitFairly } from './split-fairly.ts'

const sharers = fc
  .array(fc.bigInt({ min: 0n, max: 10n ** 20n }), { minLength: 1, maxLength: 8 })
  .map(weights => weights.map((weight, i) => ({ id: `s${i}`, weight })))

describe('splitFairly', () => {
  it('refuses amounts and weights that are no whole numbers of at least 0', () => {
    expect(() => splitFairly(-1n, [])).toThrow('splitFairly: the amount must be a bigint of at least 0')
    expect(() => splitFairly(1n, [{ id: 'a', weight: -1n }])).toThrow('the weight of "a"')
    expect(() => splitFairly(1 as unknown as bigint, [])).toThrow(RangeError)
    expect(() =>
      splitFairly(1n, [
        { id: 'a', weight: 1n },
        { id: 'a', weight: 1n }
      ])
    ).toThrow('"a" twice')
  })

  it('says that there are too few where nobody has a weight', () => {
    expect(splitFairly(5n, []).outcome).toEqual({ kind: 'too-few', have: 0, need: 1 })
    expect(splitFairly(5n, [{ id: 'a', weight: 0n }]).parts).toEqual([])
  })

  it('gives everybody the exact share, rounded down or up, and loses nothing but the units that tie', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), sharers, (amount, list) => {
        const total = list.reduce((sum, { weight }) => sum + weight, 0n)
        fc.pre(total > 0n)
        const { parts, outcome } = splitFairly(amount, list)
        for (const { id, part } of parts) {
          const exact = amount * list.find(sharer => sharer.id === id)!.weight
          expect(part * total <= exact ? exact - part * total < total : part * total - exact < total).toBe(
            true
          )
        }
        const given = parts.reduce((sum, { part }) => sum + part, 0n)
        expect(given + (outcome.kind === 'tie' ? outcome.units : 0n)).toBe(amount)
        const ties = { order: list.map(({ id }) => id) }
        const decided = splitFairly(amount, list, { ties })
        expect(decided.parts.reduce((sum, { part }) => sum + part, 0n)).toBe(amount)
        expect(String(splitFairly(amount, list.toReversed()).parts.map(({ part }) => part))).toBe(
          String(parts.map(({ part }) => part))
        )
      })
    )
  })

  it('leaves units unassigned for which equal remainders tie, or gives them by a declared order', () => {
    const three = ['a', 'b', 'c'].map(id => ({ id, weight: 7n }))
    const open = splitFairly(11n, three)
    expect(open.outcome).toEqual({ kind: 'tie', among: ['a', 'b', 'c'], units: 2n })
    expect(open.parts.map(({ part }) => part)).toEqual([3n, 3n, 3n])
    const decided = splitFairly(11n, three, { ties: { order: ['c', 'a', 'b'] } })
    expect(decided.parts.map(({ part }) => part)).toEqual([4n, 3n, 4n])
    expect(decided.tieBreaks).toEqual([
      { among: ['a', 'b', 'c'], chosen: 'c' },
      { among: ['a', 'b'], chosen: 'a' }
    ])
  })

  it('says that it split where nothing is left to tie for', () => {
    const even = splitFairly(6n, [
      { id: 'a', weight: 1n },
      { id: 'b', weight: 1n }
    ])
    expect(even.outcome).toEqual({ kind: 'split' })
    expect(even.parts).toEqual([
      { id: 'a', part: 3n, gotRemainder: false },
      { id: 'b', part: 3n, gotRemainder: false }
    ])
    const uneven = splitFairly(4n, [
      { id: 'a', weight: 1n },
      { id: 'b', weight: 2n }
    ])
    expect(uneven.outcome).toEqual({ kind: 'split' })
    expect(uneven.parts.map(({ part, gotRemainder }) => [part, gotRemainder])).toEqual([
      [1n, false],
      [3n, true]
    ])
  })

  it('shows the Alabama paradox of Hamilton’s method: with one unit more, somebody gets one less', () => {
    // Balinski and Young's small case: weights 6, 6, 2 and 10 or 11 seats.
    const states = [
      { id: 'a', weight: 6n },
      { id: 'b', weight: 6n },
      { id: 'c', weight: 2n }
    ]
    const ten = splitFairly(10n, states).parts.map(({ part }) => part)
    const eleven = splitFairly(11n, states).parts.map(({ part }) => part)
    expect([ten, eleven]).toEqual([
      [4n, 4n, 2n],
      [5n, 5n, 1n]
    ])
  })
})
