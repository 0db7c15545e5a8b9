import { byCampaign, type Gift } from './contributions.ts'
import { type Matching, type PotSettings, sharePot } from './share-pot.ts'
import { RAW_UNIT, roundProduct, squareRoot } from './square-root.ts'

/**
 * Quadratic matching (quadratic funding): how is a matching pot shared, when a campaign deserves the square
 * of the sum of the roots of its gifts?
 *
 * The raw match is (Σ √gift)² − Σ gift, so many small gifts draw more than one large. It needs one person,
 * one account, and groups that act together gain by it: prefer `pairwiseMatch` where gifts may be
 * coordinated. A cap keeps one campaign from taking all.
 *
 * Roots have 30 decimals, raw matches 12, all else is exact; matches are whole units by largest remainders.
 * Ties: units for which equal remainders tie stay in the pot and are listed, or go by a declared order. Gaps:
 * a campaign with one giver has no match; without any raw match the outcome is `too-few`. Cost: one root per
 * gift.
 *
 * Throws `RangeError` for negative amounts.
 *
 * Source: V. Buterin, Z. Hitzig, E. G. Weyl, "A flexible design for funding public goods", Management Science
 * 65 (2019), 5171–5187.
 *
 * @example
 * quadraticMatch([
 *   { campaign: 'many', person: 'a', amount: 100n }, { campaign: 'many', person: 'b', amount: 100n },
 *   { campaign: 'many', person: 'c', amount: 100n }, { campaign: 'few', person: 'a', amount: 100n },
 *   { campaign: 'few', person: 'd', amount: 100n }
 * ], { pot: 1000n }).matches.map(({ id, match, raw }) => `${id} ${match} ${raw}`)
 * // → ['few 250 200.000000', 'many 750 600.000000']
 */
export function quadraticMatch(gifts: readonly Gift[], settings: PotSettings): Matching {
  const campaigns = byCampaign('quadraticMatch', gifts)
  const raws = campaigns.map(({ gifts, contributed }) => {
    const roots = [...gifts.values()].reduce((sum, amount) => sum + squareRoot(amount), 0n)
    return roundProduct(roots * roots) - contributed * RAW_UNIT
  })
  return sharePot('quadraticMatch', campaigns, raws, RAW_UNIT, settings)
}
