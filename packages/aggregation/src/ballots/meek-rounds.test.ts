import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meekStv } from './meek-stv.ts'
import { rankedProfile } from './ranked-profile.ts'

const ONE = 10n ** 9n

interface Paper {
  readonly ranking: readonly string[]
  readonly count: number
}

const text = (units: bigint) => `${units / ONE}.${String(units % ONE).padStart(9, '0')}`
const upwards = (a: bigint, b: bigint) => a / b + (a % b === 0n ? 0n : 1n)
const sum = (numbers: readonly bigint[]) => numbers.reduce((a, b) => a + b, 0n)

/** What the options keep of the papers, each walked through on its own. */
function keptOf(papers: readonly Paper[], keep: ReadonlyMap<string, bigint>): Map<string, bigint> {
  const votes = new Map([...keep.keys()].map(id => [id, 0n]))
  for (const { ranking, count } of papers) {
    let weight = ONE
    for (const id of ranking) {
      const kept = upwards(weight * keep.get(id)!, ONE)
      votes.set(id, votes.get(id)! + kept * BigInt(count))
      weight -= kept
    }
  }
  return votes
}

/** The rounds as the reference rule has them, in bigint; of several who are lowest, the last of `options` goes out. */
function roundsByDefinition(options: readonly string[], papers: readonly Paper[], seats: number) {
  const rounds: object[] = []
  const keep = new Map(options.map(id => [id, ONE]))
  const standing = new Map(options.map(id => [id, 'continuing']))
  const those = (wanted: string) => options.filter(id => standing.get(id) === wanted)
  const cast = sum(papers.filter(({ ranking }) => ranking.length > 0).map(({ count }) => BigInt(count) * ONE))
  while (those('elected').length < seats && options.length - those('excluded').length > seats) {
    for (let iterations = 1, before: bigint | null = null; ; iterations++) {
      const votes = keptOf(papers, keep)
      const held = sum([...votes.values()])
      const quota = held / BigInt(seats + 1) + 1n
      const surplus = sum(those('elected').map(id => (votes.get(id)! > quota ? votes.get(id)! - quota : 0n)))
      const elected = those('continuing').filter(id => votes.get(id)! >= quota)
      if (elected.length === 0 && surplus >= 1000n && (before === null || surplus < before)) {
        for (const id of those('elected')) {
          keep.set(id, upwards(upwards(keep.get(id)! * quota, ONE) * ONE, votes.get(id)!))
        }
        before = surplus
        continue
      }
      const [lowest] = those('continuing')
        .map(id => votes.get(id)!)
        .sort((a, b) => (a < b ? -1 : 1))
      const out = those('continuing')
        .filter(id => votes.get(id)! <= lowest! + surplus)
        .slice(-1)
      const excluded = elected.length > 0 ? [] : out
      for (const id of elected) standing.set(id, 'elected')
      for (const id of excluded) standing.set(id, 'excluded')
      rounds.push({
        round: rounds.length + 1,
        quota: text(quota),
        votes: options.map(id => ({
          id,
          votes: text(votes.get(id)!),
          keep: text(keep.get(id)!),
          standing: standing.get(id)
        })),
        surplus: text(surplus),
        residual: text(cast - held),
        iterations,
        settled: true,
        elected,
        excluded
      })
      for (const id of excluded) keep.set(id, 0n)
      break
    }
  }
  return rounds
}

describe('the rounds of meekStv', () => {
  const options = ['a', 'b', 'c', 'd', 'e']
  const papers = (most: number) =>
    fc.array(fc.record({ ranking: fc.shuffledSubarray(options), count: fc.integer({ min: 1, max: most }) }), {
      minLength: 1,
      maxLength: 12
    })

  for (const most of [3, 1000, 100_000_000]) {
    it(`are those of the rule walked through paper by paper, with up to ${most} papers alike`, () => {
      fc.assert(
        fc.property(papers(most), fc.integer({ min: 1, max: 4 }), (papers, seats) => {
          fc.pre(papers.some(({ ranking }) => ranking.length > 0))
          const { course } = meekStv(rankedProfile(options, papers), seats, { ties: { order: options } })
          expect(course.rounds).toEqual(roundsByDefinition(options, papers, seats))
        })
      )
    })
  }
})
