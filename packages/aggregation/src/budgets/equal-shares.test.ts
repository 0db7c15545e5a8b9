import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { budgetElections } from '../../testing/arbitraries.ts'
import { fraction } from '../../testing/fractions.ts'
import { naiveShares } from '../../testing/naive-shares.ts'
import { type BudgetBallot, type BudgetElection, budgetProfile } from './budget-profile.ts'
import { equalShares, type EqualSharesSettings } from './equal-shares.ts'
import { voterAccount } from './voter-account.ts'

const election: BudgetElection = {
  budget: 12,
  projects: [
    { id: 'park', cost: 6 },
    { id: 'pool', cost: 6 },
    { id: 'tram', cost: 4 }
  ],
  ballots: [
    { approved: ['park', 'pool'], count: 4 },
    { approved: ['tram'], count: 2 }
  ]
}
const run = (settings: EqualSharesSettings = {}, change: Partial<BudgetElection> = {}) =>
  equalShares(budgetProfile({ ...election, ...change }), settings)

/** Voters one by one, as points. */
function votersOf(ballots: readonly BudgetBallot[]): Record<string, number>[] {
  return ballots.flatMap(ballot =>
    Array.from({ length: ballot.count ?? 1 }, () =>
      'points' in ballot ? ballot.points : Object.fromEntries(ballot.approved.map(id => [id, 1]))
    )
  )
}

