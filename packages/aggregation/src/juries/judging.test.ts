import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import {
  type Criterion,
  type JudgeRating,
  judgeModel,
  manyFacetRasch,
  type Scorecard,
  scorecards,
  shrunkZScores,
  type TieBreaker,
  tieBreakChain,
  withoutEachJudge
} from './index.ts'

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

describe('scorecards', () => {
  const criteria: Criterion[] = [
    { id: 'idea', weight: 3, least: 0, most: 10 },
    { id: 'craft', weight: 1, least: 1, most: 5 }
  ]
  const card = (judge: string, entry: string, idea: number, craft: number): Scorecard => ({
    judge,
    entry,
    scores: { idea, craft }
  })

  it('weighs criteria on one scale and gives means and totals', () => {
    const result = scorecards(criteria, [card('j', 'a', 10, 1), card('k', 'a', 5, 3), card('j', 'b', 0, 5)])
    expect(result.groups).toEqual([
      { rank: 1, score: 0.625, ids: ['a'] },
      { rank: 2, score: 0.25, ids: ['b'] }
    ])
    expect(result.explanation[0]!.criteria).toEqual([
      { id: 'idea', mean: 0.75 },
      { id: 'craft', mean: 0.25 }
    ])
    expect(result.totals).toEqual([rating('j', 'a', 0.75), rating('k', 'a', 0.5), rating('j', 'b', 0.25)])
  })

  it('lists cards that lack a score, and leaves an entry with no other card unranked', () => {
    const result = scorecards(criteria, [{ judge: 'j', entry: 'a', scores: { idea: 3 } }])
    expect(result.incomplete).toEqual([{ judge: 'j', entry: 'a', missing: ['craft'] }])
    expect(result.unranked).toEqual([{ id: 'a', kind: 'too-few', have: 0, need: 1 }])
  })

  it('gives the same bytes in every order of cards and criteria', () => {
    const cards = fc.uniqueArray(fc.tuple(fc.nat(2), fc.nat(2), fc.nat(10), fc.integer({ min: 1, max: 5 })), {
      selector: ([j, e]) => `${j} ${e}`
    })
    fc.assert(
      fc.property(cards, rows => {
        const list = rows.map(([j, e, idea, craft]) => card(`j${j}`, `e${e}`, idea, craft))
        const one = scorecards(criteria, list)
        const other = scorecards(criteria.toReversed(), list.toReversed())
        expect(other.groups).toEqual(one.groups)
        expect(other.totals).toEqual(one.totals)
      })
    )
  })

  it('refuses scales and scores that are none', () => {
    expect(() => scorecards([], [])).toThrow('at least one criterion')
    expect(() => scorecards([{ ...criteria[0]!, weight: 0 }], [])).toThrow('weight')
    expect(() => scorecards([{ ...criteria[0]!, most: 0 }], [])).toThrow('must go up')
    expect(() => scorecards(criteria, [card('j', 'a', 11, 1)])).toThrow('must lie between 0 and 10')
    expect(() => scorecards(criteria, [card('j', 'a', Number.NaN, 1)])).toThrow(RangeError)
    expect(() => scorecards(criteria, [card('j', 'a', 1, 1), card('j', 'a', 2, 1)])).toThrow('two cards')
    expect(() => scorecards(criteria, [{ judge: 'j', entry: 'a', scores: { fun: 1 } }])).toThrow(
      'not a criterion'
    )
  })
})

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

