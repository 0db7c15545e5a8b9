import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { manyFacetRasch } from './many-facet-rasch.ts'
import type { JudgeRating } from './rating-table.ts'

function rated<Result extends { kind: string }>(result: Result): Extract<Result, { kind: 'rated' }> {
  if (result.kind !== 'rated') throw new Error(`expected ratings, got ${result.kind}`)
  return result as Extract<Result, { kind: 'rated' }>
}

const rating = (judge: string, entry: string, value: number): JudgeRating => ({ judge, entry, value })

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
