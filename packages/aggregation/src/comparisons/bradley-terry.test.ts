import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { type BradleyTerry, bradleyTerry, type BradleyTerrySettings } from './bradley-terry.ts'
import {
  addComparisons,
  type ComparisonProfile,
  comparisonProfile,
  type PairComparison
} from './comparison-profile.ts'
import { penalisedLoss } from './fit-ratings.ts'

const folder = new URL('../../reference/bradley_terry/', import.meta.url)
const won = (left: string, right: string, count = 1): PairComparison => ({
  left,
  right,
  preferred: 'left',
  count
})

function rated(profile: ComparisonProfile, settings: BradleyTerrySettings = {}): BradleyTerry {
  const result = bradleyTerry(profile, settings)
  if (result.kind !== 'rated') throw new Error(`expected ratings, got ${result.kind}`)
  return result
}

const scores = (result: BradleyTerry, items: readonly string[]) =>
  items.map(id => result.explanation.find(item => item.id === id)?.score ?? 0)

for (const file of readdirSync(folder)) {
  const { items: n, wins, expected } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
  const items = Array.from({ length: n }, (_, i) => String(i).padStart(2, '0'))
  const profile = comparisonProfile(
    items,
    wins.map(([winner, loser]: [number, number]) => won(items[winner]!, items[loser]!))
  )

  describe(`case ${file}`, () => {
    for (const penalty of ['0.01', '0.1', '1.0']) {
      for (const method of ['newton', 'minorise'] as const) {
        it(`the optimum with penalty ${penalty} by ${method}`, () => {
          const result = rated(profile, { penalty: Number(penalty), method })
          const own = scores(result, items)
          own.forEach((score, i) => expect(score).toBeCloseTo(expected[`map_alpha_${penalty}`][i], 6))
          expect(penalisedLoss(profile, Number(penalty), Float64Array.from(own))).toBeCloseTo(
            expected[`map_objective_${penalty}`],
            6
          )
          expect(result.converged).toBe(true)
        })
      }
    }

    if (expected.ilsr) {
      for (const method of ['newton', 'minorise', 'walk'] as const) {
        it(`the likeliest ratings without a penalty by ${method}`, () => {
          const own = scores(rated(profile, { penalty: 0, method }), items)
          own.forEach((score, i) => expect(score).toBeCloseTo(expected.ilsr[i], 6))
        })
      }
    } else {
      it('no finite answer without a penalty', () => {
        const result = bradleyTerry(profile, { penalty: 0 })
        expect(result.kind).toBe('no-finite-answer')
      })
    }
  })
}

