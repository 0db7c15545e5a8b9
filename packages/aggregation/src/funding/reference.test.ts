import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { pairwiseMatch, quadraticMatch } from './index.ts'

interface FundingCase {
  seed: number
  pot: number
  threshold: number
  contributions: [number, number, number][]
  expected: {
    plain_match: Record<string, number>
    pairwise_raw: {
      id: string
      number_contributions: number
      contribution_amount: number
      clr_amount: number
    }[]
  }
}

const file = new URL('../../reference/quadratic_funding/cases.json', import.meta.url)
/**
 * A hundred-millionth of the currency, so that rounding to whole units stays below the tolerance of the case.
 */
const UNITS = 100_000_000

for (const { seed, pot, threshold, contributions, expected } of JSON.parse(
  readFileSync(file, 'utf8')
) as FundingCase[]) {
  const amount = (value: number) => BigInt(Math.round(value * UNITS))
  const gifts = contributions.map(([campaign, person, value]) => ({
    campaign: String(campaign),
    person: String(person),
    amount: amount(value)
  }))

  describe(`case ${seed}`, () => {
    it('the plain quadratic match', () => {
      const { matches } = quadraticMatch(gifts, { pot: amount(pot) })
      for (const { id, match } of matches) {
        expect(Math.abs(Number(match) / UNITS / expected.plain_match[id]! - 1)).toBeLessThan(1e-6)
      }
    })

    it('the pairwise-bounded match with the weights of Gitcoin’s code', () => {
      const { matches } = pairwiseMatch(gifts, {
        pot: amount(pot),
        threshold: amount(threshold),
        weight: 'gitcoin',
        currencyUnit: BigInt(UNITS)
      })
      for (const { id, number_contributions, contribution_amount, clr_amount } of expected.pairwise_raw) {
        const own = matches.find(match => match.id === id)!
        expect(own.contributors).toBe(number_contributions)
        expect(Number(own.contributed) / UNITS).toBeCloseTo(contribution_amount, 6)
        expect(Math.abs(Number(own.match) / UNITS / clr_amount - 1)).toBeLessThan(1e-6)
      }
    })
  })
}