describe('equalShares', () => {
  it('refuses settings it does not know', () => {
    expect(() => run({ utility: 'joy' as 'cost' })).toThrow(
      'equalShares: utility must be one of cost, cardinality'
    )
    expect(() => run({ completion: 'all' as 'none' })).toThrow('completion')
    expect(() => run({ stop: 'never' as 'overspend' })).toThrow('stop')
    expect(() => run({ step: 0 })).toThrow('step')
    expect(() => run({ mostSteps: 0.5 })).toThrow('mostSteps')
  })

  it('gives each group its part: the minority buys the tram, though the majority could outvote it', () => {
    const { branches } = run({ completion: 'none', ties: { order: ['park', 'pool', 'tram'] } })
    expect(branches[0]).toMatchObject({ funded: ['park', 'tram'], spent: 10, left: 2 })
    expect(branches[0]!.ties).toEqual([{ among: ['park', 'pool'], chosen: 'park' }])
  })

  it('follows both ways of a tie that matters, and needs no decision where voters have nothing in common', () => {
    expect(run({ completion: 'none' }).outcome).toEqual({
      kind: 'tie',
      among: ['park', 'pool'],
      certain: ['tram']
    })
    const apart = run(
      { completion: 'none' },
      {
        ballots: [
          { approved: ['park'], count: 3 },
          { approved: ['pool'], count: 3 }
        ]
      }
    )
    expect(apart.branches).toHaveLength(1)
    expect(apart.outcome).toEqual({ kind: 'funded', ids: ['park', 'pool'] })
    expect(apart.branches[0]!.explanation.purchases.map(({ round }) => round)).toEqual([1, 1])
  })

  it('buys what the definition buys, for single voters with fractions; certified and exact arithmetic agree', () => {
    for (const form of ['approvals', 'points'] as const) {
      fc.assert(
        fc.property(
          budgetElections(form),
          fc.constantFrom('cost' as const, 'cardinality' as const),
          ({ budget, projects, ballots }, utility) => {
            const voters = votersOf(ballots)
            const endowment = fraction(budget, voters.length)
            const order = projects.map(({ id }) => id)
            const profile = budgetProfile({ budget, projects, ballots })
            const settings = { utility, completion: 'none', ties: { order } } as const
            const certified = equalShares(profile, settings)
            const naive = naiveShares(projects, voters, endowment, utility)
            expect(certified.outcome).toEqual({ kind: 'funded', ids: naive.sort() })
            const exact = equalShares(profile, { ...settings, arithmetic: 'exact' })
            expect(exact.branches[0]!.explanation.purchases).toEqual(
              certified.branches[0]!.explanation.purchases
            )
          }
        ),
        { numRuns: 150 }
      )
    }
  })

  it('raises endowments as the definition does, under both stop rules', () => {
    fc.assert(
      fc.property(
        budgetElections('approvals'),
        fc.constantFrom('overspend' as const, 'exhaustive' as const),
        (given, stop) => {
          const { budget, projects, ballots } = given
          const voters = votersOf(ballots)
          const supported = projects.filter(({ id }) => voters.some(points => points[id]! > 0))
          const cost = (ids: readonly string[]) =>
            projects.reduce((sum, { id, cost }) => sum + (ids.includes(id) ? cost : 0), 0)
          const buy = (k: number) =>
            naiveShares(projects, voters, fraction(budget + k * voters.length, voters.length), 'cost')
          let bought = buy(0)
          let steps = 0
          const fitsAll = cost(supported.map(({ id }) => id)) <= budget
          for (let k = 1; !fitsAll && bought.length < supported.length; k++) {
            const open = supported.filter(
              ({ id, cost: own }) => !bought.includes(id) && cost(bought) + own <= budget
            )
            if (stop === 'exhaustive' && open.length === 0) break
            const next = buy(k)
            if (cost(next) > budget) break
            bought = next
            steps = k
          }
          const order = projects.map(({ id }) => id)
          const result = equalShares(budgetProfile(given), { completion: 'add1', stop, ties: { order } })
          expect(result.outcome).toEqual({ kind: 'funded', ids: bought.sort() })
          expect(result.branches[0]!.explanation.endowment.steps).toBe(steps)
        }
      ),
      { numRuns: 60 }
    )
  })

  it('is the same in every order of the input, and its outcome follows a renaming', () => {
    fc.assert(
      fc.property(budgetElections('approvals'), ({ budget, projects, ballots }) => {
        const one = equalShares(budgetProfile({ budget, projects, ballots }))
        const turned = { budget, projects: projects.toReversed(), ballots: ballots.toReversed() }
        expect(JSON.stringify(equalShares(budgetProfile(turned)))).toBe(JSON.stringify(one))
        const name = (id: string) => `p${122 - id.charCodeAt(0)}`
        const renamed = equalShares(
          budgetProfile({
            budget,
            projects: projects.map(({ id, cost }) => ({ id: name(id), cost })),
            ballots: ballots.map(ballot =>
              'approved' in ballot ? { ...ballot, approved: ballot.approved.map(name) } : ballot
            )
          })
        )
        expect(renamed.complete).toBe(one.complete)
        // Beyond the bound, which ways are followed hangs on names; nothing is claimed as certain then.
        fc.pre(one.complete)
        const sets = (result: typeof one, nameOf: (id: string) => string) =>
          new Set(result.branches.map(({ funded }) => funded.map(nameOf).sort().join()))
        expect(sets(renamed, id => id)).toEqual(sets(one, name))
      }),
      { numRuns: 60 }
    )
  })

  it('is priceable: payments come to the cost, nobody pays more than they have, and no group could buy more', () => {
    fc.assert(
      fc.property(budgetElections('approvals'), ({ budget, projects, ballots }) => {
        const order = projects.map(({ id }) => id)
        const result = equalShares(budgetProfile({ budget, projects, ballots }), {
          completion: 'none',
          ties: { order }
        })
        const { explanation, funded } = result.branches[0]!
        const accounts = ballots.map(ballot => ({ ballot, account: voterAccount(explanation, ballot) }))
        for (const { id, cost } of projects) {
          const paid = accounts.reduce((sum, { ballot, account }) => {
            const own = account.payments.find(payment => payment.id === id)?.paid ?? 0
            return sum + own * (ballot.count ?? 1)
          }, 0)
          expect(paid).toBeCloseTo(funded.includes(id) ? cost : 0, 9)
          const funds = accounts
            .filter(({ ballot }) => 'approved' in ballot && ballot.approved.includes(id))
            .reduce((sum, { ballot, account }) => sum + account.left * (ballot.count ?? 1), 0)
          expect(explanation.projects.find(project => project.id === id)!.funds).toBeCloseTo(funds, 9)
          if (!funded.includes(id)) expect(funds).toBeLessThan(cost)
        }
      })
    )
  })

  it('gives every cohesive group a member whose utility is what the group deserves, up to one project', () => {
    fc.assert(
      fc.property(budgetElections('approvals'), ({ budget, projects, ballots }) => {
        const order = projects.map(({ id }) => id)
        const result = equalShares(budgetProfile({ budget, projects, ballots }), {
          utility: 'cardinality',
          completion: 'none',
          ties: { order }
        })
        const { funded } = result.branches[0]!
        const voters = votersOf(ballots)
        // Extended justified representation up to one project, for groups that agree on one set.
        for (const { points: wanted } of voters.map(points => ({ points }))) {
          const set = projects.filter(({ id }) => wanted[id]! > 0)
          const price = set.reduce((sum, { cost }) => sum + cost, 0)
          const group = voters.filter(points => set.every(({ id }) => points[id]! > 0))
          if (set.length === 0 || price * voters.length > group.length * budget) continue
          const utility = (points: Record<string, number>) => funded.filter(id => points[id]! > 0).length
          expect(
            group.some(points => utility(points) + 1 > set.length - 1 && utility(points) + 1 >= set.length)
          ).toBe(true)
        }
      })
    )
  })

  it('adds by support what still fits, and says which step funded a project and what was missing', () => {
    const change = {
      budget: 16,
      ballots: [
        { approved: ['park', 'pool'], count: 4 },
        { approved: ['tram'], count: 4 }
      ]
    }
    const { branches } = run({ completion: 'utilitarian', ties: { order: ['park', 'pool', 'tram'] } }, change)
    expect(branches[0]!.explanation.projects).toEqual([
      {
        id: 'park',
        cost: 6,
        support: 4,
        supporters: 4,
        fundedBy: 'shares',
        funds: 2,
        missing: 0,
        limits: []
      },
      {
        id: 'pool',
        cost: 6,
        support: 4,
        supporters: 4,
        fundedBy: 'utilitarian',
        funds: 2,
        missing: 0,
        limits: []
      },
      { id: 'tram', cost: 4, support: 4, supporters: 4, fundedBy: 'shares', funds: 4, missing: 0, limits: [] }
    ])
    const plain = run({ completion: 'none', ties: { order: ['park', 'pool', 'tram'] } }, change)
    expect(plain.branches[0]!.explanation.projects[1]).toMatchObject({ fundedBy: null, funds: 2, missing: 4 })
  })

  it('tells who paid in full and who paid the rest', () => {
    const { branches } = run(
      { completion: 'none', utility: 'cardinality' },
      {
        budget: 9,
        projects: [
          { id: 'a', cost: 4 },
          { id: 'b', cost: 5 }
        ],
        ballots: [{ approved: ['a', 'b'], count: 2 }, { approved: ['b'] }]
      }
    )
    // Each has 3; b costs 5/3 each, then a is left to the two who have 4/3: too little. a first: 2 each would
    // be dearer.
    expect(branches[0]!.explanation.purchases).toEqual([
      { id: 'b', round: 1, cost: 5, price: 5 / 3, payingInFull: 3, payingTheRest: 0 }
    ])
    expect(branches[0]!.explanation.projects[0]!.missing).toBeCloseTo(4 - 8 / 3, 12)
  })

  it('takes for paying the rest only those whose money ends with this project', () => {
    const { branches } = run(
      { completion: 'none', utility: 'cardinality' },
      {
        budget: 90,
        projects: [
          { id: 'a', cost: 20 },
          { id: 'b', cost: 65 }
        ],
        ballots: [{ approved: ['a', 'b'], count: 2 }, { approved: ['b'] }]
      }
    )
    // Each has 30: a costs two of them 10; for b they give the 20 they have left and the third gives 25.
    expect(branches[0]!.explanation.purchases).toEqual([
      { id: 'a', round: 1, cost: 20, price: 10, payingInFull: 2, payingTheRest: 0 },
      { id: 'b', round: 2, cost: 65, price: 25, payingInFull: 1, payingTheRest: 2 }
    ])
  })

  it('keeps the limits of categories and places, and names them', () => {
    const limits = [{ name: 'one pool of water', projects: ['park', 'pool'], mostProjects: 1 }]
    const { branches } = run({ ties: { order: ['pool', 'park', 'tram'] } }, { budget: 100, limits })
    expect([...branches[0]!.funded].sort()).toEqual(['pool', 'tram'])
    expect(branches[0]!.explanation.projects[0]!.limits).toEqual(['one pool of water'])
  })

  it('leaves a tie open between projects with no voter in common that a limit holds apart', () => {
    const change: Partial<BudgetElection> = {
      ballots: [
        { approved: ['park'], count: 3 },
        { approved: ['pool'], count: 3 }
      ]
    }
    const oneOf = (projects: readonly string[]) =>
      run({ completion: 'none' }, { ...change, limits: [{ name: 'one', projects, mostProjects: 1 }] })
    expect(oneOf(['park', 'pool']).outcome).toEqual({ kind: 'tie', among: ['park', 'pool'], certain: [] })
    // A limit that holds one of them and another project keeps nothing apart.
    const { outcome, branches } = oneOf(['park', 'tram'])
    expect(outcome).toEqual({ kind: 'funded', ids: ['park', 'pool'] })
    expect(branches[0]!.explanation.purchases.map(({ round }) => round)).toEqual([1, 1])
  })

  it('buys together what only voters without money have in common', () => {
    // 2 each. Who supports all four pays 1 of d's 10 with nine others, then the rest for c, 1¾ for eight others.
    const { outcome, branches } = equalShares(
      budgetProfile({
        budget: 44,
        projects: [
          { id: 'a', cost: 3 },
          { id: 'b', cost: 3 },
          { id: 'c', cost: 15 },
          { id: 'd', cost: 10 }
        ],
        ballots: [
          { approved: ['a', 'b', 'c', 'd'] },
          { approved: ['d'], count: 9 },
          { approved: ['c'], count: 8 },
          { approved: ['a'], count: 2 },
          { approved: ['b'], count: 2 }
        ]
      }),
      { completion: 'none' }
    )
    expect(outcome).toEqual({ kind: 'funded', ids: ['a', 'b', 'c', 'd'] })
    expect(branches[0]!.ties).toEqual([])
    expect(branches[0]!.explanation.purchases.map(({ id, round }) => [id, round])).toEqual([
      ['d', 1],
      ['c', 2],
      ['a', 3],
      ['b', 3]
    ])
  })

  it('lets a majority prefer the greedy outcome, when that step is chosen', () => {
    const change: Partial<BudgetElection> = {
      budget: 10,
      projects: [
        { id: 'a', cost: 10 },
        { id: 'b', cost: 2 }
      ],
      ballots: [{ approved: ['a'], count: 4 }, { approved: ['b'] }]
    }
    expect(run({}, change).outcome).toEqual({ kind: 'funded', ids: ['b'] })
    const compared = run({ comparison: 'greedy' }, change)
    expect(compared.outcome).toEqual({ kind: 'funded', ids: ['a'] })
    expect(compared.branches[0]!.explanation.comparison).toEqual({
      preferShares: 1,
      preferGreedy: 4,
      indifferent: 0,
      greedyFunded: ['a']
    })
    expect(compared.branches[0]!.explanation.projects[0]!.fundedBy).toBe('greedy')
  })

  const costlyAndCheap: Partial<BudgetElection> = {
    budget: 10,
    projects: [
      { id: 'a', cost: 10 },
      { id: 'b', cost: 2 },
      { id: 'c', cost: 1 }
    ]
  }

  it('weighs points by points when it asks whom the majority prefers', () => {
    const ballots: BudgetBallot[] = [{ points: { a: 3, b: 1 }, count: 4 }, { points: { b: 5 } }]
    const settings = { completion: 'none', utility: 'cardinality' } as const
    expect(run(settings, { ...costlyAndCheap, ballots }).outcome).toEqual({ kind: 'funded', ids: ['b'] })
    const compared = run({ ...settings, comparison: 'greedy' }, { ...costlyAndCheap, ballots })
    expect(compared.branches[0]!.explanation.comparison).toMatchObject({ preferShares: 1, preferGreedy: 4 })
    expect(compared.outcome).toEqual({ kind: 'funded', ids: ['a'] })
  })

  it('stays with its own outcome where as many prefer it as the greedy one', () => {
    const ballots: BudgetBallot[] = [{ points: { a: 5 } }, { points: { b: 1 } }, { points: {} }]
    const { branches, outcome } = run(
      { completion: 'none', utility: 'cardinality', comparison: 'greedy' },
      { ...costlyAndCheap, ballots }
    )
    expect(outcome).toEqual({ kind: 'funded', ids: ['b'] })
    expect(branches[0]!.explanation.comparison).toEqual({
      preferShares: 1,
      preferGreedy: 1,
      indifferent: 1,
      greedyFunded: ['a']
    })
  })

  it('compares with what the greedy rule funds of the projects that somebody supports', () => {
    const ballots = [{ approved: ['c', 'b'], count: 2 }, { approved: ['c'] }]
    const { branches } = run({ comparison: 'greedy' }, { ...costlyAndCheap, budget: 20, ballots })
    expect(branches[0]!.explanation.comparison!.greedyFunded).toEqual(['b', 'c'])
    expect(branches[0]!.explanation.comparison!.indifferent).toBe(3)
  })

  it('flags prices that nearly meet', () => {
    const million = 1_000_000_000
    const { branches } = run(
      { completion: 'none', utility: 'cardinality' },
      {
        budget: million * 3,
        projects: [
          { id: 'a', cost: million * 2 - 1 },
          { id: 'b', cost: million * 2 }
        ],
        ballots: [
          { approved: ['a'], count: 2 },
          { approved: ['b'], count: 2 }
        ]
      }
    )
    expect(branches[0]!.explanation.nearTies).toHaveLength(0)
    const near = run(
      { completion: 'none', utility: 'cardinality' },
      {
        budget: million * 8,
        projects: [
          { id: 'a', cost: million * 2 - 1 },
          { id: 'b', cost: million * 2 }
        ],
        ballots: [
          { approved: ['a'], count: 2 },
          { approved: ['b'], count: 2 }
        ]
      }
    )
    expect(near.branches[0]!.explanation.nearTies).toEqual([
      { round: 1, ids: ['a', 'b'], gap: expect.closeTo(5e-10, 12) }
    ])
  })

  it('raises by the step it is told, as long as the budget bears what is bought', () => {
    // 2 each at first; two voters can pay for z once they have 26 each, which with x and y would be too much.
    const change: Partial<BudgetElection> = {
      projects: [
        { id: 'x', cost: 10 },
        { id: 'y', cost: 2 },
        { id: 'z', cost: 50 }
      ],
      ballots: [
        { approved: ['x'], count: 4 },
        { approved: ['y', 'z'], count: 2 }
      ]
    }
    const raised = (step: number) => run({ completion: 'add1', step }, change).branches[0]!
    expect(raised(1).funded).toEqual(['x', 'y'])
    expect(raised(1).explanation.endowment).toMatchObject({ first: 2, last: 25, steps: 23 })
    expect(raised(3).explanation.endowment).toMatchObject({ first: 2, last: 23, steps: 7 })
    expect(run({}, change).rule).toBe('equalShares')
  })

  it('stops raising at its bound and says so; does not raise where all projects fit', () => {
    const huge: Partial<BudgetElection> = {
      budget: 1_000_000,
      projects: [
        { id: 'a', cost: 900_000 },
        { id: 'b', cost: 900_000 }
      ],
      ballots: [{ approved: ['a'] }, { approved: ['b'] }]
    }
    expect(run({ mostSteps: 10 }, huge).branches[0]!.explanation.endowment).toEqual({
      first: 500_000,
      last: 500_010,
      steps: 10,
      boundMet: true
    })
    const all = run({ completion: 'add1' }, { budget: 16 })
    expect(all.branches[0]!.explanation.endowment.steps).toBe(0)
  })

  it('flags prices that nearly meet by what a project costs, too', () => {
    const points = 2_000_000_000
    const { branches } = run(
      { completion: 'none' },
      {
        budget: 20,
        projects: [
          { id: 'a', cost: 4 },
          { id: 'b', cost: 6 }
        ],
        ballots: [{ points: { a: points } }, { points: { b: points - 1 } }]
      }
    )
    expect(branches[0]!.explanation.nearTies).toEqual([
      { round: 1, ids: ['a', 'b'], gap: expect.closeTo(5e-10, 14) }
    ])
  })

  it('does not raise for a project that a limit keeps out', () => {
    const limits = [{ name: 'one pool of water', projects: ['park', 'pool'], mostProjects: 1 }]
    const { branches } = run({ mostSteps: 20, ties: { order: ['pool', 'park', 'tram'] } }, { limits })
    expect(branches[0]!.funded).toEqual(['pool', 'tram'])
    expect(branches[0]!.explanation.endowment).toEqual({ first: 2, last: 2, steps: 0, boundMet: false })
  })

  it('adds by support nothing that nobody supports', () => {
    const { branches } = run({ completion: 'utilitarian' }, { budget: 30, ballots: [{ approved: ['tram'] }] })
    expect(branches[0]!.funded).toEqual(['tram'])
  })

  it('tells how far the raises are, and ends when it is told to', () => {
    const seen: unknown[] = []
    const settings = { mostSteps: 3, ties: { order: ['park', 'pool', 'tram'] } }
    run({ ...settings, onProgress: progress => seen.push(progress) }, { budget: 13 })
    expect(seen[0]).toEqual({ done: 0, of: 3 })
    const signal = AbortSignal.abort(new Error('enough'))
    expect(() => run({ ...settings, signal }, { budget: 13 })).toThrow('enough')
  })

  it('says when nobody voted; buys nothing for voters who support nothing', () => {
    expect(run({}, { ballots: [] }).outcome).toEqual({ kind: 'too-few', have: 0, need: 1 })
    expect(run({}, { ballots: [{ approved: [], count: 5 }] }).outcome).toEqual({ kind: 'funded', ids: [] })
  })
})
