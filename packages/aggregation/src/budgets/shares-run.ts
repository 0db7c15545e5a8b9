import { allowance } from './allowance.ts'
import type { BudgetProfile } from './budget-profile.ts'
import type { ExactShares } from './exact-shares.ts'
import type { Decide } from './open-ties.ts'
import { openPurses, type Purses } from './purses.ts'
import type { Market } from './scan-supporters.ts'

/** Prices closer than this, relatively, are near-ties: told apart exactly, and flagged. */
const NEAR = 1e-9

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
 * What one run buys, who paid their last money at which purchase (−1: nobody did), and the exact books of it.
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

/**
 * One run of equal shares with the endowment `numerator ∕ denominator` for each voter: buys, again and again,
 * the affordable project with the least price per utility. The purchases are those of exact arithmetic.
 */
export function runShares(
  market: Market,
  numerator: bigint,
  denominator: bigint,
  decide: Decide,
  arithmetic: 'certified' | 'exact'
): SharesRun {
  const { profile } = market
  const { projects, costs, support } = profile
  const purses = openPurses(market, numerator, denominator, arithmetic)
  const account = allowance(profile, Infinity)
  const open = new Set([...projects.keys()].filter(project => support[project]! > 0))
  const limited = new Map<number, readonly string[]>()
  const purchases: Purchase[] = []
  const nearTies: NearTie[] = []
  let cost = 0
  for (let round = 1; ; round++) {
    closeLimited(profile, account.broken, open, limited)
    const cheapest = cheapestOf(open, purses)
    if (cheapest.length === 0) break
    const { least, near } = leastOf(market, purses, cheapest)
    for (const { gap, other } of near) nearTies.push({ round, projects: [least[0]!, other], gap })
    const isDecided = least.length === 1 || isIndependent(profile, least, purses.brokeAt)
    const bought = isDecided ? least : [projects.indexOf(decide(least.map(project => projects[project]!)))]
    for (const project of bought) {
      purses.pay(project)
      account.fund(project)
      open.delete(project)
      purchases.push({ project, round })
      cost += costs[project]!
    }
  }
  return { purchases, cost, brokeAt: purses.brokeAt, nearTies, limited, books: purses.books }
}

/** Closes the projects that would break a limit. */
function closeLimited(
  { limits }: BudgetProfile,
  broken: (project: number) => string[],
  open: Set<number>,
  limited: Map<number, readonly string[]>
): void {
  if (limits.length === 0) return
  for (const project of open) {
    const names = broken(project)
    if (names.length === 0) continue
    limited.set(project, names)
    open.delete(project)
  }
}

/**
 * The projects whose price per utility is least, or so near to it that doubles may not tell; closes those
 * nobody can afford.
 */
function cheapestOf(open: Set<number>, purses: Purses): number[] {
  const updated: number[] = []
  const waiting = [...open]
  let high = Infinity
  while (waiting.length > 0) {
    // Prices only grow, so the last known ones bound the present ones from below.
    let next = 0
    for (let i = 1; i < waiting.length; i++)
      if (purses.low(waiting[i]!) < purses.low(waiting[next]!)) next = i
    const project = waiting[next]!
    if (purses.low(project) > high * (1 + NEAR)) break
    waiting[next] = waiting.at(-1)!
    waiting.pop()
    if (!purses.afford(project)) open.delete(project)
    else {
      updated.push(project)
      high = Math.min(high, purses.high(project))
    }
  }
  return updated.filter(project => purses.low(project) <= high * (1 + NEAR)).sort((a, b) => a - b)
}

/** Of the cheapest, those of least price in exact fractions, and those that come near it. */
function leastOf({ scales }: Market, purses: Purses, cheapest: readonly number[]) {
  if (cheapest.length === 1) return { least: cheapest, near: [] }
  const exact = cheapest.map(project => ({
    project,
    price: purses.exactPrice(project),
    scale: scales[project]!
  }))
  const books = purses.books()
  type Offer = (typeof exact)[number]
  const compare = (a: Offer, b: Offer) => books.comparePrices(a.price, a.scale, b.price, b.scale)
  const first = exact.reduce((a, b) => (compare(b, a) < 0 ? b : a))
  const near = exact
    .map(({ project, price, scale }) => ({
      other: project,
      gap: books.gap(first.price, first.scale, price, scale)
    }))
    .filter(({ gap }) => gap > 0 && gap < NEAR)
  return { least: exact.filter(offer => compare(offer, first) === 0).map(({ project }) => project), near }
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
