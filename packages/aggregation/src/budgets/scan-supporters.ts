import type { BudgetProfile } from './budget-profile.ts'

/** A profile with what a run of equal shares needs again and again. */
export interface Market {
  readonly profile: BudgetProfile
  /** A voter's utility from a project is their points times this: the cost, or 1. */
  readonly scales: Float64Array
  /** People behind each place in the list of supporters, and people × points. */
  readonly people: Float64Array
  readonly worth: Float64Array
}

/** What the supporters of a project can do at a price per point. */
export interface Supply {
  /** Money of those who have less than their price, and how far it may be off. */
  paid: number
  paidError: number
  /** Points of those who can pay their price, and their money. */
  points: number
  spare: number
  /** The price up to which all of these can still pay. */
  ceiling: number
}

/** Prepares a profile for runs: utility is the points, or the points times the cost. */
export function openMarket(profile: BudgetProfile, utility: 'cost' | 'cardinality'): Market {
  const { costs, groups, supporters, form } = profile
  const people = Float64Array.from(supporters.ballots, group => groups.counts[group]!)
  const worth = form === 'approvals' ? people : people.map((size, place) => size * supporters.values[place]!)
  return { profile, scales: utility === 'cost' ? costs : costs.map(() => 1), people, worth }
}

/**
 * Parts the supporters of a project by whether they can pay the price; writes into `supply`. A group's voters
 * have `money`, which may be off by `doubt`.
 */
export function scanSupporters(
  market: Market,
  money: Float64Array,
  doubt: Float64Array,
  project: number,
  price: number,
  supply: Supply
): void {
  if (market.profile.form === 'approvals') scanApprovals(market, money, doubt, project, price, supply)
  else scanPoints(market, money, doubt, project, price, supply)
}

/** One point each: a loop of its own, for it is where the time of a count goes. */
function scanApprovals(
  { profile: { supporters }, people }: Market,
  money: Float64Array,
  doubt: Float64Array,
  project: number,
  price: number,
  supply: Supply
): void {
  const { starts, ballots } = supporters
  let paid = 0
  let paidError = 0
  let points = 0
  let spare = 0
  let ceiling = Infinity
  for (let place = starts[project]!, to = starts[project + 1]!; place < to; place++) {
    const own = money[ballots[place]!]!
    const size = people[place]!
    if (own < price) {
      if (own > 0) {
        paid += size * own
        paidError += size * doubt[ballots[place]!]!
      }
    } else {
      points += size
      spare += size * own
      if (own < ceiling) ceiling = own
    }
  }
  supply.paid = paid
  supply.paidError = paidError
  supply.points = points
  supply.spare = spare
  supply.ceiling = ceiling
}

function scanPoints(
  { profile: { supporters }, people, worth }: Market,
  money: Float64Array,
  doubt: Float64Array,
  project: number,
  price: number,
  supply: Supply
): void {
  const { starts, ballots, values } = supporters
  supply.paid = 0
  supply.paidError = 0
  supply.points = 0
  supply.spare = 0
  supply.ceiling = Infinity
  for (let place = starts[project]!; place < starts[project + 1]!; place++) {
    const own = money[ballots[place]!]!
    const most = own / values[place]!
    if (own < price * values[place]!) {
      supply.paid += people[place]! * own
      if (own > 0) supply.paidError += people[place]! * doubt[ballots[place]!]!
    } else {
      supply.points += worth[place]!
      supply.spare += people[place]! * own
      if (most < supply.ceiling) supply.ceiling = most
    }
  }
}
