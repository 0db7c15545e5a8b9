import { describe, expect, it } from 'vitest'
import { plurality } from './plurality.ts'
import { rankedProfile } from './ranked-profile.ts'

describe('plurality', () => {
  it('refuses shared levels and says how to convert them', () => {
    const profile = rankedProfile(['a', 'b'], [{ ranking: [['a', 'b']] }])
    expect(() => plurality(profile)).toThrow(
      'plurality: ballot 0 puts two options on one level; convert with truncateAtTies'
    )
  })

  it('counts first places and blank ballots, and tells a majority from the most votes', () => {
    const ballots = [{ ranking: ['a', 'b'], count: 3 }, { ranking: ['b'], count: 2 }, { ranking: [] }]
    const result = plurality(rankedProfile(['a', 'b'], ballots))
    expect(result).toMatchObject({ winners: ['a'], blank: 1, majority: false })
    expect(plurality(rankedProfile(['a', 'b'], ballots.slice(0, 2))).majority).toBe(true)
  })
})
