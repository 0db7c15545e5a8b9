import { describe, expect, it } from 'vitest'
import { minimax } from './minimax.ts'
import { pairwiseOf } from './pairwise.ts'

describe('minimax', () => {
  const pairs = pairwiseOf(
    ['a', 'b', 'c'],
    [
      [0, 4, 1],
      [3, 0, 5],
      [2, 4, 0]
    ],
    9
  )

  it('measures the worst defeat by votes, by lead, or by votes against', () => {
    expect(minimax(pairs).worst.map(({ defeat }) => defeat)).toEqual([2, 4, 5])
    expect(minimax(pairs, { strength: 'margins' }).worst.map(({ defeat }) => defeat)).toEqual([1, 1, 1])
    expect(minimax(pairs, { strength: 'opposition' }).worst.map(({ defeat }) => defeat)).toEqual([3, 4, 5])
    expect(minimax(pairs, { strength: 'margins' }).outcome).toEqual({ kind: 'tie', among: ['a', 'b', 'c'] })
  })

  it('names who inflicts the defeat, and nobody where there is none', () => {
    expect(minimax(pairs).worst[1]).toEqual({ id: 'b', defeat: 4, by: ['a'] })
    expect(minimax(pairwiseOf(['a'], [[0]], 3)).worst).toEqual([{ id: 'a', defeat: 0, by: [] }])
    expect(() => minimax(pairs, { strength: 'x' as 'margins' })).toThrow('minimax: strength')
  })
})
