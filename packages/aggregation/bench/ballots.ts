import * as rules from '../src/index.ts'
import { bench } from './yardstick.ts'

const random = rules.seededRandom('bench of ballots')

/** `voters` rankings of `places` options each, drawn around a common opinion so that majorities exist. */
function rankings(voters: number, options: readonly string[], places: () => number): rules.RankedBallot[] {
  return Array.from({ length: voters }, () => {
    const strengths = options.map((id, i) => ({ id, strength: random.next() + i / options.length / 2 }))
    strengths.sort((a, b) => b.strength - a.strength)
    return { ranking: strengths.slice(0, places()).map(({ id }) => id) }
  })
}

const names = (size: number) => Array.from({ length: size }, (_, i) => `option ${String(i).padStart(3, '0')}`)
const hundred = names(100)
const large = rankings(10_000, hundred, () => 100)
const ward = names(10)
const papers = rankings(10_376, ward, () => 1 + random.below(6))
const approvals = Array.from({ length: 10_000 }, () => ({
  approved: hundred.filter(() => random.next() < 0.1)
}))
const wardProfile = rules.rankedProfile(ward, papers)

bench('Ballots', [
  {
    name: 'Schulze, 10,000 ballots × 100 options, reading included',
    run: () => rules.schulze(rules.pairwise(rules.rankedProfile(hundred, large))),
    target: 0.1
  },
  {
    name: 'Scottish STV, 10,376 ballots, 10 options, 4 seats',
    run: () => rules.scottishStv(wardProfile, 4),
    target: 0.01
  },
  { name: 'Meek STV, the same', run: () => rules.meekStv(wardProfile, 4), target: 0.05 },
  { name: 'reading the ballots of both', run: () => rules.rankedProfile(ward, papers) },
  {
    name: 'Ranked Pairs, 100 options',
    run: () =>
      rules.rankedPairs(rules.pairwise(rules.rankedProfile(hundred, large)), { ties: { order: hundred } })
  },
  { name: 'instant run-off, 10,376 ballots', run: () => rules.instantRunoff(wardProfile) },
  {
    name: 'sequential Phragmén, 10,000 voters × 100 options, 10 seats',
    run: () => rules.sequentialPhragmen(rules.approvalProfile(hundred, approvals), 10)
  },
  {
    name: 'sequential PAV, the same',
    run: () => rules.sequentialProportionalApproval(rules.approvalProfile(hundred, approvals), 10)
  }
])
