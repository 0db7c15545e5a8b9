import { describe, expect, it } from 'vitest'
import * as rules from './index.ts'

/** Ballots written as in the papers: `{ ACBED: 5 }` are five voters who rank A first, E last but one. */
function election(ballots: Record<string, number>) {
  const options = [...new Set(Object.keys(ballots).join(''))].sort()
  const list = Object.entries(ballots).map(([ranking, count]) => ({ ranking: [...ranking], count }))
  const profile = rules.rankedProfile(options, list)
  return { profile, pairs: rules.pairwise(profile) }
}

const orderOf = ({ groups }: { groups: readonly { ids: readonly string[] }[] }) =>
  groups.map(({ ids }) => ids.join('')).join('>')

describe('Schulze, Social Choice and Welfare 36 (2011)', () => {
  it('example 1: D wins, and the order is D A C B', () => {
    const { pairs } = election({ ACDB: 8, BADC: 2, CDBA: 4, DBAC: 4, DCBA: 3 })
    const result = rules.schulze(pairs)
    expect(result.outcome).toEqual({ kind: 'winner', id: 'D' })
    expect(orderOf(result)).toBe('D>A>C>B')
    expect(result.paths[3]).toEqual([13, 19, 13, 0])
  })

  it('the example of 45 voters: E wins, and the order is E A C B D', () => {
    const { pairs } = election({
      ACBED: 5,
      ADECB: 5,
      BEDAC: 8,
      CABED: 3,
      CAEBD: 7,
      CBADE: 2,
      DCEBA: 7,
      EBADC: 8
    })
    expect(orderOf(rules.schulze(pairs))).toBe('E>A>C>B>D')
    expect(orderOf(rules.schulze(pairs, { strength: 'margins' }))).toBe('E>A>C>B>D')
  })
})

describe('the capital of Tennessee, a standing example of the field', () => {
  // Memphis, Nashville, Chattanooga, Knoxville by the share of voters and their distances.
  const { profile, pairs } = election({ MNCK: 42, NCKM: 26, CKNM: 15, KCNM: 17 })
  it('gives each rule its known winner', () => {
    expect(rules.plurality(profile).winners).toEqual(['M'])
    expect(rules.instantRunoff(profile).winners).toEqual(['K'])
    expect(rules.borda(pairs).groups.map(({ score }) => score)).toEqual([194, 173, 126, 107])
    expect(orderOf(rules.borda(pairs))).toBe('N>C>M>K')
    expect(rules.kemenyYoung(pairs).rankings).toEqual([['N', 'C', 'K', 'M']])
    // The best score of Young's table is 393 of 600 agreements.
    expect(rules.kemenyYoung(pairs).disagreements).toBe(600 - 393)
    for (const rule of [rules.schulze, rules.rankedPairs, rules.minimax, rules.copeland, rules.splitCycle]) {
      expect(rule(pairs).winners).toEqual(['N'])
    }
  })
})

describe('Condorcet 1785, 60 voters', () => {
  const { profile, pairs } = election({ ABC: 23, BCA: 17, BAC: 2, CAB: 10, CBA: 8 })
  it('has the cycle A > B > C > A, and Kemeny cuts its weakest link', () => {
    expect(rules.condorcetWinner(pairs)).toBe(null)
    expect(rules.smithSet(pairs)).toEqual(['A', 'B', 'C'])
    expect(rules.kemenyYoung(pairs).rankings).toEqual([['B', 'C', 'A']])
    expect(rules.borda(pairs).winners).toEqual(['B'])
    expect(rules.plurality(profile).winners).toEqual(['A'])
  })
})

describe('Phragmén 1894, as in S. Janson, arXiv 1611.08826', () => {
  // 1034 ABC, 519 PQR, 90 ABQ, 47 APQ; three seats.
  const profile = rules.approvalProfile(
    ['A', 'B', 'C', 'P', 'Q', 'R'],
    Object.entries({ ABC: 1034, PQR: 519, ABQ: 90, APQ: 47 }).map(([ids, count]) => ({
      approved: [...ids],
      count
    }))
  )
  it('elects A, then Q, then B', () => {
    const { outcome, course } = rules.sequentialPhragmen(profile, 3)
    expect(course.rounds.map(round => round.chosen)).toEqual(['A', 'Q', 'B'])
    expect(outcome).toEqual({ kind: 'elected', ids: ['A', 'B', 'Q'] })
  })
})

describe('a monotonicity failure of instant run-off', () => {
  it('makes the winner lose when two ballots raise it', () => {
    const before = { ABC: 6, CAB: 5, BCA: 4, BAC: 2 }
    const after = { ABC: 8, CAB: 5, BCA: 4 }
    expect(rules.instantRunoff(election(before).profile).winners).toEqual(['A'])
    expect(rules.instantRunoff(election(after).profile).winners).toEqual(['C'])
  })
})
