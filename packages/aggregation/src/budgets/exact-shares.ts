import { greatestCommonDivisor } from '../greatest-common-divisor.ts'
import type { BudgetProfile } from './budget-profile.ts'

/** A price per point as an exact fraction: `numerator ∕ (points × the unit of the books)`. */
export interface ExactPrice {
  readonly numerator: bigint
  /** Points of those who pay in full. */
  readonly points: bigint
}

/**
 * The books of an equal-shares run in exact arithmetic. Somebody who has always paid in full has the
 * endowment less the prices of the funded projects they support, so the books hold one fraction for each
 * funded project, over a common unit, and no money of single voters. Supporters are named by their place in
 * the profile's list of supporters.
 */
export interface ExactShares {
  /** How many projects the books know as funded. */
  readonly turns: number
  /**
   * The price when the supporters at some places pay the rest of their money and all others in full; `null`
   * if no others.
   */
  price(project: number, isPoor: (place: number) => boolean): ExactPrice | null
  /** Sign of what the supporter has less what they are to pay. */
  compareMoney(place: number, price: ExactPrice): number
  /** Sign of what all supporters have less the cost. */
  compareFunds(project: number): number
  /** Sign of the difference of two prices, each divided by its scale. */
  comparePrices(a: ExactPrice, scaleA: number, b: ExactPrice, scaleB: number): number
  /** By how much the second price, divided by its scale, exceeds the first: 0.01 is one per cent. */
  gap(a: ExactPrice, scaleA: number, b: ExactPrice, scaleB: number): number
  /** Notes that a project is funded; who pays their last money there must have been told. */
  fund(project: number, price: ExactPrice): void
  /** The price at which the project of a turn was funded. */
  priceAt(turn: number): ExactPrice
  numberOf(price: ExactPrice): number
  /** What all supporters of a project have, as a number. */
  fundsOf(project: number): number
}

/**
 * Opens the books for an endowment of `numerator ∕ denominator` each. `brokeAt[group]` is told from outside:
 * the turn at which a group of voters paid its last money, −1 while it has some.
 */
export function exactShares(
  { costs, groups, supporters }: BudgetProfile,
  numerator: bigint,
  denominator: bigint,
  brokeAt: Int32Array
): ExactShares {
  const common = greatestCommonDivisor(numerator, denominator)
  let unit = denominator / common
  let endowment = numerator / common
  /** The price per point of each funded project, over `unit`; the turn of each project, −1 if not funded. */
  let prices: bigint[] = []
  const turnOf = new Int32Array(costs.length).fill(-1)

  /** What the supporters at some places have together, over `unit`. */
  const moneyAt = (from: number, to: number, isMeant: (place: number) => boolean): bigint => {
    let people = 0
    const pointsAt = new Float64Array(prices.length)
    for (let place = from; place < to; place++) {
      const group = supporters.ballots[place]!
      const isBroke = brokeAt[group] !== -1 && brokeAt[group]! < prices.length
      if (isBroke || !isMeant(place)) continue
      const size = groups.counts[group]!
      people += size
      for (let at = groups.starts[group]!; at < groups.starts[group + 1]!; at++) {
        const turn = turnOf[groups.items[at]!]!
        if (turn >= 0) pointsAt[turn]! += size * (groups.values ? groups.values[at]! : 1)
      }
    }
    let money = BigInt(people) * endowment
    pointsAt.forEach((points, turn) => {
      if (points > 0) money -= BigInt(points) * prices[turn]!
    })
    return money
  }
  const funds = (project: number) =>
    moneyAt(supporters.starts[project]!, supporters.starts[project + 1]!, () => true)
  return {
    get turns() {
      return prices.length
    },
    price(project, isPoor) {
      const from = supporters.starts[project]!
      const to = supporters.starts[project + 1]!
      let points = 0
      for (let place = from; place < to; place++) {
        if (!isPoor(place)) points += groups.counts[supporters.ballots[place]!]! * supporters.values[place]!
      }
      if (points === 0) return null
      return { numerator: BigInt(costs[project]!) * unit - moneyAt(from, to, isPoor), points: BigInt(points) }
    },
    compareMoney(place, price) {
      const size = BigInt(groups.counts[supporters.ballots[place]!]!)
      const due = size * BigInt(supporters.values[place]!) * price.numerator
      return sign(moneyAt(place, place + 1, () => true) * price.points - due)
    },
    compareFunds: project => sign(funds(project) - BigInt(costs[project]!) * unit),
    comparePrices: (a, scaleA, b, scaleB) =>
      sign(a.numerator * b.points * BigInt(scaleB) - b.numerator * a.points * BigInt(scaleA)),
    gap(a, scaleA, b, scaleB) {
      const first = a.numerator * b.points * BigInt(scaleB)
      return ratio(b.numerator * a.points * BigInt(scaleA) - first, first)
    },
    fund(project, { numerator: own, points }) {
      const shared = greatestCommonDivisor(points, own)
      const factor = points / shared
      unit *= factor
      endowment *= factor
      prices = [...prices.map(price => price * factor), own / shared]
      turnOf[project] = prices.length - 1
    },
    priceAt: turn => ({ numerator: prices[turn]!, points: 1n }),
    numberOf: ({ numerator: own, points }) => ratio(own, points * unit),
    fundsOf: project => ratio(funds(project), unit)
  }
}

function sign(value: bigint): number {
  return value > 0n ? 1 : value < 0n ? -1 : 0
}

/** a ∕ b as a number, for whole numbers of any size, a ≥ 0, b > 0. */
function ratio(a: bigint, b: bigint): number {
  if (a === 0n) return 0
  // Shifted, to the right if need be, so that the whole quotient has 63 to 65 bits, more than a double holds.
  const shift = 64 - (a.toString(2).length - b.toString(2).length)
  const quotient = (a << BigInt(shift)) / b
  return Number(quotient) * 2 ** -shift
}
