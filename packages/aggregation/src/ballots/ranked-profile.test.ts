import { describe, expect, it } from 'vitest'
import { rankedProfile } from './ranked-profile.ts'

describe('rankedProfile', () => {
  it('refuses ballots that make no sense, naming the ballot', () => {
    expect(() => rankedProfile([], [])).toThrow('rankedProfile: there must be at least one option')
    expect(() => rankedProfile(['a', 'a'], [])).toThrow('"a" twice')
    expect(() => rankedProfile(['a'], [{ ranking: ['b'] }])).toThrow(
      'ballot 0 ranks "b", which is not an option'
    )
    expect(() => rankedProfile(['a', 'b'], [{ ranking: [] }, { ranking: ['a', ['b', 'a']] }])).toThrow(
      'ballot 1 ranks "a" twice'
    )
    for (const count of [0, -1, 1.5, NaN, Infinity]) {
      expect(() => rankedProfile(['a'], [{ ranking: ['a'], count }])).toThrow('the count of ballot 0')
    }
    const many = { ranking: ['a'], count: Number.MAX_SAFE_INTEGER }
    expect(() => rankedProfile(['a'], [many, many])).toThrow('the number of voters')
  })

  it('numbers options in code-unit order and writes ballots one after the other', () => {
    const profile = rankedProfile(
      ['b', 'c', 'a'],
      [{ ranking: ['c', ['b', 'a']], count: 2 }, { ranking: [] }]
    )
    expect(profile).toEqual({
      options: ['a', 'b', 'c'],
      voters: 3,
      counts: Float64Array.of(2, 1),
      starts: Uint32Array.of(0, 3, 3),
      order: Uint32Array.of(2, 1, 0),
      levels: Uint32Array.of(0, 1, 1)
    })
  })
})
