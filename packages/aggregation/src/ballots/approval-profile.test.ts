import { describe, expect, it } from 'vitest'
import { approvalProfile } from './approval-profile.ts'

describe('approvalProfile', () => {
  it('refuses ballots that make no sense, naming the ballot', () => {
    expect(() => approvalProfile([], [])).toThrow('approvalProfile: there must be at least one option')
    expect(() => approvalProfile(['a'], [{ approved: ['b'] }])).toThrow('ballot 0 approves of "b"')
    expect(() => approvalProfile(['a'], [{ approved: ['a', 'a'] }])).toThrow('ballot 0 approves of "a" twice')
    expect(() => approvalProfile(['a'], [{ approved: ['a'], count: 0 }])).toThrow('the count of ballot 0')
  })

  it('numbers options in code-unit order', () => {
    expect(approvalProfile(['b', 'a'], [{ approved: ['b'], count: 2 }, { approved: ['b', 'a'] }])).toEqual({
      options: ['a', 'b'],
      voters: 3,
      counts: Float64Array.of(2, 1),
      starts: Uint32Array.of(0, 1, 3),
      approved: Uint32Array.of(1, 1, 0)
    })
  })
})
