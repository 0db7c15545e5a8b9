import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadHighs } from '../../testing/load-highs.ts'
import { subsets } from '../../testing/brute-force.ts'
import {
  leximin,
  type LinearSolver,
  type PanelLottery,
  plainSolver,
  type PoolMember,
  type Quotas
} from './index.ts'

const solvers: LinearSolver[] = [plainSolver, await loadHighs()]

function lottery(
  pool: readonly PoolMember[],
  quotas: Quotas,
  size: number,
  solver: LinearSolver = plainSolver
): PanelLottery {
  const result = leximin(pool, quotas, size, { solver })
  if (result.kind !== 'lottery') throw new Error(`expected a lottery, got ${result.kind}`)
  return result
}

/** Pools of up to seven people with two features of two values, and quotas that some panel may keep. */
const settings = fc
  .integer({ min: 2, max: 7 })
  .chain(n =>
    fc.record({
      kinds: fc.array(fc.tuple(fc.constantFrom('x', 'y'), fc.constantFrom('u', 'v')), {
        minLength: n,
        maxLength: n
      }),
      size: fc.integer({ min: 1, max: Math.min(3, n) }),
      least: fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1), fc.nat(1)),
      room: fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2))
    })
  )
  .map(({ kinds, size, least, room }) => {
    const quota = (k: number): [number, number] => [least[k]!, least[k]! + room[k]!]
    return {
      pool: kinds.map(([a, b], i): PoolMember => ({ id: `p${i}`, features: { a, b } })),
      quotas: { a: { x: quota(0), y: quota(1) }, b: { u: quota(2), v: quota(3) } } as Quotas,
      size
    }
  })

function keeps(panel: readonly PoolMember[], quotas: Quotas): boolean {
  return Object.entries(quotas).every(([feature, values]) =>
    Object.entries(values).every(([value, [least, most]]) => {
      const count = panel.filter(({ features }) => features[feature] === value).length
      return least <= count && count <= most
    })
  )
}

describe('leximin on reference cases', () => {
  const file = new URL('../../reference/sortition/leximin.json', import.meta.url)
  for (const { seed, panel_size, pool, quotas, expected } of JSON.parse(readFileSync(file, 'utf8'))) {
    for (const solver of solvers) {
      it(`case ${seed} by ${solver.name}`, () => {
        const people = pool.map((features: Record<string, string>, i: number) => ({
          id: String(i).padStart(2, '0'),
          features
        }))
        const result = lottery(people, quotas, panel_size, solver)
        result.people.forEach(({ chance }, i) => {
          expect(Math.abs(chance - expected.leximin_probabilities[i])).toBeLessThan(1e-6)
        })
      })
    }
  }
})

