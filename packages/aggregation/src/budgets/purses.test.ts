import { describe, expect, it } from 'vitest'
import { type BudgetBallot, budgetProfile } from './budget-profile.ts'
import { openPurses, type Purses } from './purses.ts'
import { openMarket } from './scan-supporters.ts'

/** Two for both projects, one for a, three for b, with 7∕3 millions each; a costs 5 millions, b 8. */
const [a, b] = [0, 1]
const million = 1_000_000
const approvals: readonly BudgetBallot[] = [
  { approved: ['a', 'b'], count: 2 },
  { approved: ['a'], count: 1 },
  { approved: ['b'], count: 3 }
]
/** The same voters, whose points for a project are all the same. */
const points: readonly BudgetBallot[] = [
  { points: { a: 3, b: 5 }, count: 2 },
  { points: { a: 3 }, count: 1 },
  { points: { b: 5 }, count: 3 }
]

function open(
  arithmetic: 'certified' | 'exact',
  ballots = approvals,
  utility: 'cost' | 'cardinality' = 'cardinality'
): Purses {
  const profile = budgetProfile({
    budget: 14 * million,
    projects: [
      { id: 'a', cost: 5 * million },
      { id: 'b', cost: 8 * million }
    ],
    ballots
  })
  return openPurses(openMarket(profile, utility), BigInt(14 * million), 6n, arithmetic)
}

/** The doubles know the price, to some fourteen digits, and know that they do not know it better. */
function expectEnclosed(purses: Purses, project: number, price: number) {
  const [low, high] = [purses.low(project), purses.high(project)]
  expect(low).toBeLessThanOrEqual(price)
  expect(high).toBeGreaterThanOrEqual(price)
  expect(high - low).toBeGreaterThan(0)
  expect((high - low) / price).toBeLessThan(1e-13)
}

describe('the purses of voters', () => {
  for (const [form, ballots, [perA, perB]] of [
    ['approvals', approvals, [1, 1]],
    ['points', points, [3, 5]]
  ] as const) {
    it(`enclose prices narrowly and pay them, with ${form}`, () => {
      const purses = open('certified', ballots)
      expect(purses.afford(a)).toBe(true)
      expectEnclosed(purses, a, (5 * million) / 3 / perA)
      expect(purses.afford(b)).toBe(true)
      expectEnclosed(purses, b, (8 * million) / 5 / perB)
      purses.pay(a)
      // Two have ⅔ left, which they pay; the other three pay 20∕9 in full.
      expect(purses.afford(b)).toBe(true)
      expectEnclosed(purses, b, (20 * million) / 9 / perB)
      expect([...purses.brokeAt]).toEqual([-1, -1, -1])
      purses.pay(b)
      expect([...purses.brokeAt]).toEqual([1, -1, -1])
      const books = purses.books()
      expect(books.turns).toBe(2)
      expect(books.fundsOf(a)).toBeCloseTo((2 / 3) * million, 6)
      expect(books.fundsOf(b)).toBeCloseTo((1 / 3) * million, 6)
    })
  }

  it('tell what supporters cannot afford any more', () => {
    const purses = open('certified')
    purses.afford(b)
    purses.pay(b)
    // 11∕15 is left to two and 7∕3 to one of a's: 3.8 of 5 millions.
    expect(purses.afford(a)).toBe(false)
    expect(purses.books().fundsOf(a)).toBeCloseTo(3.8 * million, 6)
  })

  it('give the price as a fraction, the poor told from the others', () => {
    for (const arithmetic of ['certified', 'exact'] as const) {
      const purses = open(arithmetic)
      purses.afford(a)
      const { numberOf } = purses.books()
      expect(numberOf(purses.exactPrice(a))).toBe((5 * million) / 3)
      purses.pay(a)
      purses.afford(b)
      expect(numberOf(purses.exactPrice(b))).toBe((20 * million) / 9)
      expect(purses.low(b)).toBeLessThanOrEqual((20 * million) / 9)
    }
  })

  it('divide the price by the utility of a point', () => {
    const purses = open('certified', approvals, 'cost')
    purses.afford(a)
    expectEnclosed(purses, a, 1 / 3)
  })

  it('leave everything in doubt where all is to be settled exactly', () => {
    const purses = open('exact')
    expect(purses.afford(a)).toBe(true)
    expect([purses.low(a), purses.high(a)]).toEqual([-Infinity, Infinity])
    purses.exactPrice(a)
    expect([purses.low(a), purses.high(a)]).toEqual([-Infinity, Infinity])
    purses.pay(a)
    expect(purses.afford(b)).toBe(true)
    purses.pay(b)
    expect([...purses.brokeAt]).toEqual([1, -1, -1])
  })

  it('know a price better once it was worked out exactly', () => {
    const purses = open('certified')
    purses.afford(a)
    purses.pay(a)
    purses.afford(b)
    const before = purses.high(b) - purses.low(b)
    purses.exactPrice(b)
    expectEnclosed(purses, b, (20 * million) / 9)
    expect(purses.high(b) - purses.low(b)).toBeLessThanOrEqual(before)
  })

  it('let those who have just the price pay it in full, and keep nothing', () => {
    const profile = budgetProfile({
      budget: 7,
      projects: [
        { id: 'a', cost: 7 },
        { id: 'b', cost: 1 }
      ],
      ballots: [{ approved: ['a', 'b'], count: 3 }]
    })
    const purses = openPurses(openMarket(profile, 'cardinality'), 7n, 3n, 'certified')
    expect(purses.afford(a)).toBe(true)
    purses.pay(a)
    expect([...purses.brokeAt]).toEqual([-1])
    expect(purses.afford(b)).toBe(false)
    expect(purses.books().fundsOf(b)).toBe(0)
  })
})
