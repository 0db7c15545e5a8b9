import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decayedRanking } from './decayed-ranking.ts'

const responses = fc.array(fc.record({ value: fc.constant(1), at: fc.integer({ min: 0, max: 60 }) }), {
  maxLength: 8
})
const items = fc
  .array(responses, { maxLength: 6 })
  .map(lists => lists.map((list, i) => ({ id: `item ${i}`, responses: list })))

describe('decayedRanking', () => {
  it('refuses a response later than now, and says which rule refuses', () => {
    expect(() =>
      decayedRanking([{ id: 'a', responses: [{ value: 1, at: 5 }] }], { now: 4, halfLife: 1 })
    ).toThrow('decayedRanking: a response must not be later than now (4), got one at 5')
  })

  it('gives an item without responses the score 0 and no times', () => {
    const { groups, explanation } = decayedRanking([{ id: 'a', responses: [] }], { now: 4, halfLife: 1 })
    expect(groups).toEqual([{ rank: 1, score: 0, ids: ['a'] }])
    expect(explanation).toEqual([
      { id: 'a', score: 0, responses: 0, undecayed: 0, firstAt: null, lastAt: null }
    ])
  })

  it('lets one new response equal two of one half-life ago', () => {
    const { ties } = decayedRanking(
      [
        {
          id: 'a',
          responses: [
            { value: 1, at: 0 },
            { value: 1, at: 0 }
          ]
        },
        { id: 'b', responses: [{ value: 1, at: 3 }] }
      ],
      { now: 3, halfLife: 3 }
    )
    expect(ties).toEqual([{ kind: 'tie', among: ['a', 'b'] }])
  })

  it('refuses a half-life of 0 and an id that occurs twice', () => {
    expect(() => decayedRanking([], { now: 0, halfLife: 0 })).toThrow('decayedRanking: halfLife')
    const twice = ['a', 'a'].map(id => ({ id, responses: [] }))
    expect(() => decayedRanking(twice, { now: 0, halfLife: 1 })).toThrow('decayedRanking: items')
  })

  it('says of each item what it would count without fading, and when its first and last response came', () => {
    const responses = [6, 2, 4].map(at => ({ value: 1, at }))
    const { explanation } = decayedRanking([{ id: 'a', responses }], { now: 6, halfLife: 2 })
    expect(explanation).toEqual([{ id: 'a', score: 1.75, responses: 3, undecayed: 3, firstAt: 2, lastAt: 6 }])
  })

  it('gives the same bytes in every order of items and responses', () => {
    fc.assert(
      fc.property(items, list => {
        const decay = { now: 60, halfLife: 7 }
        const backwards = list.toReversed().map(item => ({ ...item, responses: item.responses.toReversed() }))
        expect(JSON.stringify(decayedRanking(backwards, decay))).toBe(
          JSON.stringify(decayedRanking(list, decay))
        )
      })
    )
  })

  it('keeps its order while time passes without responses', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 0, max: 500 }), (list, wait) => {
        const order = (now: number) =>
          decayedRanking(list, { now, halfLife: 7 }).groups.map(group => group.ids)
        expect(order(60 + wait)).toEqual(order(60))
      })
    )
  })
})
