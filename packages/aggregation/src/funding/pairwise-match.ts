import { fail } from '../checks.ts'
import { byCampaign, type Gift, type Supported } from './contributions.ts'
import { type Matching, type PotSettings, sharePot } from './share-pot.ts'
import { checkAmount } from './split-fairly.ts'
import { RAW_UNIT, ROOT_UNIT, roundProduct, squareRoot } from './square-root.ts'

/** The pot, and how far two people count together. */
export interface PairwiseSettings extends PotSettings {
  /**
   * The coordination at which two people count half (published weight), in the smallest unit of money; above
   * 0.
   */
  readonly threshold: bigint
  /**
   * `'published'` (default) weighs a pair by threshold ∕ (threshold + coordination); `'gitcoin'` as the code
   * of Gitcoin does, by (threshold + one unit of currency) ∕ coordination.
   */
  readonly weight?: 'published' | 'gitcoin'
  /** Smallest units in one unit of currency, 100 unless given; used by the weight of Gitcoin. */
  readonly currencyUnit?: bigint
}

/**
 * Pairwise-bounded quadratic matching: how is a matching pot shared, when two people who fund the same things
 * count less together?
 *
 * A campaign's raw match is the sum over pairs of its givers of √(gift × gift) × weight, where the weight
 * falls with the pair's coordination, the sum of √(gift × gift) over all campaigns. So a circle of accounts
 * that fund each other gains little. Prefer `quadraticMatch` where people are known to be people and the
 * plain rule is to be explained.
 *
 * Roots have 30 decimals, raw matches 12, the rest is exact. Ties and gaps as in `quadraticMatch`. Cost:
 * pairs of givers, summed over campaigns; memory the pairs.
 *
 * Throws `RangeError` for negative amounts, a threshold that is not above 0, a weight it does not know.
 *
 * Source: V. Buterin, "Pairwise coordination subsidies: a new quadratic funding design", ethresear.ch, 2019;
 * weights of the code: gitcoinco/quadratic-funding.
 *
 * @example
 * pairwiseMatch([
 *   { campaign: 'x', person: 'a', amount: 100n }, { campaign: 'x', person: 'b', amount: 100n },
 *   { campaign: 'y', person: 'a', amount: 100n }, { campaign: 'y', person: 'c', amount: 100n }, { campaign: 'z', person: 'a', amount: 900n }
 * ], { pot: 100n, threshold: 100n }).matches.map(({ id, match }) => `${id} ${match}`)
 * // → ['x 50', 'y 50', 'z 0']
 */
export function pairwiseMatch(gifts: readonly Gift[], settings: PairwiseSettings): Matching {
  const rule = 'pairwiseMatch'
  const { threshold, weight = 'published', currencyUnit = 100n } = settings
  checkAmount(rule, 'the threshold', threshold)
  if (threshold === 0n) fail(rule, 'the threshold must be above 0')
  if (weight !== 'published' && weight !== 'gitcoin') fail(rule, `weight must be 'published' or 'gitcoin'`)
  const campaigns = byCampaign(rule, gifts)
  const roots = campaigns.map(rootsOf)
  const coordination = new Map<string, bigint>()
  for (const own of roots) {
    for (const { key, product } of pairsOf(own))
      coordination.set(key, (coordination.get(key) ?? 0n) + product)
  }
  const unit = ROOT_UNIT * ROOT_UNIT
  const raws = roots.map(own => {
    let raw = 0n
    for (const { key, product } of pairsOf(own)) {
      const together = coordination.get(key)!
      const most = (weight === 'published' ? threshold : threshold + currencyUnit) * unit
      raw += (product * most) / (weight === 'published' ? most + together : together)
    }
    return roundProduct(raw)
  })
  return sharePot(rule, campaigns, raws, RAW_UNIT, settings)
}

function rootsOf({ gifts }: Supported): [string, bigint][] {
  return [...gifts].map(([person, amount]) => [person, squareRoot(amount)])
}

/** Every two givers, who come in code-unit order, with √(gift × gift) in units of 10⁻⁶⁰. */
function* pairsOf(givers: readonly [string, bigint][]): Generator<{ key: string; product: bigint }> {
  for (const [i, [first, firstRoot]] of givers.entries()) {
    for (const [second, secondRoot] of givers.slice(i + 1)) {
      yield { key: JSON.stringify([first, second]), product: firstRoot * secondRoot }
    }
  }
}
