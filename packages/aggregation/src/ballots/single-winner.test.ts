import { describe, expect, it } from 'vitest'
import { singleWinner } from './single-winner.ts'

const contest = { options: ['a', 'b', 'c'], voters: 3 }

describe('singleWinner', () => {
  it('reports a tie unless an order is declared, and reports the use of the order', () => {
    expect(singleWinner('rule', contest, ['c', 'b'], {})).toEqual({
      rule: 'rule',
      voters: 3,
      outcome: { kind: 'tie', among: ['b', 'c'] },
      winners: ['b', 'c'],
      tieBreak: null
    })
    expect(singleWinner('rule', contest, ['b', 'c'], { ties: { order: ['c', 'a', 'b'] } })).toEqual({
      rule: 'rule',
      voters: 3,
      outcome: { kind: 'winner', id: 'c' },
      winners: ['b', 'c'],
      tieBreak: { among: ['b', 'c'], chosen: 'c' }
    })
  })

  it('does not touch the order when there is one winner, and has none without voters', () => {
    const ties = { order: ['a', 'b', 'c'] }
    expect(singleWinner('rule', contest, ['b'], { ties })).toMatchObject({ winners: ['b'], tieBreak: null })
    const empty = singleWinner('rule', { ...contest, voters: 0 }, ['a', 'b'], { ties })
    expect(empty).toMatchObject({
      outcome: { kind: 'too-few', have: 0, need: 1 },
      winners: [],
      tieBreak: null
    })
  })
})
