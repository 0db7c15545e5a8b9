import { describe, expect, it } from 'vitest'
import { type RankedBallot, rankedProfile } from './ranked-profile.ts'
import { scottishStv } from './scottish-stv.ts'

const count = (options: string, seats: number, ballots: Record<string, number>, settings = {}) => {
  const list: RankedBallot[] = Object.entries(ballots).map(([ranking, count]) => ({
    ranking: [...ranking],
    count
  }))
  return scottishStv(rankedProfile([...options], list), seats, settings)
}

describe('scottishStv', () => {
  it('refuses shared levels, seats that are none, and more papers than it can count exactly', () => {
    expect(() => scottishStv(rankedProfile(['a', 'b'], [{ ranking: [['a', 'b']] }]), 1)).toThrow(
      'scottishStv: ballot 0'
    )
    expect(() => count('ab', 0, { a: 1 })).toThrow('seats')
    expect(() => count('ab', 1, { a: 1e11 })).toThrow('90000000000 papers')
  })

  it('says when there are too few options or no valid papers', () => {
    expect(count('ab', 3, { a: 1 }).outcome).toEqual({ kind: 'too-few', have: 2, need: 3 })
    expect(count('ab', 1, { '': 4 }).outcome).toEqual({ kind: 'too-few', have: 0, need: 1 })
  })

  it('computes the quota from the valid papers alone', () => {
    // Rule 46: valid papers ∕ (seats + 1), the fraction cut, plus 1.
    expect(count('abc', 2, { a: 5, b: 3, c: 3, '': 40 })).toMatchObject({ valid: 11, quota: 4, voters: 51 })
  })

  it('cuts the value of transferred papers to five decimals and says what that loses', () => {
    const { course } = count('abc', 2, { ac: 6, b: 3, c: 2 })
    const [first, second] = course.rounds
    expect(first!.elected).toEqual(['a'])
    expect(second).toMatchObject({
      action: { kind: 'surplus', of: 'a', surplus: '2.00000' },
      lost: '0.00002'
    })
    expect(second!.votes.find(({ id }) => id === 'c')!.votes).toBe('3.99998')
  })

  it('values a paper that moves twice at the share of what it was worth', () => {
    // Quota 7 of 20. a: 12, surplus 5, each paper 5/12 = 0.41666; b: 4 + 12 × 0.41666 = 8.99992, surplus 1.99992;
    // the papers from a are then worth 1.99992 × 0.41666 ∕ 8.99992 = 0.09258 and those of b 1.99992 ∕ 8.99992 = 0.22221.
    const { course } = count('abcd', 2, { abc: 12, bd: 4, c: 2, d: 2 })
    const [, second] = course.rounds
    expect(second!.votes.find(({ id }) => id === 'b')!.votes).toBe('8.99992')
    const three = count('abcd', 3, { abc: 12, bd: 4, c: 2, d: 2 })
    expect(three.quota).toBe(6)
    const third = three.course.rounds[2]!
    // Quota 6: a's papers 0.50000, b: 10, surplus 4; from a 4 × 0.5 ∕ 10 = 0.20000, from b 0.40000.
    expect(third.votes.map(({ votes }) => votes)).toEqual(['6.00000', '6.00000', '4.40000', '3.60000'])
    expect(three.outcome).toEqual({ kind: 'elected', ids: ['a', 'b', 'c'] })
  })

  it('excludes by the latest earlier stage at which the lowest differ', () => {
    // At the second stage b and c have 5 each; at the first c had 4.
    const { course, tieBreaks, outcome } = count('abcd', 1, { a: 8, b: 5, cb: 4, dc: 1 })
    expect(course.rounds[2]).toMatchObject({
      action: { kind: 'exclusion', of: ['c'] },
      lookBack: { among: ['b', 'c'], stage: 1 }
    })
    expect(tieBreaks).toEqual([])
    expect(outcome).toEqual({ kind: 'elected', ids: ['b'] })
  })

  it('follows every choice where options were level at all stages', () => {
    const { outcome, committees, course } = count('abc', 1, { a: 4, bc: 3, cb: 3 })
    expect(committees).toEqual([['b'], ['c']])
    expect(outcome).toEqual({ kind: 'tie', among: ['b', 'c'], certain: [], places: 1 })
    expect(course.fork!.among).toEqual(['b', 'c'])
    expect(course.fork!.branches[0]!.course!.rounds.at(-1)!.elected).toEqual(['c'])
  })

  it('lets the last of a declared order go out, and transfers the surplus of its first', () => {
    const out = count('abc', 1, { a: 4, bc: 3, cb: 3 }, { ties: { order: ['c', 'a', 'b'] } })
    expect(out.tieBreaks).toEqual([{ among: ['b', 'c'], chosen: 'b' }])
    expect(out.outcome).toEqual({ kind: 'elected', ids: ['c'] })
    const surplus = count('abcd', 3, { ac: 9, bd: 9, c: 1, d: 1 }, { ties: { order: ['b', 'a', 'c', 'd'] } })
    expect(surplus.course.rounds[1]!.action).toEqual({ kind: 'surplus', of: 'b', surplus: '3.00000' })
  })

  it('takes options without a paper out at one stage', () => {
    const { course } = count('abcde', 1, { a: 2, b: 1, ca: 1 })
    expect(course.rounds[1]!.action).toEqual({ kind: 'exclusion', of: ['d', 'e'] })
  })

  it('keeps count of every vote at every stage', () => {
    const { course, valid } = count('abcdef', 3, { abc: 31, bcd: 22, cde: 17, def: 13, e: 11, fa: 6, eb: 3 })
    for (const { votes, nonTransferable, lost } of course.rounds) {
      const units = [...votes.map(({ votes }) => votes), nonTransferable, lost].map(text =>
        Number(text.replace('.', ''))
      )
      expect(units.reduce((a, b) => a + b, 0)).toBe(valid * 100000)
    }
  })
})
