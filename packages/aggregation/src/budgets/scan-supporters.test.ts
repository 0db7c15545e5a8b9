import { describe, expect, it } from 'vitest'
import { type BudgetBallot, budgetProfile } from './budget-profile.ts'
import { openMarket, scanSupporters, type Supply } from './scan-supporters.ts'

/** What the supporters of project `a` of cost 60 can do at a price, with money and doubt by first approval. */
function supplyAt(price: number, ballots: readonly BudgetBallot[], money: number[], doubt: number[]): Supply {
  const market = openMarket(
    budgetProfile({
      budget: 100,
      projects: [
        { id: 'a', cost: 60 },
        { id: 'b', cost: 7 }
      ],
      ballots
    }),
    'cost'
  )
  // Whatever is left from an earlier look has no part in the next.
  const supply: Supply = { paid: 99, paidError: 99, points: 99, spare: 99, ceiling: 99 }
  scanSupporters(market, Float64Array.from(money), Float64Array.from(doubt), 0, price, supply)
  return supply
}

describe('scanSupporters', () => {
  const [both, only] = [{ approved: ['a', 'b'] }, { approved: ['a'] }]

  it('parts approving voters by whether they have the price', () => {
    const ballots = [
      { ...both, count: 2 },
      { ...only, count: 3 },
      { approved: ['b'], count: 5 }
    ]
    expect(supplyAt(4, ballots, [6, 3, 50], [0.25, 0.5, 8])).toEqual({
      paid: 9,
      paidError: 1.5,
      points: 2,
      spare: 12,
      ceiling: 6
    })
    // Who has just the price can pay it.
    expect(supplyAt(3, ballots, [6, 3, 50], [0.25, 0.5, 8])).toEqual({
      paid: 0,
      paidError: 0,
      points: 5,
      spare: 21,
      ceiling: 3
    })
    expect(supplyAt(3, ballots, [3, 6, 50], [0.25, 0.5, 8]).ceiling).toBe(3)
  })

  it('asks of nobody what they have not, and knows for certain who has nothing', () => {
    expect(supplyAt(4, [both, only], [0, 3], [0.25, 0.5])).toEqual({
      paid: 3,
      paidError: 0.5,
      points: 0,
      spare: 0,
      ceiling: Infinity
    })
  })

  it('parts voters with points by whether they have the price of their points', () => {
    const ballots: BudgetBallot[] = [
      { points: { a: 3, b: 1 }, count: 2 },
      { points: { a: 1 }, count: 4 },
      { points: { a: 5 }, count: 1 },
      { points: { b: 1 } }
    ]
    // At 2 a point the first are to pay 6, the second 2, the third 10.
    expect(supplyAt(2, ballots, [5, 3, 11, 50], [0.25, 0.5, 1, 8])).toEqual({
      paid: 10,
      paidError: 0.5,
      points: 9,
      spare: 23,
      ceiling: 2.2
    })
    expect(supplyAt(2, ballots, [6, 1, 0, 50], [0.25, 0.5, 1, 8])).toEqual({
      paid: 4,
      paidError: 2,
      points: 6,
      spare: 12,
      ceiling: 2
    })
    expect(supplyAt(2, ballots, [30, 3, 10, 50], [0.25, 0.5, 1, 8]).ceiling).toBe(2)
  })

  it('takes for utility the cost of a project, or one', () => {
    const profile = budgetProfile({
      budget: 9,
      projects: [
        { id: 'a', cost: 6 },
        { id: 'b', cost: 7 }
      ],
      ballots: [{ ...both, count: 3 }, only]
    })
    expect([...openMarket(profile, 'cost').scales]).toEqual([6, 7])
    const { scales, people, worth } = openMarket(profile, 'cardinality')
    expect([...scales]).toEqual([1, 1])
    expect([[...people], [...worth]]).toEqual([
      [3, 1, 3],
      [3, 1, 3]
    ])
    const points = budgetProfile({
      budget: 9,
      projects: [{ id: 'a', cost: 6 }],
      ballots: [{ points: { a: 4 }, count: 3 }, { points: { a: 2 } }]
    })
    expect([...openMarket(points, 'cost').worth]).toEqual([12, 2])
  })
})
