import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { budgetElections } from '../../testing/arbitraries.ts'
import { compare, type Fraction, fraction, over, plus, times } from '../../testing/fractions.ts'
import { budgetProfile } from './budget-profile.ts'
import { phragmenBudget } from './phragmen-budget.ts'

describe('phragmenBudget', () => {
  it('refuses points and settings it does not know', () => {
    const projects = [{ id: 'a', cost: 1 }]
    const points = budgetProfile({ budget: 1, projects, ballots: [{ points: { a: 1 } }] })
    expect(() => phragmenBudget(points)).toThrow('phragmenBudget: ballots must be approvals')
    const approvals = budgetProfile({ budget: 1, projects, ballots: [{ approved: ['a'] }] })
    expect(() => phragmenBudget(approvals, { unaffordable: 'x' as 'stop' })).toThrow('unaffordable')
  })

  it('buys when supporters have earned the cost, by single voters’ purses with fractions', () => {
    fc.assert(
      fc.property(
        budgetElections('approvals'),
        fc.constantFrom('stop' as const, 'skip' as const),
        (election, unaffordable) => {
          const { budget, projects, ballots } = election
          const voters = ballots.flatMap(ballot =>
            Array.from({ length: ballot.count ?? 1 }, () => ('approved' in ballot ? ballot.approved : []))
          )
          const emptied: Fraction[] = voters.map(() => fraction(0))
          const bought: string[] = []
          const passed: string[] = []
          let left = budget
          for (;;) {
            const moments = projects
              .filter(
                ({ id }) =>
                  !bought.includes(id) && !passed.includes(id) && voters.some(ids => ids.includes(id))
              )
              .map(({ id, cost }) => {
                const own = voters.flatMap((ids, i) => (ids.includes(id) ? [emptied[i]!] : []))
                return {
                  id,
                  cost,
                  at: over(plus(fraction(cost), own.reduce(plus, fraction(0))), fraction(own.length))
                }
              })
            if (moments.length === 0) break
            const next = moments.reduce((a, b) => (compare(b.at, a.at) < 0 ? b : a))
            if (next.cost > left) {
              if (unaffordable === 'stop') break
              passed.push(next.id)
              continue
            }
            left -= next.cost
            bought.push(next.id)
            voters.forEach((ids, i) => ids.includes(next.id) && (emptied[i] = times(next.at, fraction(1))))
          }
          const order = projects.map(({ id }) => id)
          const { branches } = phragmenBudget(budgetProfile(election), { unaffordable, ties: { order } })
          expect(branches[0]!.funded).toEqual(bought)
        }
      )
    )
  })

  const apart = (budget: number) =>
    budgetProfile({
      budget,
      projects: ['a', 'b'].map(id => ({ id, cost: 4 })),
      ballots: [{ approved: ['a'] }, { approved: ['b'] }]
    })

  it('follows each choice where supporters have the cost together at one moment, or takes a declared order', () => {
    const { outcome, branches } = phragmenBudget(apart(4))
    expect(outcome).toEqual({ kind: 'tie', among: ['a', 'b'], certain: [] })
    expect(branches.map(({ ties, funded }) => [ties, funded])).toEqual([
      [[{ among: ['a', 'b'], chosen: 'a' }], ['a']],
      [[{ among: ['a', 'b'], chosen: 'b' }], ['b']]
    ])
    const decided = phragmenBudget(apart(4), { ties: { order: ['b', 'a'] } })
    expect(decided.branches.map(({ funded }) => funded)).toEqual([['b']])
    expect(decided.branches[0]!.explanation).toEqual([
      { id: 'b', cost: 4, moment: 4, decision: 'funded', limits: [] },
      { id: 'a', cost: 4, moment: 4, decision: 'too-costly', limits: [] }
    ])
  })

  it('goes on to what still fits when it is to skip, and ends at the first that does not when it is to stop', () => {
    const profile = budgetProfile({
      budget: 5,
      projects: [
        { id: 'a', cost: 4 },
        { id: 'b', cost: 6 },
        { id: 'c', cost: 1 }
      ],
      ballots: [{ approved: ['a'], count: 4 }, { approved: ['b'], count: 3 }, { approved: ['c', 'a'] }]
    })
    // The fifth supporter of a has nothing at 0.8, and has the cost of c at 1.8; b could be paid at 2.
    const funded = (unaffordable: 'stop' | 'skip', budget: number) =>
      phragmenBudget({ ...profile, budget }, { unaffordable }).branches[0]!.explanation.map(
        ({ id, moment, decision }) => [id, moment, decision]
      )
    expect(funded('stop', 5)).toEqual([
      ['a', 0.8, 'funded'],
      ['c', 1.8, 'funded'],
      ['b', 2, 'too-costly']
    ])
    expect(funded('stop', 3)).toEqual([['a', 0.8, 'too-costly']])
    expect(funded('skip', 3)).toEqual([
      ['a', 0.8, 'too-costly'],
      ['c', 1, 'funded'],
      ['b', 2, 'too-costly']
    ])
  })

  it('keeps limits and names them', () => {
    const { branches } = phragmenBudget(
      budgetProfile({
        budget: 10,
        projects: [
          { id: 'a', cost: 2 },
          { id: 'b', cost: 3 }
        ],
        ballots: [{ approved: ['a', 'b'] }],
        limits: [{ name: 'one place', projects: ['a', 'b'], mostProjects: 1 }]
      }),
      { unaffordable: 'skip' }
    )
    expect(branches[0]!.funded).toEqual(['a'])
    expect(branches[0]!.explanation[1]).toMatchObject({
      id: 'b',
      decision: 'over-limit',
      limits: ['one place']
    })
  })
})
