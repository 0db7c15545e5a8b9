import { describe, expect, it } from 'vitest'
import { groupsByLevel, rankByScore } from './ranking.ts'

describe('rankByScore', () => {
  it('refuses a score that is no number and an id that occurs twice, ranked or not', () => {
    expect(() => rankByScore('rule', [{ id: 'a', score: NaN }])).toThrow('rule: the score of "a"')
    expect(() =>
      rankByScore('rule', [{ id: 'a', score: 1 }], [{ id: 'a', kind: 'too-few', have: 0, need: 1 }])
    ).toThrow('rule: items must have distinct ids')
  })

  it('lists what shares a rank and what has none by id, whatever the order of the input', () => {
    const tooFew = (id: string) => ({ id, kind: 'too-few', have: 0, need: 1 }) as const
    const { groups, ties, unranked } = rankByScore(
      'rule',
      ['c', 'a', 'b', 'd'].map(id => ({ id, score: id === 'd' ? 1 : 2 })),
      [tooFew('z'), tooFew('x'), tooFew('y')]
    )
    expect(groups).toEqual([
      { rank: 1, score: 2, ids: ['a', 'b', 'c'] },
      { rank: 4, score: 1, ids: ['d'] }
    ])
    expect(ties).toEqual([{ kind: 'tie', among: ['a', 'b', 'c'] }])
    expect(unranked.map(({ id }) => id)).toEqual(['x', 'y', 'z'])
  })
})

it('groupsByLevel puts the smallest level first, and level 0 has the score that people know', () => {
  const groups = groupsByLevel(['b', 'a', 'c'], [0, 3, 0])
  expect(groups).toEqual([
    { rank: 1, score: 0, ids: ['b', 'c'] },
    { rank: 3, score: -3, ids: ['a'] }
  ])
  expect(Object.is(groups[0]!.score, 0)).toBe(true)
})
