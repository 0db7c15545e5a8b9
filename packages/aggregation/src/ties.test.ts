import { describe, expect, it } from 'vitest'
import { sortedIds, tie, tooFew, winnerOrTie } from './ties.ts'

describe('ties as values', () => {
  it('list their ids as a sorted set', () => {
    expect(tie(['b', 'a', 'b'])).toEqual({ kind: 'tie', among: ['a', 'b'] })
    expect(sortedIds(['я', 'b', 'B', 'a'])).toEqual(['B', 'a', 'b', 'я'])
  })

  it('tell a winner from a tie and from nothing', () => {
    expect(winnerOrTie(['a'])).toEqual({ kind: 'winner', id: 'a' })
    expect(winnerOrTie(['b', 'a'])).toEqual({ kind: 'tie', among: ['a', 'b'] })
    expect(winnerOrTie([])).toEqual({ kind: 'too-few', have: 0, need: 1 })
    expect(tooFew(2, 5)).toEqual({ kind: 'too-few', have: 2, need: 5 })
  })
})
