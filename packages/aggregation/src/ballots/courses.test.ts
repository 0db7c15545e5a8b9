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

  it('shows three ties deep where each choice leads, and beyond only to which committees', () => {
    const two = follow(anyTwo('abc'), null).course
    expect(two.fork!.among).toEqual(['a', 'b', 'c'])
    expect(two.fork!.branches[1]).toMatchObject({
      choice: 'b',
      committees: [
        ['a', 'b'],
        ['b', 'c']
      ]
    })
    expect(two.fork!.branches[1]!.course!.fork!.among).toEqual(['a', 'c'])
    const anyFour: Count<string, string> = {
      ...anyTwo('abcde'),
      advance: state => {
        if (state.length === 4) return { kind: 'done', elected: [...state] }
        const among = [...'abcde'].filter(letter => !state.includes(letter))
        return { kind: 'tie', choosing: 'in', among, choose: id => state + id }
      }
    }
    const third = follow(anyFour, null).course.fork!.branches[0]!.course!.fork!.branches[0]!.course!
    expect(third.fork!.among).toEqual(['c', 'd', 'e'])
    expect(third.fork!.branches[0]).toMatchObject({
      course: null,
      committees: [
        ['a', 'b', 'c', 'd'],
        ['a', 'b', 'c', 'e']
      ]
    })
  })

  it('is complete when it has visited as many ties as its bound, and not with one less', () => {
    // The first tie and one for each letter chosen there.
    expect(follow(anyTwo('abc'), null, 4).complete).toBe(true)
    expect(follow(anyTwo('abc'), null, 3).complete).toBe(false)
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
    expect(
      committeeOutcome([
        ['a', 'b'],
        ['a', 'c'],
        ['b', 'c']
      ])
    ).toEqual({ kind: 'tie', among: ['a', 'b', 'c'], certain: [], places: 2 })
    expect(committeeOutcome([])).toEqual({ kind: 'too-few', have: 0, need: 1 })
  })

  it('is fed with distinct committees in a fixed order', () => {
    expect(distinct([['b'], ['a'], ['b']])).toEqual([['a'], ['b']])
  })
})
