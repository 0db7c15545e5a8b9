import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { budgetElections } from '../../testing/arbitraries.ts'
import { permutations } from '../../testing/brute-force.ts'
import { budgetProfile, type BudgetElection } from './budget-profile.ts'
import { greedy, type GreedySettings } from './greedy.ts'

const election: BudgetElection = {
  budget: 10,
  projects: [
    { id: 'park', cost: 7 },
    { id: 'pool', cost: 5 },
    { id: 'tram', cost: 3 }
  ],
  ballots: [{ approved: ['park'], count: 3 }, { approved: ['pool'], count: 2 }, { approved: ['tram'] }]
}
const funded = (settings: GreedySettings, limits: BudgetElection['limits'] = []) =>
  greedy(budgetProfile({ ...election, limits }), settings).branches[0]!.funded

describe('greedy', () => {
  it('refuses settings it does not know', () => {
    expect(() => funded({ by: 'luck' as 'support' })).toThrow("greedy: by must be 'support' or")
    expect(() => funded({ unaffordable: 'beg' as 'skip' })).toThrow('greedy: unaffordable')
    expect(() => funded({ leastSupport: NaN })).toThrow('leastSupport')
    expect(() => funded({ bound: 0 })).toThrow('bound')
  })

  it('skips what does not fit, or stops there', () => {
    expect(funded({})).toEqual(['park', 'tram'])
    expect(funded({ unaffordable: 'stop' })).toEqual(['park'])
    const steps = greedy(budgetProfile(election), { unaffordable: 'stop' }).branches[0]!.explanation
    expect(steps.map(({ id, decision, leftBefore }) => [id, decision, leftBefore])).toEqual([
      ['park', 'funded', 10],
      ['pool', 'too-costly', 3],
      ['tram', 'after-stop', 3]
    ])
  })

  it('takes support per cost, and a least support, when told', () => {
    expect(funded({ by: 'support-per-cost' })).toEqual(['park', 'tram'])
    expect(greedy(budgetProfile(election), { by: 'support-per-cost' }).branches[0]!.explanation[0]!.id).toBe(
      'park'
    )
    expect(funded({ leastSupport: 2 })).toEqual(['park'])
  })

  it('comes by support per cost to small projects first, and by support to large ones', () => {
    const profile = budgetProfile({
      budget: 10,
      projects: [
        { id: 'bridge', cost: 9 },
        { id: 'bench', cost: 4 },
        { id: 'path', cost: 5 },
        { id: 'tree', cost: 2 }
      ],
      ballots: [
        { approved: ['bridge'], count: 3 },
        { approved: ['bench', 'path'], count: 2 },
        { approved: ['tree'] }
      ]
    })
    const steps = (settings: GreedySettings) =>
      greedy(profile, settings).branches[0]!.explanation.map(({ id, decision }) => `${id} ${decision}`)
    expect(steps({ ties: { order: ['bench', 'path', 'bridge', 'tree'] } })).toEqual([
      'bridge funded',
      'bench too-costly',
      'path too-costly',
      'tree too-costly'
    ])
    // Bench and tree, with a supporter for every two of their cost, are equals and fit together.
    expect(steps({ by: 'support-per-cost' })).toEqual([
      'bench funded',
      'tree funded',
      'path too-costly',
      'bridge too-costly'
    ])
  })

  it('funds what has just the least support, and says what has less', () => {
    const steps = greedy(budgetProfile({ ...election, budget: 20 }), { leastSupport: 2 })
    expect(steps.branches[0]!.explanation).toEqual([
      { id: 'park', cost: 7, support: 3, decision: 'funded', leftBefore: 20, limits: [] },
      { id: 'pool', cost: 5, support: 2, decision: 'funded', leftBefore: 13, limits: [] },
      { id: 'tram', cost: 3, support: 1, decision: 'below-least-support', leftBefore: 8, limits: [] }
    ])
    expect(steps.rule).toBe('greedy')
  })

  it('counts what was funded against a limit of cost, to the last unit', () => {
    const limited = (mostCost: number) =>
      greedy(
        budgetProfile({
          ...election,
          budget: 20,
          limits: [{ name: 'district', projects: ['park', 'pool'], mostCost }]
        })
      ).branches[0]!.funded
    expect(limited(12)).toEqual(['park', 'pool', 'tram'])
    expect(limited(11)).toEqual(['park', 'tram'])
    expect(limited(7)).toEqual(['park', 'tram'])
    expect(limited(6)).toEqual(['pool', 'tram'])
  })

  it('keeps limits of cost and projects that exclude each other', () => {
    const exclusive = [{ name: 'one place', projects: ['park', 'tram'], mostProjects: 1 }]
    expect(funded({}, exclusive)).toEqual(['park'])
    expect(funded({}, [{ name: 'district', projects: ['park'], mostCost: 6 }])).toEqual(['pool', 'tram'])
    const steps = greedy(budgetProfile({ ...election, limits: exclusive })).branches[0]!.explanation
    expect(steps[2]).toMatchObject({ id: 'tram', decision: 'over-limit', limits: ['one place'] })
  })

  it('leaves a tie open only where it matters', () => {
    const tied = (budget: number) =>
      greedy(
        budgetProfile({
          budget,
          projects: election.projects,
          ballots: [{ approved: ['park', 'pool', 'tram'] }]
        })
      )
    expect(tied(15).branches).toHaveLength(1)
    expect(tied(8).outcome).toEqual({ kind: 'tie', among: ['park', 'pool', 'tram'], certain: [] })
    expect(
      tied(10).branches.map(({ ties, funded }) => [ties[0]!.chosen, [...funded].sort().join('+')])
    ).toEqual([
      ['park', 'park+tram'],
      ['pool', 'pool+tram'],
      ['tram', 'park+tram'],
      ['tram', 'pool+tram']
    ])
  })

  it('leaves a tie open where what was funded before leaves room for one of the equals', () => {
    const { outcome } = greedy(
      budgetProfile({
        ...election,
        budget: 11,
        ballots: [{ approved: ['park'] }, { approved: ['park', 'pool', 'tram'] }],
        projects: [
          { id: 'park', cost: 7 },
          { id: 'pool', cost: 3 },
          { id: 'tram', cost: 3 }
        ]
      })
    )
    expect(outcome).toEqual({ kind: 'tie', among: ['pool', 'tram'], certain: ['park'] })
  })

  it('follows no tie after it has stopped, and none below the least support', () => {
    const profile = budgetProfile({
      ...election,
      budget: 6,
      ballots: [{ approved: ['park'] }, { approved: ['park', 'pool', 'tram'] }]
    })
    const stopped = greedy(profile, { unaffordable: 'stop' })
    expect(stopped.branches.map(({ funded }) => funded)).toEqual([[]])
    const { branches } = greedy(profile, { leastSupport: 2 })
    expect(branches).toHaveLength(1)
    expect(branches[0]!.explanation.map(({ decision }) => decision)).toEqual([
      'too-costly',
      'below-least-support',
      'below-least-support'
    ])
  })

  it('leaves a tie open between equals of support per cost', () => {
    const { outcome } = greedy(
      budgetProfile({
        budget: 5,
        projects: [
          { id: 'bench', cost: 4 },
          { id: 'tree', cost: 2 }
        ],
        ballots: [{ approved: ['bench'], count: 2 }, { approved: ['tree'] }]
      }),
      { by: 'support-per-cost' }
    )
    expect(outcome).toEqual({ kind: 'tie', among: ['bench', 'tree'], certain: [] })
  })

  it('leaves a tie open where the rule stops at the one of two equals that does not fit', () => {
    const profile = budgetProfile({
      ...election,
      budget: 6,
      ballots: [{ approved: ['park', 'pool'] }]
    })
    expect(greedy(profile).outcome).toEqual({ kind: 'funded', ids: ['pool'] })
    expect(greedy(profile, { unaffordable: 'stop' }).outcome).toEqual({
      kind: 'tie',
      among: ['pool'],
      certain: []
    })
  })

  it('leads, over its open ties, to exactly the outcomes of all orders', () => {
    const run = (election: BudgetElection, settings: GreedySettings) => {
      const profile = budgetProfile(election)
      const sets = (result: ReturnType<typeof greedy>) =>
        result.branches.map(({ funded }) => [...funded].sort().join())
      const all = permutations(profile.projects).flatMap(order =>
        sets(greedy(profile, { ...settings, ties: { order } }))
      )
      expect(new Set(sets(greedy(profile, { ...settings, bound: 500 })))).toEqual(new Set(all))
    }
    fc.assert(
      fc.property(budgetElections('approvals'), election => {
        run(election, {})
        run(election, { unaffordable: 'stop' })
      }),
      { numRuns: 50 }
    )
  })

  it('says when nobody voted, and when ties were too many to follow', () => {
    expect(greedy(budgetProfile({ ...election, ballots: [] })).outcome).toEqual({
      kind: 'too-few',
      have: 0,
      need: 1
    })
    const projects = Array.from({ length: 8 }, (_, i) => ({ id: `p${i}`, cost: 3 }))
    const many = budgetProfile({
      budget: 10,
      projects,
      ballots: [{ approved: projects.map(({ id }) => id) }]
    })
    const result = greedy(many, { bound: 3 })
    expect(result.complete).toBe(false)
    expect(result.outcome).toMatchObject({ kind: 'tie', certain: [] })
  })
})
