import { describe, expect, it } from 'vitest'
import { budgetProfile } from './budget-profile.ts'
import { exactShares } from './exact-shares.ts'

/** Three for the park, one for park and tram, two for the tram; 2 for each of them. */
const profile = budgetProfile({
  budget: 12,
  projects: [
    { id: 'park', cost: 6 },
    { id: 'tram', cost: 4 }
  ],
  ballots: [
    { approved: ['park'], count: 3 },
    { approved: ['park', 'tram'], count: 1 },
    { approved: ['tram'], count: 2 }
  ]
})
const { ballots, starts } = profile.supporters
const [park, tram] = [0, 1]
/** The place in the list of a project's supporters of the voters who support so many projects. */
const placeOf = (project: number, supported: number) =>
  [...ballots.keys()].find(
    place =>
      place >= starts[project]! &&
      place < starts[project + 1]! &&
      profile.groups.starts[ballots[place]! + 1]! - profile.groups.starts[ballots[place]!]! === supported
  )!
const openBooks = (numerator = 12n, denominator = 6n) => {
  const brokeAt = new Int32Array(3).fill(-1)
  return { books: exactShares(profile, numerator, denominator, brokeAt), brokeAt }
}
const nobody = () => false

describe('the books of equal shares', () => {
  it('know what supporters have and what they are to pay, before anything is bought', () => {
    const { books } = openBooks()
    expect(books.turns).toBe(0)
    expect([books.fundsOf(park), books.fundsOf(tram)]).toEqual([8, 6])
    expect([books.compareFunds(park), books.compareFunds(tram)]).toEqual([1, 1])
    expect(books.numberOf(books.price(park, nobody)!)).toBe(1.5)
    expect(books.numberOf(books.price(tram, nobody)!)).toBe(4 / 3)
    // With those of one project poor, who pay their 2 each, the two others pay the rest.
    expect(books.numberOf(books.price(tram, place => place === placeOf(tram, 1))!)).toBe(0)
    expect(books.price(tram, () => true)).toBe(null)
  })

  it('take the price of what is bought off those who pay in full', () => {
    const { books } = openBooks()
    books.fund(park, books.price(park, nobody)!)
    expect(books.turns).toBe(1)
    expect(books.numberOf(books.priceAt(0))).toBe(1.5)
    // ½ is left to who supports both, 2 to each of the two others.
    expect(books.fundsOf(tram)).toBe(4.5)
    expect(books.compareFunds(tram)).toBe(1)
    const even = books.price(tram, nobody)!
    expect(books.compareMoney(placeOf(tram, 2), even)).toBe(-1)
    expect(books.compareMoney(placeOf(tram, 1), even)).toBe(1)
    const price = books.price(tram, place => place === placeOf(tram, 2))!
    expect(books.numberOf(price)).toBe(1.75)
    books.fund(tram, price)
    expect([0, 1].map(turn => books.numberOf(books.priceAt(turn)))).toEqual([1.5, 1.75])
  })

  it('count those out who are told to be broke, from their last payment on', () => {
    const { books, brokeAt } = openBooks(6n, 6n)
    // With 1 each the four have 4 of the park's 6; the tram's three have 3 of 4.
    expect([books.compareFunds(park), books.compareFunds(tram)]).toEqual([-1, -1])
    const { books: just } = openBooks(8n, 6n)
    expect(just.compareFunds(tram)).toBe(0)
    const price = just.price(tram, nobody)!
    expect(just.compareMoney(placeOf(tram, 1), price)).toBe(0)
    just.fund(tram, price)
    expect(just.fundsOf(park)).toBe(4)
    expect(books.fundsOf(park)).toBe(4)
    brokeAt[ballots[placeOf(park, 2)]!] = 0
    // Not yet: the turn has not come.
    expect(books.fundsOf(park)).toBe(4)
    books.fund(tram, books.price(tram, nobody)!)
    expect(books.fundsOf(park)).toBe(3)
  })

  it('compare prices for one utility, and tell the gap between them', () => {
    const { books } = openBooks()
    const [one, other] = [
      { numerator: 3n, points: 2n },
      { numerator: 7n, points: 4n }
    ]
    expect(books.comparePrices(one, 1, other, 1)).toBe(-1)
    expect(books.comparePrices(other, 1, one, 1)).toBe(1)
    expect(books.comparePrices(one, 6, other, 7)).toBe(0)
    expect(books.comparePrices(one, 6, other, 8)).toBe(1)
    // 1½ and 1¾; ¼ and 7∕16 for each of 6 and 4.
    expect(books.gap(one, 1, other, 1)).toBeCloseTo(1 / 6, 15)
    expect(books.gap(one, 6, other, 4)).toBe(0.75)
    expect(books.gap(one, 6, other, 7)).toBe(0)
  })

  it('turn fractions of any size into numbers', () => {
    expect(openBooks(10n ** 40n, 3n).books.fundsOf(tram)).toBe(1e40)
    expect(openBooks(10n ** 40n, 9n).books.fundsOf(tram) / (1e40 / 3)).toBeCloseTo(1, 15)
    expect(openBooks(1n, 3n * 10n ** 40n).books.fundsOf(tram)).toBe(1e-40)
    expect(openBooks(0n, 1n).books.fundsOf(tram)).toBe(0)
    expect(openBooks(2n ** 60n + 1n, 2n ** 60n).books.fundsOf(tram)).toBe(3)
  })
})
