import { describe, expect, it } from 'vitest'
import { meekStv } from './meek-stv.ts'
import { type RankedBallot, rankedProfile } from './ranked-profile.ts'

const count = (options: string, seats: number, ballots: Record<string, number>, settings = {}) => {
  const list: RankedBallot[] = Object.entries(ballots).map(([ranking, count]) => ({
    ranking: [...ranking],
    count
  }))
  return meekStv(rankedProfile([...options], list), seats, settings)
}

describe('meekStv', () => {
  it('refuses shared levels and seats that are none', () => {
    expect(() => meekStv(rankedProfile(['a', 'b'], [{ ranking: [['a', 'b']] }]), 1)).toThrow(
      'meekStv: ballot 0'
    )
    expect(() => count('ab', 1.5, { a: 1 })).toThrow('meekStv: seats')
  })

  it('says when there are too few options or no valid papers', () => {
    expect(count('ab', 3, { a: 1 }).outcome).toEqual({ kind: 'too-few', have: 2, need: 3 })
    expect(count('ab', 1, { '': 4 }).outcome).toEqual({ kind: 'too-few', have: 0, need: 1 })
  })

  it('lowers the quota as ballots run out', () => {
    const { course } = count('abcd', 2, { a: 6, b: 4, c: 3, d: 1 })
    const quotas = course.rounds.map(({ quota }) => Number(quota))
    expect(quotas[0]).toBeCloseTo(14 / 3, 8)
    expect(quotas.at(-1)).toBeLessThan(quotas[0]!)
  })

  it('shares an elected option’s surplus with options elected before it', () => {
    // b is elected from a's surplus; what b does not need of it reaches c in the same sharing-out.
    const { course, outcome } = count('abcd', 3, { abc: 20, b: 4, c: 2, d: 5 })
    expect(outcome).toEqual({ kind: 'elected', ids: ['a', 'b', 'c'] })
    const last = course.rounds.at(-1)!
    const sum = last.votes.reduce((sum, { votes }) => sum + Number(votes), Number(last.residual))
    expect(sum).toBeCloseTo(31, 8)
  })

  it('follows every choice at a tie, or lets the last of a declared order go out', () => {
    const open = count('abc', 1, { a: 4, bc: 3, cb: 3 })
    expect(open.outcome).toEqual({ kind: 'tie', among: ['b', 'c'], certain: [], places: 1 })
    const decided = count('abc', 1, { a: 4, bc: 3, cb: 3 }, { ties: { order: ['b', 'a', 'c'] } })
    expect(decided.outcome).toEqual({ kind: 'elected', ids: ['b'] })
    expect(decided.tieBreaks).toEqual([{ among: ['b', 'c'], chosen: 'c' }])
  })

  it('takes options without any vote out in one round', () => {
    const { course } = count('abcde', 1, { a: 2, b: 1, ca: 1 })
    expect(course.rounds[0]!.excluded).toEqual(['d', 'e'])
  })

  it('multiplies weights exactly with ten million voters', () => {
    const { outcome, course } = count('abcd', 2, {
      abc: 4_000_003,
      bca: 3_000_001,
      cab: 2_000_003,
      dbc: 999_983
    })
    expect(outcome.kind).toBe('elected')
    for (const { votes, residual } of course.rounds) {
      const units = [...votes.map(({ votes }) => votes), residual].map(text => BigInt(text.replace('.', '')))
      expect(units.reduce((a, b) => a + b, 0n)).toBe(9_999_990_000_000_000n)
    }
  })
})
