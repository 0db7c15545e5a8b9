import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JudgeRating } from './rating-table.ts'
import { type Criterion, type Scorecard, scorecards } from './scorecards.ts'

const rating = (judge: string, entry: string, value: number): JudgeRating => ({ judge, entry, value })

describe('scorecards', () => {
  const criteria: Criterion[] = [
    { id: 'idea', weight: 3, least: 0, most: 10 },
    { id: 'craft', weight: 1, least: 1, most: 5 }
  ]
  const card = (judge: string, entry: string, idea: number, craft: number): Scorecard => ({
    judge,
    entry,
    scores: { idea, craft }
  })

  it('weighs criteria on one scale and gives means and totals', () => {
    const result = scorecards(criteria, [card('j', 'a', 10, 1), card('k', 'a', 5, 3), card('j', 'b', 0, 5)])
    expect(result.groups).toEqual([
      { rank: 1, score: 0.625, ids: ['a'] },
      { rank: 2, score: 0.25, ids: ['b'] }
    ])
    expect(result.explanation[0]!.criteria).toEqual([
      { id: 'idea', mean: 0.75 },
      { id: 'craft', mean: 0.25 }
    ])
    expect(result.totals).toEqual([rating('j', 'a', 0.75), rating('k', 'a', 0.5), rating('j', 'b', 0.25)])
  })

  it('lists cards that lack a score, and leaves an entry with no other card unranked', () => {
    const result = scorecards(criteria, [{ judge: 'j', entry: 'a', scores: { idea: 3 } }])
    expect(result.incomplete).toEqual([{ judge: 'j', entry: 'a', missing: ['craft'] }])
    expect(result.unranked).toEqual([{ id: 'a', kind: 'too-few', have: 0, need: 1 }])
  })

  it('gives the same bytes in every order of cards and criteria', () => {
    const cards = fc.uniqueArray(fc.tuple(fc.nat(2), fc.nat(2), fc.nat(10), fc.integer({ min: 1, max: 5 })), {
      selector: ([j, e]) => `${j} ${e}`
    })
    fc.assert(
      fc.property(cards, rows => {
        const list = rows.map(([j, e, idea, craft]) => card(`j${j}`, `e${e}`, idea, craft))
        const one = scorecards(criteria, list)
        const other = scorecards(criteria.toReversed(), list.toReversed())
        expect(other.groups).toEqual(one.groups)
        expect(other.totals).toEqual(one.totals)
      })
    )
  })

  it('refuses scales and scores that are none', () => {
    expect(() => scorecards([], [])).toThrow('at least one criterion')
    expect(() => scorecards([{ ...criteria[0]!, weight: 0 }], [])).toThrow('weight')
    expect(() => scorecards([{ ...criteria[0]!, most: 0 }], [])).toThrow('must go up')
    expect(() => scorecards(criteria, [card('j', 'a', 11, 1)])).toThrow('must lie between 0 and 10')
    expect(() => scorecards(criteria, [card('j', 'a', Number.NaN, 1)])).toThrow(RangeError)
    expect(() => scorecards(criteria, [card('j', 'a', 1, 1), card('j', 'a', 2, 1)])).toThrow('two cards')
    expect(() => scorecards(criteria, [{ judge: 'j', entry: 'a', scores: { fun: 1 } }])).toThrow(
      'not a criterion'
    )
  })
})
