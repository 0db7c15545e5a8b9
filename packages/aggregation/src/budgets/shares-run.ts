import { allowance } from './allowance.ts'
import type { BudgetProfile } from './budget-profile.ts'
import { type ExactPrice, exactShares, type ExactShares } from './exact-shares.ts'
import type { Decide } from './open-ties.ts'

/** Half the distance between 1 and the next double: the relative error of one operation. */
const ROUNDING = 2 ** -53
/** Prices closer than this, relatively, are near-ties: told apart exactly, and flagged. */
const NEAR = 1e-9

/**
 * A profile with what a run needs again and again: utility per point of each project, and people × points of
 * each supporter.
 */
export interface Market {
  readonly profile: BudgetProfile
  /** A voter's utility from a project is their points times this: the cost, or 1. */
  readonly scales: Float64Array
  readonly people: Float64Array
  readonly worth: Float64Array
}

/** A project bought with the voters' money. Those bought in one round are independent of each other. */
export interface Purchase {
  readonly project: number
  readonly round: number
}

/** Two prices that nearly met: in which round, of which projects, and by how much they differ, relatively. */
export interface NearTie {
  readonly round: number
  readonly projects: readonly number[]
  readonly gap: number
}

/**
 * What one run buys, and the exact books of it. `brokeAt` tells at which purchase a group paid its last money
 * (−1: never).
 */
export interface SharesRun {
  readonly purchases: readonly Purchase[]
  readonly cost: number
  readonly brokeAt: Int32Array
  readonly nearTies: readonly NearTie[]
  /** Projects that a limit kept from being bought. */
  readonly limited: ReadonlyMap<number, readonly string[]>
  readonly books: () => ExactShares
}

/** Prepares a profile for runs: utility is the points, or the points times the cost. */
export function openMarket(profile: BudgetProfile, utility: 'cost' | 'cardinality'): Market {
  const { costs, groups, supporters } = profile
  const people = Float64Array.from(supporters.ballots, group => groups.counts[group]!)
  const worth = people.map((size, place) => size * supporters.values[place]!)
  return { profile, scales: utility === 'cost' ? costs : costs.map(() => 1), people, worth }
}

/**
 * One run of equal shares with the endowment `numerator ∕ denominator` for each voter: buys, again and again,
 * the affordable project with the least price per utility.
 *
 * Prices are computed in doubles with a running bound of their error. Every comparison that the bound leaves
 * in doubt is made again in exact fractions, so the purchases are those of exact arithmetic. `'exact'` doubts
 * everything: the slow oracle.
 */
