import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { trustWeights, type TrustWeights, type Vouch } from './trust-weights.ts'

const person = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')
const vouches = fc.array(fc.record({ from: person, to: person, weight: fc.integer({ min: 1, max: 4 }) }), {
  maxLength: 14
})
const seeds = fc.uniqueArray(person, { minLength: 1, maxLength: 3 })
const weightsOf = (list: readonly Vouch[], from: readonly string[]) =>
  trustWeights(list, from) as TrustWeights

describe('trustWeights', () => {
  it('refuses weights and settings out of range, and has no answer without seeds', () => {
    expect(() => trustWeights([{ from: 'a', to: 'b', weight: 0 }], ['a'])).toThrow(
      'trustWeights: the weight of a vouch'
    )
    expect(() => trustWeights([], ['a', 'a'])).toThrow('"a" twice')
    expect(() => trustWeights([], ['a'], { passedOn: 1 })).toThrow('passedOn must lie between 0 and 0.99')
    expect(() => trustWeights([], ['a'], { tolerance: 0 })).toThrow('tolerance')
    expect(trustWeights([], [])).toEqual({ kind: 'too-few', have: 0, need: 1 })
  })

  it('solves the equations that define it', () => {
    fc.assert(
      fc.property(vouches, seeds, (list, from) => {
        const { people, settled } = weightsOf(list, from)
        expect(settled).toBe(true)
        const solution = solve(
          list,
          from,
          people.map(({ id }) => id)
        )
        people.forEach(({ weight }, i) => expect(Math.abs(weight - solution[i]!)).toBeLessThan(1e-9))
        expect(people.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9)
        for (const { weight, distance } of people) expect(weight > 0).toBe(distance !== null)
      })
    )
  })

  it('does not depend on the order or on names', () => {
    fc.assert(
      fc.property(vouches, seeds, (list, from) => {
        const rename = (id: string) => `p${'fedcba'.indexOf(id)}`
        const one = weightsOf(list, from).people
        const renamed = list
          .toReversed()
          .map(vouch => ({ ...vouch, from: rename(vouch.from), to: rename(vouch.to) }))
        const other = new Map(
          weightsOf(renamed, from.map(rename)).people.map(({ id, weight }) => [id, weight])
        )
        for (const { id, weight } of one) expect(Math.abs(weight - other.get(rename(id))!)).toBeLessThan(1e-9)
      })
    )
  })

  it('gives a ring no more for vouching for itself', () => {
    const honest = [
      { from: 's', to: 'a' },
      { from: 'a', to: 'r1' },
      { from: 'a', to: 'b' }
    ]
    const ring = (size: number) => {
      const inside = Array.from({ length: size }, (_, i) => ({
        from: `r${i + 1}`,
        to: `r${((i + 1) % size) + 1}`
      }))
      const { people } = weightsOf([...honest, ...inside], ['s'])
      return people.filter(({ id }) => id.startsWith('r')).reduce((sum, { weight }) => sum + weight, 0)
    }
    expect(ring(50)).toBeCloseTo(ring(2), 9)
  })

  it('says when its steps ran out, and stops when told to', () => {
    const list = [{ from: 'a', to: 'b' }]
    expect(trustWeights(list, ['a'], { mostSteps: 2 })).toMatchObject({ settled: false, steps: 2 })
    expect(() => trustWeights(list, ['a'], { signal: AbortSignal.abort(new Error('enough')) })).toThrow(
      'enough'
    )
  })
})

/** Solves w = 0.15 s + 0.85 (what is passed on, or returned to s by those who vouch for nobody), by elimination. */
function solve(list: readonly Vouch[], from: readonly string[], ids: readonly string[]): number[] {
  const given = list.filter(({ from, to }) => from !== to)
  const start = ids.map(id => (from.includes(id) ? 1 / from.length : 0))
  const total = (id: string) =>
    given.filter(vouch => vouch.from === id).reduce((sum, { weight = 1 }) => sum + weight, 0)
  const rows = ids.map((to, i) => [
    ...ids.map((id, j) => {
      const own = given.filter(vouch => vouch.from === id && vouch.to === to)
      const share =
        total(id) === 0 ? start[i]! : own.reduce((sum, { weight = 1 }) => sum + weight, 0) / total(id)
      return (i === j ? 1 : 0) - 0.85 * share
    }),
    0.15 * start[i]!
  ])
  ids.forEach((_, column) => {
    const pivot = rows.slice(column).reduce((a, b) => (Math.abs(b[column]!) > Math.abs(a[column]!) ? b : a))
    rows.splice(rows.indexOf(pivot), 1)
    rows.splice(column, 0, pivot)
    rows.forEach((row, i) => {
      if (i === column) return
      const factor = row[column]! / pivot[column]!
      row.forEach((_, at) => (row[at]! -= factor * pivot[at]!))
    })
  })
  return rows.map((row, i) => row.at(-1)! / row[i]!)
}
