import { describe, expect, it } from 'vitest'
import { approvalProfile } from './approval-profile.ts'
import { approvalVoting } from './approval-voting.ts'

describe('approvalVoting', () => {
  it('counts approvals with their weights and reports ties', () => {
    const profile = approvalProfile(
      ['a', 'b', 'c'],
      [{ approved: ['a', 'b'], count: 2 }, { approved: ['c'] }]
    )
    const { rule, outcome, groups } = approvalVoting(profile)
    expect(rule).toBe('approvalVoting')
    expect(outcome).toEqual({ kind: 'tie', among: ['a', 'b'] })
    expect(groups.map(({ score }) => score)).toEqual([2, 1])
    expect(approvalVoting(profile, { ties: { order: ['c', 'b', 'a'] } }).outcome).toEqual({
      kind: 'winner',
      id: 'b'
    })
  })
})
