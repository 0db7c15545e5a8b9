import { compareIds } from '../ties.ts'
import { checkAmount } from './split-fairly.ts'

/**
 * What a person gave to a campaign, in the smallest unit of money. Several gifts of one person to one
 * campaign count as their sum.
 */
export interface Gift {
  readonly campaign: string
  readonly person: string
  readonly amount: bigint
}

/** The people who gave to a campaign, by id, with what each gave in all. */
export interface Supported {
  readonly id: string
  readonly gifts: ReadonlyMap<string, bigint>
  readonly contributed: bigint
}

/**
 * Sums the gifts by campaign and person, in code-unit order; gifts of 0 are none. Throws for a negative
 * amount.
 */
export function byCampaign(rule: string, gifts: readonly Gift[]): Supported[] {
  const campaigns = new Map<string, Map<string, bigint>>()
  for (const { campaign, person, amount } of gifts) {
    checkAmount(rule, `the gift of "${person}" to "${campaign}"`, amount)
    const people = campaigns.get(campaign) ?? new Map<string, bigint>()
    campaigns.set(campaign, people)
    if (amount > 0n) people.set(person, (people.get(person) ?? 0n) + amount)
  }
  return [...campaigns]
    .sort(([a], [b]) => compareIds(a, b))
    .map(([id, people]) => ({
      id,
      gifts: new Map([...people].sort(([a], [b]) => compareIds(a, b))),
      contributed: [...people.values()].reduce((sum, amount) => sum + amount, 0n)
    }))
}
