import { describe, expect, it } from 'vitest'
import { budgetProfile, type BudgetElection } from './budget-profile.ts'

const election: BudgetElection = {
  budget: 10,
  projects: [
    { id: 'b', cost: 4 },
    { id: 'a', cost: 7 }
  ],
  ballots: [
    { approved: ['b', 'a'], count: 2 },
    { approved: ['a', 'b'] },
    { approved: ['b'] },
    { approved: [] }
  ]
}

describe('budgetProfile', () => {
  it('refuses what makes no sense, naming it', () => {
    const change = (change: Partial<BudgetElection>) => () => budgetProfile({ ...election, ...change })
    expect(change({ projects: [] })).toThrow('budgetProfile: there must be at least one option')
    expect(change({ projects: [{ id: 'a', cost: 0 }] })).toThrow('the cost of "a"')
    expect(change({ projects: [{ id: 'a', cost: -5 }] })).toThrow(RangeError)
    expect(change({ projects: [{ id: 'a', cost: 1.5 }] })).toThrow('whole number')
    expect(change({ budget: NaN })).toThrow('the budget')
    expect(change({ budget: -1 })).toThrow('the budget')
    expect(change({ ballots: [{ approved: ['x'] }] })).toThrow(
      'ballot 0 supports "x", which is not a project'
    )
    expect(change({ ballots: [{ approved: ['a', 'a'] }] })).toThrow('ballot 0 supports one project twice')
    expect(change({ ballots: [{ approved: ['a'] }, { points: { a: 1 } }] })).toThrow(
      'all be approvals or all be points'
    )
    expect(change({ ballots: [{ points: { a: -1 } }] })).toThrow('the points of "a" in ballot 0')
    expect(change({ limits: [{ name: 'parks', projects: ['a'] }] })).toThrow('the limit "parks" must name')
    expect(change({ limits: [{ name: 'parks', projects: ['x'], mostCost: 1 }] })).toThrow('names "x"')
    expect(change({ limits: [{ name: 'parks', projects: ['a'], mostCost: 0.5 }] })).toThrow('mostCost')
    expect(change({ limits: [{ name: 'parks', projects: ['a'], mostProjects: -1 }] })).toThrow('mostProjects')
  })

  it('joins equal ballots and sums support', () => {
    const profile = budgetProfile(election)
    expect(profile.projects).toEqual(['a', 'b'])
    expect(profile.costs).toEqual(Float64Array.of(7, 4))
    expect(profile.voters).toBe(5)
    expect(profile.groups.counts).toEqual(Float64Array.of(3, 1))
    expect(profile.support).toEqual(Float64Array.of(3, 4))
  })

  it('takes points of 0 for no support', () => {
    const profile = budgetProfile({ ...election, ballots: [{ points: { a: 3, b: 0 }, count: 2 }] })
    expect(profile.form).toBe('points')
    expect(profile.support).toEqual(Float64Array.of(6, 0))
    expect(profile.supporters.ballots).toEqual(Uint32Array.of(0))
  })
})
