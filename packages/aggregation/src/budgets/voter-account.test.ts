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

  it('refuses what is no explanation of equal shares', () => {
    expect(() => voterAccount({} as never, { approved: [] })).toThrow(
      'voterAccount: the explanation must come from'
    )
  })
})
