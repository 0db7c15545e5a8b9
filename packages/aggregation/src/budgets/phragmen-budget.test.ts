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
