import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { budgetElections } from '../../testing/arbitraries.ts'
import { maximisers, subsets } from '../../testing/brute-force.ts'
import { type BudgetElection, budgetProfile } from './budget-profile.ts'
import { knapsack } from './knapsack.ts'

describe('knapsack', () => {
  it('finds every best set, by trying all of them', () => {
    fc.assert(
      fc.property(budgetElections('points'), fc.boolean(), (election, isLimited) => {
        const limits = isLimited
          ? [
              {
                name: 'first two',
                projects: election.projects.slice(0, 2).map(({ id }) => id),
                mostProjects: 1
              }
            ]
          : []
        const profile = budgetProfile({ ...election, limits })
        const support = (id: string) => profile.support[profile.projects.indexOf(id)]!
        const supported = election.projects.filter(({ id }) => support(id) > 0)
        const sets = [0, 1, 2, 3, 4, 5]
          .flatMap(size => subsets(supported, size))
          .filter(set => set.reduce((sum, { cost }) => sum + cost, 0) <= election.budget)
          .filter(set => set.filter(({ id }) => limits[0]?.projects.includes(id)).length < 2)
        const best = maximisers(sets, set => set.reduce((sum, { id }) => sum + support(id), 0))
        const result = knapsack(profile)
        const names = best.map(set =>
          set
            .map(({ id }) => id)
            .sort()
            .join()
        )
        expect(result.branches.map(({ funded }) => funded.join())).toEqual(names.sort())
        expect(result.complete).toBe(true)
      })
    )
  })

  const same: BudgetElection = {
    budget: 6,
    projects: ['a', 'b', 'c', 'd'].map(id => ({ id, cost: 3 })),
    ballots: [{ approved: ['a', 'b', 'c', 'd'] }]
  }

  it('takes the set of the earliest members of a declared order', () => {
    const result = knapsack(budgetProfile(same), { ties: { order: ['c', 'b', 'a', 'd'] } })
    expect(result.outcome).toEqual({ kind: 'funded', ids: ['b', 'c'] })
    expect(result.branches[0]!.ties[0]).toEqual({ among: ['a', 'b', 'c'], chosen: 'c' })
  })

  it('says when it lists not all, when it gives up, and when nobody voted', () => {
    expect(knapsack(budgetProfile(same), { bound: 2 })).toMatchObject({
      complete: false,
      outcome: { certain: [] }
    })
    expect(knapsack(budgetProfile(same), { most: 3 }).outcome).toMatchObject({ kind: 'too-large', most: 3 })
    expect(knapsack(budgetProfile({ ...same, ballots: [] })).outcome.kind).toBe('too-few')
  })
})