describe('manyFacetRasch', () => {
  const random = seededRandom('rasch')
  const thresholds = [-1, 0.5, 0.5]
  const sample = (lead: number) => {
    const weights = [1]
    for (const threshold of thresholds) weights.push(weights.at(-1)! * Math.exp(lead - threshold))
    let left = random.next() * weights.reduce((sum, own) => sum + own, 0)
    return weights.findIndex(weight => (left -= weight) < 0)
  }
  const measures = Array.from({ length: 30 }, (_, e) => (e - 14.5) / 8)
  const severities = [-1, -0.5, 0, 0.5, 1]
  const ratings = measures.flatMap((measure, e) =>
    severities.map((severity, j) =>
      rating(`j${j}`, `e${String(e).padStart(2, '0')}`, sample(measure - severity))
    )
  )

  it('finds severities and thresholds that ratings were drawn from', () => {
    const result = rated(manyFacetRasch(ratings, { steps: 3 }))
    expect(result.converged).toBe(true)
    for (const { id, severity, standardError } of result.judges) {
      expect(Math.abs(severity - severities[Number(id[1])]!)).toBeLessThan(4 * standardError)
    }
    expect(result.judges[4]!.severity - result.judges[0]!.severity).toBeGreaterThan(1)
    result.thresholds.forEach((own, k) => expect(Math.abs(own - thresholds[k]!)).toBeLessThan(0.8))
    const covered = result.explanation.filter(
      ({ id, score, standardError }) => Math.abs(score - measures[Number(id.slice(1))]!) < 2 * standardError
    )
    expect(covered.length).toBeGreaterThan(24)
  })

  it('ends at a summit: no measure a little to either side is likelier', () => {
    const few = ratings.slice(0, 25)
    const result = rated(manyFacetRasch(few, { steps: 3, penalty: 0.1 }))
    const entries = Object.fromEntries(result.explanation.map(({ id, score }) => [id, score]))
    const judges = Object.fromEntries(result.judges.map(({ id, severity }) => [id, severity]))
    const logLikelihood = (entries: Record<string, number>) =>
      few.reduce((sum, { judge, entry, value }) => {
        const lead = entries[entry]! - judges[judge]!
        const scores = [0]
        for (const threshold of result.thresholds) scores.push(scores.at(-1)! + lead - threshold)
        return sum + scores[value]! - Math.log(scores.reduce((total, own) => total + Math.exp(own), 0))
      }, 0)
    // The penalty pulls the fitted measures towards their middle, which lies off the published zero.
    const gain = (id: string, by: number) =>
      logLikelihood({ ...entries, [id]: entries[id]! + by }) - logLikelihood(entries)
    for (const id of Object.keys(entries))
      expect(Math.max(gain(id, 0.001), gain(id, -0.001))).toBeLessThan(0.001)
  })

  it('keeps entries with top ratings only finite, and tells random judges by their fit', () => {
    const result = rated(
      manyFacetRasch([rating('j', 'a', 3), rating('k', 'a', 3), rating('j', 'b', 0), rating('k', 'b', 1)], {
        steps: 3
      })
    )
    expect(result.groups.map(({ ids }) => ids)).toEqual([['a'], ['b']])
    expect(
      result.explanation.every(
        ({ score, standardError }) => Number.isFinite(score) && Number.isFinite(standardError)
      )
    ).toBe(true)
    const noisy = [
      ...ratings,
      ...measures.map((_, e) => rating('noise', `e${String(e).padStart(2, '0')}`, random.below(4)))
    ]
    const { judges } = rated(manyFacetRasch(noisy, { steps: 3 }))
    const outfit = judges.find(({ id }) => id === 'noise')!.outfit
    expect(outfit).toBe(Math.max(...judges.map(own => own.outfit)))
  })

  it('gives the same numbers in every order, and has its limits', () => {
    const one = rated(manyFacetRasch(ratings, { steps: 3 }))
    expect(rated(manyFacetRasch(ratings.toReversed(), { steps: 3 })).groups).toEqual(one.groups)
    expect(manyFacetRasch([], { steps: 3 })).toEqual({ kind: 'too-few', have: 0, need: 1 })
    expect(manyFacetRasch(ratings, { steps: 3, most: 9 })).toEqual({ kind: 'too-large', have: 38, most: 9 })
    expect(manyFacetRasch(ratings, { steps: 3, mostRounds: 1 })).toMatchObject({
      rounds: 1,
      converged: false
    })
    expect(() => manyFacetRasch(ratings, { steps: 2 })).toThrow('a rating must not exceed steps')
    expect(() => manyFacetRasch([rating('j', 'a', 0.5)], { steps: 2 })).toThrow('whole number')
    expect(() => manyFacetRasch(ratings, { steps: 3, penalty: 0 })).toThrow('penalty')
    expect(() =>
      manyFacetRasch(ratings, { steps: 3, signal: AbortSignal.abort(new Error('enough')) })
    ).toThrow('enough')
  })
})

