import { type ExactPrice, exactShares, type ExactShares } from './exact-shares.ts'
import { type Market, scanSupporters, type Supply } from './scan-supporters.ts'

/** Half the distance between 1 and the next double: the relative error of one operation. */
const ROUNDING = 2 ** -53

/**
 * The voters' money during a run of equal shares. Prices are kept in doubles with a bound of their error
 * (`low` and `high` enclose the true price per utility); whatever the bound leaves in doubt is settled in
 * exact fractions.
 */
export interface Purses {
  /** Brings the price of a project up to date; false when its supporters cannot afford it. */
  afford(project: number): boolean
  low(project: number): number
  high(project: number): number
  /** The price of an affordable project as a fraction. */
  exactPrice(project: number): ExactPrice
  /** Lets the supporters pay for a project. */
  pay(project: number): void
  /** At which payment a group paid its last money, −1 while it has some. */
  readonly brokeAt: Int32Array
  /** The exact books, up to the last payment. */
  books(): ExactShares
}

/** Gives every voter `numerator ∕ denominator`. `'exact'` puts everything in doubt: the slow oracle. */
export function openPurses(
  market: Market,
  numerator: bigint,
  denominator: bigint,
  arithmetic: 'certified' | 'exact'
): Purses {
  const { profile, scales } = market
  const { costs, groups, supporters, support } = profile
  const { starts, ballots, values } = supporters
  const endowment = Number(numerator) / Number(denominator)
  const money = new Float64Array(groups.counts.length).fill(endowment)
  let mostDoubt = arithmetic === 'exact' ? Infinity : 4 * ROUNDING * endowment
  const doubt = new Float64Array(groups.counts.length).fill(mostDoubt)
  const brokeAt = new Int32Array(groups.counts.length).fill(-1)
  const payments: number[] = []
  // Prices per point, which only grow during a run, and the bounds of their errors.
  const price = Float64Array.from(costs, (cost, project) => cost / support[project]!)
  const error = new Float64Array(costs.length)
  const supply: Supply = { paid: 0, paidError: 0, points: 0, spare: 0, ceiling: 0 }

  let opened: ExactShares | null = null
  const books = (): ExactShares => {
    opened ??= exactShares(profile, numerator, denominator, brokeAt)
    while (opened.turns < payments.length) {
      const turn = opened.turns
      const isPoor = (place: number) => brokeAt[ballots[place]!] !== -1 && brokeAt[ballots[place]!]! <= turn
      opened.fund(payments[turn]!, opened.price(payments[turn]!, isPoor)!)
    }
    return opened
  }

  const afford = (project: number): boolean => {
    const cost = costs[project]!
    const terms = starts[project + 1]! - starts[project]! + 4
    for (let own = price[project]!, ceiling = 0; ;) {
      // As long as all who paid in full still can, nobody changes sides and the next price is final.
      if (own > ceiling) {
        scanSupporters(market, money, doubt, project, own, supply)
        ceiling = supply.ceiling
      }
      const { paid, paidError, points, spare } = supply
      const fundsError = mostDoubt * support[project]! + terms * ROUNDING * (paid + spare + cost)
      if (paid + spare < cost - fundsError) return false
      if (paid + spare <= cost + fundsError && books().compareFunds(project) < 0) return false
      const next = points > 0 ? (cost - paid) / points : own
      if (next > own * (1 + 4 * ROUNDING)) {
        own = next
        continue
      }
      price[project] = own
      // Without anyone who pays in full, or with all money in doubt, the doubles know nothing: 0 × ∞ must not
      // hide it.
      const isKnown = points > 0 && mostDoubt < Infinity
      error[project] = isKnown
        ? 4 * ((paidError + terms * ROUNDING * cost) / points + ROUNDING * own)
        : Infinity
      return true
    }
  }

  const exactPrice = (project: number): ExactPrice => {
    const poor = new Set<number>()
    const doubtful: number[] = []
    for (let place = starts[project]!; place < starts[project + 1]!; place++) {
      const lead = money[ballots[place]!]! - price[project]! * values[place]!
      const off = doubt[ballots[place]!]! + error[project]! * values[place]! + 2 * ROUNDING * endowment
      if (brokeAt[ballots[place]!] !== -1 || lead < -2 * off) poor.add(place)
      else if (lead <= 2 * off) doubtful.push(place)
    }
    // The price begins too low at worst; each supporter who cannot pay it raises it, until all others can.
    for (;;) {
      const exact = books().price(project, place => poor.has(place))!
      const unable = doubtful.filter(place => !poor.has(place) && books().compareMoney(place, exact) < 0)
      for (const place of unable) poor.add(place)
      if (unable.length > 0) continue
      price[project] = books().numberOf(exact)
      if (arithmetic === 'certified') error[project] = 4 * ROUNDING * price[project]!
      return exact
    }
  }

  const pay = (project: number) => {
    let exact = error[project] === Infinity ? exactPrice(project) : null
    const broke: number[] = []
    const own = price[project]!
    const ownError = error[project]!
    for (let place = starts[project]!, to = starts[project + 1]!; place < to; place++) {
      const group = ballots[place]!
      const lead = money[group]! - own * values[place]!
      const off = doubt[group]! + ownError * values[place]! + 2 * ROUNDING * endowment
      if (lead <= 2 * off) {
        if (brokeAt[group] !== -1) continue
        if (lead < -2 * off || books().compareMoney(place, (exact ??= exactPrice(project))) < 0) {
          broke.push(group)
          continue
        }
      }
      money[group] = lead > 0 ? lead : 0
      doubt[group] = off
      if (off > mostDoubt) mostDoubt = off
    }
    for (const group of broke) {
      brokeAt[group] = payments.length
      money[group] = 0
    }
    payments.push(project)
  }
  return {
    afford,
    low: project => (price[project]! - error[project]!) / scales[project]!,
    high: project => (price[project]! + error[project]!) / scales[project]!,
    exactPrice,
    pay,
    brokeAt,
    books
  }
}
