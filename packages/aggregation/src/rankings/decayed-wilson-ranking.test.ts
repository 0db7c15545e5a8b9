import { describe, expect, it } from 'vitest'
import { decayedWilsonRanking } from './decayed-wilson-ranking.ts'
import { wilsonRanking } from './wilson-ranking.ts'

const responses = (positive: number, negative: number, at: number) => [
  ...Array.from({ length: positive }, () => ({ value: 1, at })),
  ...Array.from({ length: negative }, () => ({ value: 0, at }))
]

describe('decayedWilsonRanking', () => {
  it('refuses values other than 0 and 1', () => {
    expect(() =>
      decayedWilsonRanking([{ id: 'a', responses: [{ value: 0.5, at: 0 }] }], { now: 0, halfLife: 1 })
    ).toThrow('decayedWilsonRanking: a value must be 0 or 1, got 0.5 for "a"')
  })

  it('refuses a half-life of 0, also where there is nothing to rank', () => {
    expect(() => decayedWilsonRanking([], { now: 0, halfLife: 0 })).toThrow('decayedWilsonRanking: halfLife')
  })

  it('equals the plain Wilson ranking when all responses are of this moment', () => {
    const items = [
      { id: 'a', responses: responses(7, 3, 5) },
      { id: 'b', responses: responses(1, 0, 5) }
    ]
    const plain = wilsonRanking([
      { id: 'a', positive: 7, total: 10 },
      { id: 'b', positive: 1, total: 1 }
    ])
    expect(decayedWilsonRanking(items, { now: 5, halfLife: 2 }).groups).toEqual(plain.groups)
  })

  it('lowers an item whose responses grow old, and stops ranking it below the need', () => {
    const items = [
      { id: 'old', responses: responses(8, 0, 0) },
      { id: 'new', responses: responses(4, 0, 10) }
    ]
    const settings = { now: 10, halfLife: 5, need: 1 }
    expect(decayedWilsonRanking(items, settings).groups.map(group => group.ids)).toEqual([['new'], ['old']])
    expect(decayedWilsonRanking(items, { ...settings, need: 3 }).unranked).toEqual([
      { id: 'old', kind: 'too-few', have: 2, need: 3 }
    ])
  })
})
