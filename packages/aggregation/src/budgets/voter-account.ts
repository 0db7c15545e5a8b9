import { fail } from '../checks.ts'
import type { BudgetBallot } from './budget-profile.ts'
import type { EqualSharesExplanation } from './equal-shares.ts'

/** What became of one voter's money: what it was, what was paid for which project, what is left. */
export interface VoterAccount {
  readonly endowment: number
  readonly payments: readonly { readonly id: string; readonly paid: number }[]
  readonly left: number
}

/**
 * Account of one voter under equal shares: what did my ballot pay for?
 *
 * A voter pays the price (times their points) of each bought project they support, or the rest of their
 * money; so the account follows from the explanation of the result and the ballot alone. With raised
 * endowments the money is counted in the last, raised run. Projects funded by completion are paid by nobody
 * in particular. Cost: the purchases.
 *
 * Throws `RangeError` for an explanation that does not come from `equalShares`.
 *
 * Source: the price system of D. Peters, G. Pierczyński, P. Skowron, NeurIPS 2021, § 2 (priceability).
 *
 * @example
 * voterAccount(equalShares(budgetProfile({
 *   budget: 12,
 *   projects: [{ id: 'park', cost: 6 }, { id: 'tram', cost: 4 }],
 *   ballots: [{ approved: ['park'], count: 4 }, { approved: ['tram'], count: 2 }]
 * }), { completion: 'none' }).branches[0].explanation, { approved: ['park'] })
 * // → { endowment: 2, payments: [{ id: 'park', paid: 1.5 }], left: 0.5 }
 */
export function voterAccount(explanation: EqualSharesExplanation, ballot: BudgetBallot): VoterAccount {
  if (!explanation?.purchases || !explanation.endowment)
    fail('voterAccount', 'the explanation must come from equalShares')
  const points = new Map<string, number>(
    'points' in ballot ? Object.entries(ballot.points) : ballot.approved.map(id => [id, 1])
  )
  let left = explanation.endowment.last
  const payments = []
  for (const { id, price } of explanation.purchases) {
    const own = points.get(id) ?? 0
    if (own === 0) continue
    const paid = Math.min(left, price * own)
    left -= paid
    payments.push({ id, paid })
  }
  return { endowment: explanation.endowment.last, payments, left }
}
