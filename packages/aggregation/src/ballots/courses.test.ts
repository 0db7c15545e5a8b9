import { describe, expect, it } from 'vitest'
import { committeeOutcome, type Count, distinct, follow } from './courses.ts'

/** A count that elects two of its letters and meets an open tie at every seat. */
const anyTwo = (letters: string): Count<string, string> => ({
  start: '',
  key: state => [...state].sort().join(''),
  advance: state => {
    if (state.length === 2) return { kind: 'done', elected: [...state] }
    const among = [...letters].filter(letter => !state.includes(letter))
    return { kind: 'tie', choosing: 'in', among, choose: id => state + id }
  }
})

describe('follow', () => {
  it('finds every committee over all choices', () => {
    const { committees, complete } = follow(anyTwo('abc'), null)
    expect(committees.map(ids => ids.join(''))).toEqual(['ab', 'ac', 'bc'])
    expect(complete).toBe(true)
  })

  it('takes the first of a declared order at each tie and reports it', () => {
    const preference = new Map([...'cab'].map((id, place) => [id, place]))
    const { committees, tieBreaks, course } = follow(anyTwo('abc'), preference)
    expect(committees).toEqual([['a', 'c']])
    expect(tieBreaks).toEqual([
      { among: ['a', 'b', 'c'], chosen: 'c' },
      { among: ['a', 'b'], chosen: 'a' }
    ])
    expect(course.fork).toBe(null)
  })

  it('says when its bound left choices unvisited', () => {
    expect(follow(anyTwo('abcdefgh'), null, 3).complete).toBe(false)
  })
})

describe('committeeOutcome', () => {
  it('parts who is certain from who ties for the places left', () => {
    expect(committeeOutcome([['a', 'b']])).toEqual({ kind: 'elected', ids: ['a', 'b'] })
    expect(
      committeeOutcome([
        ['a', 'b'],
        ['a', 'c']
      ])
    ).toEqual({ kind: 'tie', among: ['b', 'c'], certain: ['a'], places: 1 })
    expect(committeeOutcome([])).toEqual({ kind: 'too-few', have: 0, need: 1 })
  })

  it('is fed with distinct committees in a fixed order', () => {
    expect(distinct([['b'], ['a'], ['b']])).toEqual([['a'], ['b']])
  })
})