export function runShares(
  market: Market,
  numerator: bigint,
  denominator: bigint,
  decide: Decide,
  arithmetic: 'certified' | 'exact'
): SharesRun {
  const { profile, scales, people, worth } = market
  const { projects, costs, groups, supporters, support } = profile
  const { starts, ballots, values } = supporters
  const endowment = Number(numerator) / Number(denominator)
  const money = new Float64Array(groups.counts.length).fill(endowment)
  const brokeAt = new Int32Array(groups.counts.length).fill(-1)
  let moneyError = arithmetic === 'exact' ? Infinity : 4 * ROUNDING * endowment

  /** Price per point, which only grows during a run, and the bound of its error. */
  const price = Float64Array.from(costs, (cost, project) => cost / support[project]!)
  const error = new Float64Array(costs.length)
  const open = new Set([...costs.keys()].filter(project => support[project]! > 0))
  const account = allowance(profile, Infinity)
  const limited = new Map<number, readonly string[]>()
  const purchases: Purchase[] = []
  const nearTies: NearTie[] = []

  let opened: ExactShares | null = null
  const books = (): ExactShares => {
    opened ??= exactShares(profile, numerator, denominator, brokeAt)
    while (opened.turns < purchases.length) {
      const turn = opened.turns
      const isPoor = (place: number) => brokeAt[ballots[place]!] !== -1 && brokeAt[ballots[place]!]! <= turn
      opened.fund(purchases[turn]!.project, opened.price(purchases[turn]!.project, isPoor)!)
    }
    return opened
  }
  /** How far the supporter's money may lie from what they are to pay before the books are asked. */
  const marginAt = (project: number, place: number) =>
    2 * (moneyError + error[project]! * values[place]! + ROUNDING * endowment)

  /** Updates the price of a project; false when its supporters cannot afford it. */
  const update = (project: number): boolean => {
    const from = starts[project]!
    const to = starts[project + 1]!
    const cost = costs[project]!
    for (let q = price[project]!; ;) {
      let paid = 0
      let poor = 0
      let points = 0
      let spare = 0
      for (let place = from; place < to; place++) {
        const own = money[ballots[place]!]!
        if (own < q * values[place]!) {
          paid += people[place]! * own
          poor += people[place]!
        } else {
          spare += people[place]! * own
          points += worth[place]!
        }
      }
      const fundsError = moneyError * support[project]! + (to - from + 4) * ROUNDING * (paid + spare + cost)
      if (paid + spare < cost - fundsError) return false
      const isDoubtful = paid + spare <= cost + fundsError
      if (isDoubtful && books().compareFunds(project) < 0) return false
      const next = points > 0 ? (cost - paid) / points : q
      if (next <= q * (1 + 4 * ROUNDING)) {
        price[project] = q
        // Without anyone who pays in full, or with money in doubt, the doubles know nothing: 0 × ∞ must not
        // hide it.
        error[project] =
          points > 0 && moneyError < Infinity
            ? 4 * ((poor * moneyError + (to - from + 4) * ROUNDING * cost) / points + ROUNDING * q)
            : Infinity
        return true
      }
      q = next
    }
  }

  const exactPrice = (project: number): ExactPrice => {
    const from = starts[project]!
    const to = starts[project + 1]!
    const poor = new Set<number>()
    const doubtful: number[] = []
    for (let place = from; place < to; place++) {
      const lead = money[ballots[place]!]! - price[project]! * values[place]!
      const isBroke = brokeAt[ballots[place]!] !== -1
      if (isBroke || lead < -marginAt(project, place)) poor.add(place)
      else if (lead <= marginAt(project, place)) doubtful.push(place)
    }
    // The price starts too low at worst; each supporter who cannot pay it raises it, until all others can.
    for (;;) {
      const exact = books().price(project, place => poor.has(place))!
      const unable = doubtful.filter(place => !poor.has(place) && books().compareMoney(place, exact) < 0)
      if (unable.length === 0) return exact
      for (const place of unable) poor.add(place)
    }
  }

  /** Takes over an exact price, whose error is that of rounding alone. */
  const takeOver = (project: number, exact: ExactPrice) => {
    price[project] = books().numberOf(exact)
    if (arithmetic === 'certified') error[project] = 4 * ROUNDING * price[project]!
  }

  const buy = (project: number, round: number) => {
    const turn = purchases.length
    if (error[project] === Infinity) takeOver(project, exactPrice(project))
    let most = 0
    let exact: ExactPrice | null = null
    const broke: number[] = []
    for (let place = starts[project]!; place < starts[project + 1]!; place++) {
      const group = ballots[place]!
      if (brokeAt[group] !== -1) continue
      const lead = money[group]! - price[project]! * values[place]!
      const margin = marginAt(project, place)
      const isBroke =
        Math.abs(lead) > margin ? lead < 0 : books().compareMoney(place, (exact ??= exactPrice(project))) < 0
      if (isBroke) broke.push(group)
      else money[group] = Math.max(0, lead)
      most = Math.max(most, values[place]!)
    }
    for (const group of broke) {
      brokeAt[group] = turn
      money[group] = 0
    }
    moneyError += error[project]! * most + 2 * ROUNDING * endowment
    purchases.push({ project, round })
    open.delete(project)
    account.fund(project)
  }

  for (let round = 1; ; round++) {
    for (const project of open) {
      const limits = account.broken(project)
      if (limits.length === 0) continue
      limited.set(project, limits)
      open.delete(project)
    }
    const cheapest = cheapestOf(open, scales, price, error, update)
    if (cheapest.length === 0) break
    let tied = cheapest
    if (cheapest.length > 1) {
      const exact = new Map(cheapest.map(project => [project, exactPrice(project)]))
      for (const [project, own] of exact) takeOver(project, own)
      const compare = (a: number, b: number) =>
        books().comparePrices(exact.get(a)!, scales[a]!, exact.get(b)!, scales[b]!)
      const least = cheapest.reduce((a, b) => (compare(b, a) < 0 ? b : a))
      tied = cheapest.filter(project => compare(project, least) === 0)
      for (const project of cheapest) {
        const gap = books().gap(exact.get(least)!, scales[least]!, exact.get(project)!, scales[project]!)
        if (gap > 0 && gap < NEAR) nearTies.push({ round, projects: [least, project], gap })
      }
    }
    if (tied.length > 1 && !isIndependent(profile, tied, brokeAt)) {
      const chosen = decide(tied.map(project => projects[project]!))
      tied = [projects.indexOf(chosen)]
    }
    for (const project of tied) buy(project, round)
  }
  const cost = purchases.reduce((sum, { project }) => sum + costs[project]!, 0)
  return { purchases, cost, brokeAt, nearTies, limited, books }
}

/**
 * The projects whose price per utility is least, or so near to it that the doubles cannot tell; closes those
 * nobody can afford.
 */
function cheapestOf(
  open: Set<number>,
  scales: Float64Array,
  price: Float64Array,
  error: Float64Array,
  update: (project: number) => boolean
): number[] {
  const updated: number[] = []
  const waiting = new Set(open)
  let high = Infinity
  for (;;) {
    // Prices only grow, so the last known ones bound the present ones from below.
    let next = -1
    let lowest = Infinity
    for (const project of waiting) {
      const low = (price[project]! - error[project]!) / scales[project]!
      if (next === -1 || low < lowest) {
        next = project
        lowest = low
      }
    }
    if (next === -1 || lowest > high * (1 + NEAR)) break
    waiting.delete(next)
    if (!update(next)) open.delete(next)
    else {
      updated.push(next)
      high = Math.min(high, (price[next]! + error[next]!) / scales[next]!)
    }
  }
  return updated
    .filter(project => !((price[project]! - error[project]!) / scales[project]! > high * (1 + NEAR)))
    .sort((a, b) => a - b)
}

/**
 * Whether no voter with money supports two of the projects and no limit holds two, so that their order is of
 * no consequence.
 */
function isIndependent(
  { groups, supporters, limits }: BudgetProfile,
  tied: readonly number[],
  brokeAt: Int32Array
): boolean {
  if (limits.some(limit => tied.filter(project => limit.projects.has(project)).length > 1)) return false
  const seen = new Uint8Array(groups.counts.length)
  for (const project of tied) {
    for (let place = supporters.starts[project]!; place < supporters.starts[project + 1]!; place++) {
      const group = supporters.ballots[place]!
      if (brokeAt[group] !== -1) continue
      if (seen[group] === 1) return false
      seen[group] = 1
    }
  }
  return true
}
