import { describe, expect, it } from 'vitest'
import { budgetProfile } from './budget-profile.ts'
import { equalShares } from './equal-shares.ts'
import { voterAccount } from './voter-account.ts'

describe('voterAccount', () => {
  const result = equalShares(
    budgetProfile({
      budget: 12,
      projects: [
        { id: 'a', cost: 8 },
        { id: 'b', cost: 3 }
      ],
      ballots: [{ points: { a: 2, b: 1 } }, { points: { a: 2 } }, { points: { b: 1 } }]
    }),
    { completion: 'none', utility: 'cardinality' }
  )

  it('lists what a voter with points paid, to the last money', () => {
    // b: 1.5 a point each; then a: both have 2.5 + 4, too little for 8.
    expect(voterAccount(result.branches[0]!.explanation, { points: { a: 2, b: 1 } })).toEqual({
      endowment: 4,
      payments: [{ id: 'b', paid: 1.5 }],
      left: 2.5
    })
  })

  it('charges by the point, takes the rest from who has less, and nothing for what a voter does not support', () => {
    // 10 each. a: 2 for each of its 3 points; then c, for which the second has 2 of the 4 it asks, the third all.
    const { explanation } = equalShares(
      budgetProfile({
        budget: 30,
        projects: [
          { id: 'a', cost: 8 },
          { id: 'c', cost: 12 }
        ],
        ballots: [{ points: { a: 1 } }, { points: { a: 4, c: 1 } }, { points: { c: 2 } }]
      }),
      { completion: 'none', utility: 'cardinality' }
    ).branches[0]!
    expect(voterAccount(explanation, { points: { a: 1 } })).toEqual({
      endowment: 10,
      payments: [{ id: 'a', paid: 1.6 }],
      left: 8.4
    })
    const { payments, left } = voterAccount(explanation, { points: { a: 4, c: 1 } })
    expect(payments.map(({ id }) => id)).toEqual(['a', 'c'])
    expect(payments[0]!.paid).toBeCloseTo(6.4, 12)
    expect(payments[1]!.paid).toBeCloseTo(3.6, 12)
    expect(left).toBeCloseTo(0, 12)
    expect(voterAccount(explanation, { points: { c: 2 } }).payments).toEqual([{ id: 'c', paid: 8.4 }])
  })

  it('refuses what is no explanation of equal shares', () => {
    expect(() => voterAccount({} as never, { approved: [] })).toThrow(
      'voterAccount: the explanation must come from'
    )
    expect(() => voterAccount({ purchases: [] } as never, { approved: [] })).toThrow(
      'must come from equalShares'
    )
    expect(() => voterAccount(undefined as never, { approved: [] })).toThrow('must come from equalShares')
  })
})
