import { describe, expect, it } from 'vitest'
import { copeland } from './copeland.ts'
import { pairwiseOf } from './pairwise.ts'

describe('copeland', () => {
  it('counts wins, losses and level pairs', () => {
    const { records, groups } = copeland(
      pairwiseOf(
        ['a', 'b', 'c'],
        [
          [0, 2, 1],
          [1, 0, 2],
          [1, 1, 0]
        ],
        3
      )
    )
    expect(records).toEqual([
      { id: 'a', score: 1, wins: 1, losses: 0, level: 1 },
      { id: 'b', score: 0, wins: 1, losses: 1, level: 0 },
      { id: 'c', score: -1, wins: 0, losses: 1, level: 1 }
    ])
    expect(groups.map(({ rank }) => rank)).toEqual([1, 2, 3])
  })
})