describe('bradleyTerry', () => {
  it('rates the teams of a league as published by Agresti', () => {
    // A. Agresti, "Categorical data analysis", 2nd ed. 2002, § 10.6.1, table 10.10: wins of the row team
    // over the column team, American League 1987; estimates relative to Baltimore, to four decimals as the
    // R package BradleyTerry2 gives them for the same table.
    const teams = ['Milwaukee', 'Detroit', 'Toronto', 'New York', 'Boston', 'Cleveland', 'Baltimore']
    const table = [
      [0, 7, 9, 7, 7, 9, 11],
      [6, 0, 7, 5, 11, 9, 9],
      [4, 6, 0, 7, 7, 8, 12],
      [6, 8, 6, 0, 6, 7, 10],
      [6, 2, 6, 7, 0, 7, 12],
      [4, 4, 5, 6, 6, 0, 6],
      [2, 4, 1, 3, 1, 7, 0]
    ]
    const profile = comparisonProfile(
      teams,
      table.flatMap((row, i) =>
        row.flatMap((count, j) => (count > 0 ? [won(teams[i]!, teams[j]!, count)] : []))
      )
    )
    const own = scores(rated(profile, { penalty: 0 }), teams)
    const published = [1.5814, 1.4364, 1.2945, 1.2476, 1.1077, 0.6839, 0]
    own.forEach((score, i) => expect(score - own[6]!).toBeCloseTo(published[i]!, 4))
  })

  it('needs no matrix to know the standard error of two items', () => {
    const { explanation } = rated(comparisonProfile(['a', 'b'], [won('a', 'b', 3), won('b', 'a', 1)]), {
      penalty: 0
    })
    // Half the difference ln 3, whose variance is 1 ∕ (4 · ¾ · ¼).
    expect(explanation[0]!.score).toBeCloseTo(Math.log(3) / 2, 8)
    expect(explanation[0]!.standardError).toBeCloseTo(Math.sqrt(4 / 3) / 2, 8)
  })

  it('covers true ratings with about 95 of 100 intervals', () => {
    const random = seededRandom('coverage')
    const items = Array.from({ length: 8 }, (_, i) => `item ${i}`)
    const truth = items.map((_, i) => (i - 3.5) / 4)
    let covered = 0
    for (let trial = 0; trial < 100; trial++) {
      const list = Array.from({ length: 400 }, () => {
        const i = random.below(8)
        const j = (i + 1 + random.below(7)) % 8
        const first = random.next() < 1 / (1 + Math.exp(truth[j]! - truth[i]!))
        return first ? won(items[i]!, items[j]!) : won(items[j]!, items[i]!)
      })
      for (const { id, interval } of rated(comparisonProfile(items, list)).explanation) {
        const own = truth[items.indexOf(id)]!
        covered += Number(interval![0] <= own && own <= interval![1])
      }
    }
    expect(covered / 800).toBeGreaterThan(0.92)
    expect(covered / 800).toBeLessThan(0.98)
  })

  it('depends neither on the order of the comparisons nor on names, and a turned result turns the ratings', () => {
    const comparison = fc.record({
      i: fc.nat(4),
      step: fc.integer({ min: 1, max: 4 }),
      preferred: fc.constantFrom('left' as const, 'right' as const, 'tie' as const),
      count: fc.integer({ min: 1, max: 3 })
    })
    fc.assert(
      fc.property(fc.array(comparison, { minLength: 1, maxLength: 12 }), list => {
        const named = (names: readonly string[], turn: boolean) => {
          const comparisons = list.map(({ i, step, preferred, count }) => {
            const [left, right] = [names[i]!, names[(i + step) % 5]!]
            return turn ? { left: right, right: left, preferred, count } : { left, right, preferred, count }
          })
          return scores(rated(comparisonProfile(names, comparisons.reverse())), names)
        }
        const one = named(['a', 'b', 'c', 'd', 'e'], false)
        const other = named(['q', 'e', 'd', 'x', 'a'], false)
        const turned = named(['a', 'b', 'c', 'd', 'e'], true)
        one.forEach((score, i) => {
          expect(Math.abs(other[i]! - score)).toBeLessThan(2e-9)
          expect(Math.abs(turned[i]! + score)).toBeLessThan(2e-9)
        })
      })
    )
  })

  it('rates an item no lower when it wins once more', () => {
    const list = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 3 })), {
      minLength: 1,
      maxLength: 10
    })
    fc.assert(
      fc.property(list, pairs => {
        const items = ['a', 'b', 'c', 'd']
        const profile = comparisonProfile(
          items,
          pairs.map(([i, step]) => won(items[i]!, items[(i + step) % 4]!))
        )
        const more = addComparisons(profile, [won('a', 'b')])
        const before = scores(rated(profile), items)
        const after = scores(rated(more), items)
        expect(after[0]! - after[1]!).toBeGreaterThan(before[0]! - before[1]!)
      })
    )
  })

  it('ends at the same ratings from any start, sooner from near', () => {
    const profile = comparisonProfile(['a', 'b', 'c'], [won('a', 'b', 4), won('b', 'c', 3), won('c', 'a', 1)])
    const cold = rated(profile)
    const start = Object.fromEntries(cold.explanation.map(({ id, score }) => [id, score]))
    const warm = rated(profile, { start })
    expect(scores(warm, ['a', 'b', 'c'])).toEqual(scores(cold, ['a', 'b', 'c']))
    expect(warm.steps).toBeLessThan(cold.steps)
  })

  it('ranks what nobody compared nowhere, and numbers the parts that no comparison joins', () => {
    const result = rated(comparisonProfile(['a', 'b', 'c', 'd', 'e'], [won('a', 'b'), won('c', 'd')]))
    expect(result.unranked).toEqual([{ id: 'e', kind: 'too-few', have: 0, need: 1 }])
    expect(result.groups.map(group => group.ids)).toEqual([
      ['a', 'c'],
      ['b', 'd']
    ])
    expect(result.components).toBe(2)
    expect(result.explanation.map(item => item.component)).toEqual([0, 1, 0, 1])
  })

  it('has no answer without comparisons, and none without a penalty where wins go one way', () => {
    expect(bradleyTerry(comparisonProfile(['a'], []))).toEqual({ kind: 'too-few', have: 0, need: 1 })
    const profile = comparisonProfile(['a', 'b', 'c'], [won('a', 'b'), won('b', 'a'), won('a', 'c')])
    expect(bradleyTerry(profile, { penalty: 0 })).toEqual({
      kind: 'no-finite-answer',
      groups: [['a', 'b'], ['c']]
    })
    expect(rated(profile).converged).toBe(true)
  })

  it('reports its steps, says when they did not suffice, and stops when told', () => {
    const profile = comparisonProfile(['a', 'b'], [won('a', 'b', 9), won('b', 'a', 1)])
    const seen: number[] = []
    const cut = rated(profile, { mostSteps: 2, onProgress: ({ done }) => seen.push(done) })
    expect(cut).toMatchObject({ steps: 2, converged: false })
    expect(seen).toEqual([1, 2])
    expect(() => bradleyTerry(profile, { signal: AbortSignal.abort(new Error('enough')) })).toThrow('enough')
  })

  it('leaves out standard errors on request', () => {
    const result = rated(comparisonProfile(['a', 'b'], [won('a', 'b')]), { standardErrors: false })
    expect(result.explanation[0]).toMatchObject({ standardError: null, interval: null })
  })

  it('refuses what is no comparison and what is no setting', () => {
    const profile = comparisonProfile(['a', 'b'], [won('a', 'b')])
    expect(() => comparisonProfile([], [])).toThrow('comparisonProfile: there must be at least one item')
    expect(() => comparisonProfile(['a'], [won('a', 'a')])).toThrow('compared with itself')
    expect(() => comparisonProfile(['a'], [won('a', 'x')])).toThrow('"x" is compared, which is not an item')
    expect(() => comparisonProfile(['a', 'b'], [won('a', 'b', 0.5)])).toThrow('whole number')
    expect(() =>
      comparisonProfile(['a', 'b'], [{ left: 'a', right: 'b', preferred: 'both' as 'tie' }])
    ).toThrow('preferred must be left, right or tie')
    expect(() => bradleyTerry(profile, { penalty: -1 })).toThrow(RangeError)
    expect(() => bradleyTerry(profile, { penalty: Number.NaN })).toThrow(RangeError)
    expect(() => bradleyTerry(profile, { method: 'walk' })).toThrow('a walk has no penalty')
    expect(() => bradleyTerry(profile, { start: { x: 1 } })).toThrow('the start names "x"')
  })
})

describe('addComparisons', () => {
  it('gives the profile of all comparisons read at once', () => {
    const list = [
      won('b', 'a'),
      won('c', 'a', 2),
      { left: 'a', right: 'b', preferred: 'tie' as const },
      won('c', 'b')
    ]
    const whole = comparisonProfile(['a', 'b', 'c'], list)
    for (let cut = 0; cut <= list.length; cut++) {
      const part = comparisonProfile(['a', 'b', 'c'], list.slice(0, cut))
      expect(addComparisons(part, list.slice(cut))).toEqual(whole)
    }
  })
})