describe('withoutEachJudge', () => {
  const ratings = [
    rating('j', 'a', 5),
    rating('j', 'b', 6),
    rating('k', 'a', 5),
    rating('k', 'b', 6),
    rating('l', 'a', 9),
    rating('l', 'b', 0),
    rating('l', 'c', 0)
  ]

  it('names the judge who makes the difference, and what is lost without them', () => {
    const result = withoutEachJudge(ratings, judgeModel)
    expect(result.first).toEqual(['a'])
    expect(result.stable).toBe(false)
    const [j, , l] = result.judges
    expect(j).toMatchObject({ enter: [], leave: [] })
    expect(l).toEqual({
      judge: 'l',
      enter: ['b'],
      leave: ['a'],
      most: { entry: 'a', places: -1 },
      lost: ['c']
    })
  })

  it('is stable where judges agree', () => {
    const agreed = ['j', 'k', 'l'].flatMap(judge => [rating(judge, 'a', 9), rating(judge, 'b', 2)])
    expect(withoutEachJudge(agreed, judgeModel).stable).toBe(true)
    expect(() => withoutEachJudge(agreed, judgeModel, { places: 0 })).toThrow('places')
    const lone = [rating('j', 'a', 1)]
    expect(withoutEachJudge(lone, judgeModel).judges[0]).toMatchObject({ enter: [], leave: [], lost: ['a'] })
  })
})

describe('tieBreakChain', () => {
  const groups = [
    { rank: 1, score: 9, ids: ['a', 'b', 'c'] },
    { rank: 4, score: 5, ids: ['d'] }
  ]
  const chain: TieBreaker[] = [
    { name: 'idea', scores: { a: 1, b: 2, c: 1 } },
    { name: 'craft', scores: { a: 3, c: 4 } }
  ]

  it('asks each measure only among entries still equal', () => {
    const result = tieBreakChain(groups, chain)
    expect(result.groups.map(({ rank, ids }) => [rank, ids])).toEqual([
      [1, ['b']],
      [2, ['c']],
      [3, ['a']],
      [4, ['d']]
    ])
    expect(result.broken).toEqual([
      { among: ['a', 'b', 'c'], by: 'idea', order: [['b'], ['a', 'c']] },
      { among: ['a', 'c'], by: 'craft', order: [['c'], ['a']] }
    ])
    expect(result.ties).toEqual([])
  })

  it('reports what no measure can part, or leaves it to a declared order', () => {
    expect(tieBreakChain(groups, []).ties).toEqual([['a', 'b', 'c']])
    const lot = tieBreakChain(groups, chain.slice(0, 1), { ties: { order: ['d', 'c', 'b', 'a'] } })
    expect(lot.groups.map(({ ids }) => ids)).toEqual([['b'], ['c'], ['a'], ['d']])
    expect(lot.broken.at(-1)!.by).toBe('declared order')
  })

  it('refuses measures without a score for those they are asked about', () => {
    expect(() => tieBreakChain(groups, [{ name: 'idea', scores: { a: 1 } }])).toThrow(
      '"idea" has no score for "b"'
    )
    expect(() => tieBreakChain(groups, [{ name: 'idea', scores: { a: 1, b: Number.NaN, c: 1 } }])).toThrow(
      'finite'
    )
    expect(() => tieBreakChain(groups, [chain[0]!, chain[0]!])).toThrow('measures must have distinct ids')
  })
})