describe('leximin', () => {
  it('finds the fairest chances over all panels, as worked out by trying them all', () => {
    fc.assert(
      fc.property(settings, ({ pool, quotas, size }) => {
        const panels = subsets(pool, size).filter(panel => keeps(panel, quotas))
        const result = leximin(pool, quotas, size, { solver: plainSolver })
        if (panels.length === 0) {
          expect(result).toEqual({ kind: 'no-panel' })
          return
        }
        if (result.kind !== 'lottery') throw new Error(`expected a lottery, got ${JSON.stringify(result)}`)
        const best = leximinOver(pool, panels)
        for (const { id, chance } of result.people)
          expect(Math.abs(chance - best.get(id)!)).toBeLessThan(1e-5)
      }),
      { numRuns: 60 }
    )
  })

  it('draws only panels that keep the quotas, whose chances sum to 1', () => {
    fc.assert(
      fc.property(settings, ({ pool, quotas, size }) => {
        const result = leximin(pool, quotas, size, { solver: plainSolver })
        if (result.kind !== 'lottery') return
        expect(result.panels.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 6)
        expect(result.people.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(size, 5)
        for (const { counts } of result.panels) {
          const panel = counts.flatMap((count, g) =>
            Array.from({ length: count }, () => ({ id: '', features: result.groups[g]!.features }))
          )
          expect(panel).toHaveLength(size)
          expect(keeps(panel, quotas)).toBe(true)
        }
      }),
      { numRuns: 60 }
    )
  })

  it('gives the same bytes in every order and under other names', () => {
    fc.assert(
      fc.property(settings, ({ pool, quotas, size }) => {
        const one = leximin(pool, quotas, size, { solver: plainSolver })
        const other = leximin(
          pool.map(({ id, features }) => ({ id: `q${9 - Number(id.slice(1))}`, features })).reverse(),
          quotas,
          size,
          { solver: plainSolver }
        )
        expect(other.kind).toBe(one.kind)
        if (one.kind !== 'lottery' || other.kind !== 'lottery') return
        expect(other.panels).toEqual(one.panels)
        for (const { id, chance } of one.people) {
          expect(other.people.find(own => own.id === `q${9 - Number(id.slice(1))}`)!.chance).toBe(chance)
        }
      }),
      { numRuns: 40 }
    )
  })

  it('gives everybody the same chance where quotas do not matter', () => {
    const pool = Array.from({ length: 9 }, (_, i) => ({ id: `p${i}`, features: { a: 'xyz'[i % 3]! } }))
    const { people, least } = lottery(pool, { a: { x: [0, 3], y: [0, 3], z: [0, 3] } }, 3)
    expect(least).toBeCloseTo(1 / 3, 7)
    for (const { chance } of people) expect(chance).toBeCloseTo(1 / 3, 7)
  })

  it('names those whom the quotas leave no panel, and tells when there is none for anybody', () => {
    const pool = [
      { id: 'a', features: { age: 'old' } },
      { id: 'b', features: { age: 'old' } },
      { id: 'c', features: { age: 'young' } }
    ]
    const result = lottery(pool, { age: { old: [2, 2], young: [0, 0] } }, 2)
    expect(result.excluded).toEqual(['c'])
    expect(result.people.map(({ chance }) => chance)).toEqual([1, 1, 0])
    expect(result.least).toBe(1)
    expect(leximin(pool, { age: { old: [0, 0], young: [0, 3] } }, 2, { solver: plainSolver })).toEqual({
      kind: 'no-panel'
    })
  })

  it('says when the solver gave up, reports its steps and stops when told', () => {
    const pool = ['a', 'b', 'c'].map(id => ({ id, features: {} }))
    const tired: LinearSolver = { name: 'tired', solve: () => ({ kind: 'unsolved', reason: 'tired' }) }
    expect(leximin(pool, {}, 2, { solver: tired })).toEqual({ kind: 'unsolved', reason: 'tired' })
    expect(leximin(pool, {}, 2, { solver: plainSolver, mostSteps: 1 })).toMatchObject({ kind: 'unsolved' })
    const seen: number[] = []
    const result = leximin(pool, {}, 2, { solver: plainSolver, onProgress: ({ done }) => seen.push(done) })
    expect(result).toMatchObject({ steps: seen.length, solver: 'plain' })
    const signal = AbortSignal.abort(new Error('enough'))
    expect(() => leximin(pool, {}, 2, { solver: plainSolver, signal })).toThrow('enough')
  })

  it('refuses people and quotas that do not fit', () => {
    const one = [{ id: 'a', features: { age: 'old' } }]
    const draw = (pool: readonly PoolMember[], quotas: Quotas, size = 1) =>
      leximin(pool, quotas, size, { solver: plainSolver })
    expect(() => draw([], {})).toThrow('a panel of 1 needs as many people')
    expect(() => draw(one, {}, 0)).toThrow('panel size')
    expect(() => draw([...one, ...one], {})).toThrow('distinct ids')
    expect(() => draw(one, { age: { young: [0, 1] } })).toThrow(
      '"a" has age "old", for which there is no quota'
    )
    expect(() => draw(one, { region: { north: [0, 1] } })).toThrow('"a" has region "undefined"')
    expect(() => draw(one, { age: { old: [2, 1] } })).toThrow('must go up')
    expect(() => draw(one, { age: { old: [0, Number.NaN] } })).toThrow('the most for age old')
  })
})

/** The leximin chances over given panels, each least chance raised in turn as far as it goes. */
function leximinOver(
  pool: readonly PoolMember[],
  panels: readonly (readonly PoolMember[])[]
): Map<string, number> {
  const sits = (id: string) => [...panels.keys()].filter(p => panels[p]!.some(own => own.id === id))
  const settled = new Map<string, number>()
  const raise = (open: readonly string[], alone: string | null, floor: number) => {
    const m = panels.length
    const rows = pool.map(({ id }) => {
      const places = sits(id)
      const values = places.map(() => 1)
      const known = settled.get(id)
      if (known !== undefined) return { places, values, least: known - 1e-9, most: Infinity }
      return alone === null || id === alone
        ? { places: [...places, m], values: [...values, -1], least: 0, most: Infinity }
        : { places, values, least: floor - 1e-9, most: Infinity }
    })
    const all = [...panels.keys()]
    const solution = plainSolver.solve({
      costs: [...all.map(() => 0), -1],
      lower: new Array<number>(m + 1).fill(0),
      upper: new Array<number>(m + 1).fill(Infinity),
      whole: false,
      rows: [{ places: all, values: all.map(() => 1), least: 1, most: 1 }, ...rows]
    })
    if (solution.kind !== 'solved') throw new Error(`expected a solution for ${open.join()}`)
    return solution.values[m]!
  }
  while (settled.size < pool.length) {
    const open = pool.map(({ id }) => id).filter(id => !settled.has(id))
    const least = raise(open, null, 0)
    for (const id of open) if (raise(open, id, least) < least + 1e-7) settled.set(id, least)
  }
  return settled
}
