import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { judgeModel } from './judge-model.ts'
import type { JudgeRating } from './rating-table.ts'
import { shrunkZScores } from './shrunk-z-scores.ts'

function rated<Result extends { kind: string }>(result: Result): Extract<Result, { kind: 'rated' }> {
  if (result.kind !== 'rated') throw new Error(`expected ratings, got ${result.kind}`)
  return result as Extract<Result, { kind: 'rated' }>
}

const rating = (judge: string, entry: string, value: number): JudgeRating => ({ judge, entry, value })
/** Few judges and entries with whole ratings, each pair at most once. */
const tables = fc
  .uniqueArray(fc.tuple(fc.nat(3), fc.nat(4), fc.nat(6)), {
    selector: ([j, e]) => `${j} ${e}`,
    minLength: 1,
    maxLength: 14
  })
  .map(rows => rows.map(([j, e, value]) => rating('jklm'[j]!, 'abcde'[e]!, value)))
/** The same ratings with other names, in another order. */
const disguised = (ratings: readonly JudgeRating[]) =>
  ratings
    .map(({ judge, entry, value }) =>
      rating('zyxw'['jklm'.indexOf(judge)]!, 'vutsr'['abcde'.indexOf(entry)]!, value)
    )
    .reverse()
const scoreOf = (result: { explanation: readonly { id: string; score: number }[] }, id: string) =>
  result.explanation.find(entry => entry.id === id)!.score

describe('judgeModel', () => {
  it('finds merits under mildness, where means mislead', () => {
    const merit: Record<string, number> = { a: 5, b: 6, c: 7, d: 8 }
    const mildness: Record<string, number> = { j: 2, k: 0, l: -2 }
    const seen = ['ja', 'jb', 'ka', 'kc', 'kd', 'lb', 'lc', 'ld']
    const ratings = seen.map(([j, e]) => rating(j!, e!, merit[e!]! + mildness[j!]!))
    const result = rated(judgeModel(ratings, { shrinkage: 0 }))
    expect(result.groups.map(({ ids }) => ids)).toEqual([['d'], ['c'], ['b'], ['a']])
    for (const [entry, own] of Object.entries(merit)) expect(scoreOf(result, entry)).toBeCloseTo(own, 8)
    for (const { id, mildness: own } of result.judges) expect(own).toBeCloseTo(mildness[id]!, 8)
    expect(result.residual).toBeCloseTo(0, 8)
  })

  it('solves the normal equations, whatever the shrinkage', () => {
    fc.assert(
      fc.property(tables, fc.constantFrom(0.5, 1, 3), (ratings, shrinkage) => {
        const result = rated(judgeModel(ratings, { shrinkage }))
        for (const { id, mildness } of result.judges) {
          const own = ratings.filter(({ judge }) => judge === id)
          const pull = own.reduce(
            (sum, { entry, value }) => sum + value - scoreOf(result, entry) - mildness,
            0
          )
          expect(pull).toBeCloseTo(shrinkage * mildness, 6)
        }
        for (const { id, score } of result.explanation) {
          const rest = ratings
            .filter(({ entry }) => entry === id)
            .map(({ judge, value }) => value - score - result.judges.find(own => own.id === judge)!.mildness)
          expect(rest.reduce((sum, own) => sum + own, 0)).toBeCloseTo(0, 6)
        }
      })
    )
  })

  it('gives the standard errors of least squares', () => {
    // Two judges on the same two entries: an entry is the mean of two ratings, whatever the judges' mildness.
    const ratings = [rating('j', 'a', 5), rating('k', 'a', 2), rating('j', 'b', 3), rating('k', 'b', 1)]
    const result = rated(judgeModel(ratings, { shrinkage: 0 }))
    expect(result.residual).toBeCloseTo(0.5, 8)
    for (const { standardError } of result.explanation)
      expect(standardError).toBeCloseTo(0.5 / Math.sqrt(2), 8)
  })

  it('depends neither on order nor on names', () => {
    fc.assert(
      fc.property(tables, ratings => {
        const one = rated(judgeModel(ratings))
        const other = rated(judgeModel(disguised(ratings)))
        for (const { id, score } of one.explanation) {
          expect(Math.abs(scoreOf(other, 'vutsr'['abcde'.indexOf(id)]!) - score)).toBeLessThan(2e-9)
        }
      })
    )
  })

  it('tells what cannot be compared, what is too little and what is too much', () => {
    const apart = [rating('j', 'a', 1), rating('j', 'b', 2), rating('k', 'c', 3)]
    expect(judgeModel(apart, { shrinkage: 0 })).toEqual({
      kind: 'not-comparable',
      groups: [['a', 'b'], ['c']]
    })
    expect(judgeModel(apart)).toMatchObject({ parts: 2, residual: null })
    expect(judgeModel([])).toEqual({ kind: 'too-few', have: 0, need: 1 })
    expect(judgeModel(apart, { most: 1 })).toEqual({ kind: 'too-large', have: 2, most: 1 })
    expect(() => judgeModel(apart, { shrinkage: -1 })).toThrow('shrinkage')
    expect(() => judgeModel([rating('j', 'a', 1), rating('j', 'a', 2)])).toThrow('"j" rates "a" twice')
    expect(() => judgeModel([rating('j', 'a', Number.NaN)])).toThrow('finite')
    expect(() => judgeModel([rating(3 as unknown as string, 'a', 1)])).toThrow('must be text')
  })
})

describe('shrunkZScores', () => {
  it('is blind to where a judge’s scale begins and how wide it is, with little shrinkage', () => {
    const wide = [
      ['a', 1],
      ['b', 5],
      ['c', 9]
    ] as const
    const ratings = wide.flatMap(([entry, value]) => [
      rating('j', entry, value),
      rating('k', entry, 70 + value / 10)
    ])
    const result = rated(shrunkZScores(ratings, { shrinkage: 1e-9 }))
    expect(scoreOf(result, 'c')).toBeCloseTo(Math.sqrt(1.5), 5)
    expect(scoreOf(result, 'b')).toBeCloseTo(0, 5)
  })

  it('ties all where all ratings are equal, and has no answer without any', () => {
    const same = [rating('j', 'a', 4), rating('k', 'b', 4)]
    expect(rated(shrunkZScores(same)).groups).toEqual([{ rank: 1, score: 0, ids: ['a', 'b'] }])
    expect(shrunkZScores([])).toEqual({ kind: 'too-few', have: 0, need: 1 })
    expect(() => shrunkZScores(same, { shrinkage: 0 })).toThrow('shrinkage')
  })

  it('depends neither on order nor on names', () => {
    fc.assert(
      fc.property(tables, ratings => {
        const one = rated(shrunkZScores(ratings))
        const other = rated(shrunkZScores(disguised(ratings)))
        for (const { id, score } of one.explanation) {
          expect(scoreOf(other, 'vutsr'['abcde'.indexOf(id)]!)).toBeCloseTo(score, 9)
        }
      })
    )
  })
})
