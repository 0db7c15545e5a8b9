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

  it('says what the best sets cost, leave and are supported by, in the order of their ids', () => {
    const { rule, budget, voters, branches } = knapsack(
      budgetProfile({
        budget: 7,
        projects: [
          { id: 'd', cost: 3 },
          { id: 'c', cost: 4 },
          { id: 'a', cost: 5 }
        ],
        ballots: [{ approved: ['a'], count: 2 }, { approved: ['c'] }, { approved: ['d'] }]
      })
    )
    expect({ rule, budget, voters }).toEqual({ rule: 'knapsack', budget: 7, voters: 4 })
    expect(branches).toEqual([
      { ties: [], funded: ['a'], spent: 5, left: 2, explanation: { support: 2 } },
      { ties: [], funded: ['c', 'd'], spent: 7, left: 0, explanation: { support: 2 } }
    ])
  })

  it('refuses bounds that are no whole numbers above 0', () => {
    expect(() => knapsack(budgetProfile(same), { bound: 0 })).toThrow('knapsack: bound')
    expect(() => knapsack(budgetProfile(same), { most: 0.5 })).toThrow('knapsack: most')
  })

  it('leaves out what cannot be best, and so finds an answer among more sets than it may visit', () => {
    const projects = Array.from({ length: 40 }, (_, i) => ({ id: `p${i}`, cost: 100 + i }))
    const ballots = projects.map(({ id }, i) => ({ approved: [id], count: 100 - i }))
    // The nine densest cost 936 together.
    const { outcome } = knapsack(budgetProfile({ budget: 936, projects, ballots }), { most: 200 })
    expect(outcome).toEqual({
      kind: 'funded',
      ids: projects
        .slice(0, 9)
        .map(({ id }) => id)
        .sort()
    })
  })

  it('tells how far it is, and ends when it is told to', () => {
    // No set within the budget is ruled out early: every project has one supporter for one unit of cost.
    const projects = Array.from({ length: 30 }, (_, i) => ({ id: `p${i}`, cost: 2 * i + 2 }))
    const ballots = projects.map(({ id, cost }) => ({ approved: [id], count: cost }))
    const profile = budgetProfile({ budget: 401, projects, ballots })
    const seen: unknown[] = []
    knapsack(profile, { most: 25_000, onProgress: progress => seen.push(progress) })
    expect(seen).toEqual([
      { done: 10_000, of: 25_000 },
      { done: 20_000, of: 25_000 }
    ])
    expect(() => knapsack(profile, { signal: AbortSignal.abort(new Error('enough')) })).toThrow('enough')
  })

  it('says when it lists not all, when it gives up, and when nobody voted', () => {
    expect(knapsack(budgetProfile(same), { bound: 2 })).toMatchObject({
      complete: false,
      outcome: { certain: [] }
    })
    expect(knapsack(budgetProfile(same), { most: 3 })).toMatchObject({
      outcome: { kind: 'too-large', most: 3 },
      branches: [],
      complete: false
    })
    expect(knapsack(budgetProfile({ ...same, ballots: [] }))).toMatchObject({
      outcome: { kind: 'too-few', have: 0, need: 1 },
      branches: [],
      complete: true
    })
  })
})
