import { describe, expect, it } from 'vitest'
import { condorcetWinner } from './condorcet-winner.ts'
import { pairwiseOf } from './pairwise.ts'

describe('condorcetWinner', () => {
  it('is the option that beats every other', () => {
    expect(
      condorcetWinner(
        pairwiseOf(
          ['a', 'b'],
          [
            [0, 1],
            [2, 0]
          ],
          3
        )
      )
    ).toBe('b')
  })

  it('is missing when a pair is level', () => {
    expect(
      condorcetWinner(
        pairwiseOf(
          ['a', 'b'],
          [
            [0, 2],
            [2, 0]
          ],
          4
        )
      )
    ).toBe(null)
  })
})
