import { describe, expect, it } from 'vitest'
import { approvalGroups } from './approval-groups.ts'
import { approvalProfile } from './approval-profile.ts'

describe('approvalGroups', () => {
  it('joins voters with the same approvals, in whatever order they list them, and turns the lists round', () => {
    const profile = approvalProfile(
      ['a', 'b', 'c'],
      [
        { approved: ['c', 'a'], count: 2 },
        { approved: [], count: 5 },
        { approved: ['b'] },
        { approved: ['a', 'c'], count: 3 }
      ]
    )
    const before = [...profile.approved]
    expect(approvalGroups(profile)).toEqual({
      options: ['a', 'b', 'c'],
      sizes: Float64Array.of(5, 1),
      starts: Uint32Array.of(0, 2, 3),
      approved: Uint32Array.of(0, 2, 1),
      groupStarts: Uint32Array.of(0, 1, 2, 3),
      groups: Uint32Array.of(0, 1, 0)
    })
    expect([...profile.approved]).toEqual(before)
  })
})
