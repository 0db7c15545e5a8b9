import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadHighs } from '../../testing/load-highs.ts'
import { seededRandom } from '../random.ts'
import {
  drawPanel,
  leximin,
  type LinearProgramme,
  type PanelLottery,
  plainSolver,
  type Quotas,
  relaxQuotas
} from './index.ts'

const highs = await loadHighs()

const programmes = fc
  .record({
    costs: fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 3, maxLength: 3 }),
    lower: fc.array(fc.integer({ min: -2, max: 1 }), { minLength: 3, maxLength: 3 }),
    room: fc.array(fc.nat(4), { minLength: 3, maxLength: 3 }),
    rows: fc.array(
      fc.record({
        values: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 3, maxLength: 3 }),
        least: fc.constantFrom(-Infinity, -3, 0, 2),
        room: fc.constantFrom(Infinity, 0, 1, 5)
      }),
      { maxLength: 4 }
    )
  })
  .map(({ costs, lower, room, rows }): LinearProgramme => ({
    costs,
    lower,
    upper: lower.map((own, v) => own + room[v]!),
    whole: false,
    rows: rows.map(({ values, least, room }) => ({
      places: [0, 1, 2],
      values,
      least,
      most: least === -Infinity ? room : least + room
    }))
  }))

function objective({ costs }: LinearProgramme, values: Float64Array): number {
  return values.reduce((sum, own, v) => sum + own * costs[v]!, 0)
}

describe('plainSolver', () => {
  it('finds the same least costs as HiGHS, with whole numbers and without', () => {
    fc.assert(
      fc.property(programmes, fc.boolean(), (programme, whole) => {
        const plain = plainSolver.solve({ ...programme, whole })
        const other = highs.solve({ ...programme, whole })
        expect(plain.kind).toBe(other.kind)
        if (plain.kind === 'solved' && other.kind === 'solved') {
          expect(objective(programme, plain.values)).toBeCloseTo(objective(programme, other.values), 6)
        }
      }),
      { numRuns: 300 }
    )
  })

  it('finds the best of all whole numbers', () => {
    fc.assert(
      fc.property(programmes, programme => {
        const plain = plainSolver.solve({ ...programme, whole: true })
        let least = Infinity
        const visit = (values: readonly number[]) => {
          const v = values.length
          if (v < 3) {
            for (let own = programme.lower[v]!; own <= programme.upper[v]!; own++) visit([...values, own])
            return
          }
          const kept = programme.rows.every(({ values: factors, least, most }) => {
            const sum = factors.reduce((total, own, k) => total + own * values[k]!, 0)
            return least <= sum && sum <= most
          })
          if (kept) least = Math.min(least, objective(programme, Float64Array.from(values)))
        }
        visit([])
        if (plain.kind === 'solved') expect(objective(programme, plain.values)).toBeCloseTo(least, 9)
        else expect([plain.kind, least]).toEqual(['infeasible', Infinity])
      }),
      { numRuns: 300 }
    )
  })

  it('says when there is no least value', () => {
    const endless = { costs: [-1], lower: [0], upper: [Infinity], whole: false, rows: [] }
    expect(plainSolver.solve(endless)).toEqual({ kind: 'unsolved', reason: 'it has no least value' })
    expect(highs.solve(endless).kind).toBe('unsolved')
  })
})

const pool = [
  { id: 'ann', features: { age: 'young', region: 'north' } },
  { id: 'bob', features: { age: 'old', region: 'north' } },
  { id: 'cat', features: { age: 'old', region: 'south' } },
  { id: 'dan', features: { age: 'old', region: 'south' } },
  { id: 'eve', features: { age: 'young', region: 'south' } },
  { id: 'fay', features: { age: 'young', region: 'south' } }
]
const quotas: Quotas = { age: { young: [1, 2], old: [1, 2] }, region: { north: [1, 1], south: [2, 2] } }

describe('relaxQuotas', () => {
  it('changes nothing where a panel exists', () => {
    expect(relaxQuotas(pool, quotas, 3, { solver: plainSolver })).toEqual({
      kind: 'relaxed',
      weight: 0,
      changes: [],
      quotas
    })
  })

  it('gives way as little as can be, and a panel exists afterwards', () => {
    const quota = fc
      .tuple(fc.nat(4), fc.nat(2))
      .map(([least, room]): [number, number] => [least, least + room])
    fc.assert(
      fc.property(fc.tuple(quota, quota, quota, quota), ([young, old, north, south]) => {
        const strict: Quotas = { age: { young, old }, region: { north, south } }
        const result = relaxQuotas(pool, strict, 3, { solver: plainSolver })
        if (result.kind !== 'relaxed') throw new Error('expected relaxed quotas')
        expect(leximin(pool, result.quotas, 3, { solver: plainSolver }).kind).toBe('lottery')
        // Every panel is some number of young people and some number from the north: the nearest is the answer.
        let nearest = Infinity
        for (let y = 0; y <= 3; y++) {
          for (let n = 0; n <= 2; n++) {
            const youngNorth = [0, 1].some(
              yn =>
                n - yn >= 0 &&
                n - yn <= 1 &&
                y - yn >= 0 &&
                y - yn <= 2 &&
                3 - y - n + yn >= 0 &&
                3 - y - n + yn <= 2
            )
            if (!youngNorth) continue
            const off = ([least, most]: readonly [number, number], count: number) =>
              Math.max(0, least - count, count - most)
            nearest = Math.min(nearest, off(young, y) + off(old, 3 - y) + off(north, n) + off(south, 3 - n))
          }
        }
        expect(result.weight).toBe(nearest)
      }),
      { numRuns: 80 }
    )
  })

  it('changes what weighs less', () => {
    const strict: Quotas = { age: { young: [0, 0], old: [3, 3] }, region: { north: [2, 2], south: [1, 1] } }
    const cheapAge = relaxQuotas(pool, strict, 3, { solver: plainSolver, weights: { region: 10 } })
    const cheapRegion = relaxQuotas(pool, strict, 3, { solver: plainSolver, weights: { age: 10 } })
    if (cheapAge.kind !== 'relaxed' || cheapRegion.kind !== 'relaxed')
      throw new Error('expected relaxed quotas')
    expect(new Set(cheapAge.changes.map(({ feature }) => feature))).toEqual(new Set(['age']))
    expect(new Set(cheapRegion.changes.map(({ feature }) => feature))).toEqual(new Set(['region']))
    expect(() => relaxQuotas(pool, strict, 3, { solver: plainSolver, weights: { age: 0 } })).toThrow('weight')
  })
})

describe('drawPanel', () => {
  const found = leximin(pool, quotas, 3, { solver: plainSolver })
  if (found.kind !== 'lottery') throw new Error('expected a lottery')
  const lottery: PanelLottery = found

  it('deals tickets that are panels, in proportion to chances, and draws one', () => {
    const draw = drawPanel(lottery, { random: seededRandom('1 June: 4 8 15'), tickets: 240 })
    expect(draw.tickets).toHaveLength(240)
    expect(draw.panel).toEqual(draw.tickets[draw.drawn])
    expect(draw.seed).toBe('1 June: 4 8 15')
    for (const ticket of draw.tickets) {
      expect(new Set(ticket).size).toBe(3)
      expect(ticket.filter(id => ['ann', 'bob'].includes(id))).toHaveLength(1)
    }
    expect(draw.largestDeviation).toBeLessThan(0.01)
    for (const { id, tickets } of draw.people) {
      expect(draw.tickets.filter(ticket => ticket.includes(id))).toHaveLength(tickets)
    }
    const held = (id: string) => draw.people.find(person => person.id === id)!.tickets
    expect(Math.abs(held('eve') - held('fay'))).toBeLessThanOrEqual(1)
  })

  it('can be drawn again from the seed, and comes out as often as the chances say', () => {
    const seats = new Map<string, number>()
    for (let round = 0; round < 400; round++) {
      const { panel } = drawPanel(lottery, { random: seededRandom(`round ${round}`), tickets: 100 })
      expect(drawPanel(lottery, { random: seededRandom(`round ${round}`), tickets: 100 }).panel).toEqual(
        panel
      )
      for (const id of panel) seats.set(id, (seats.get(id) ?? 0) + 1)
    }
    for (const { id, chance } of lottery.people)
      expect(Math.abs((seats.get(id) ?? 0) / 400 - chance)).toBeLessThan(0.1)
  })

  it('refuses a draw without tickets or without a lottery', () => {
    const random = seededRandom('none')
    expect(() => drawPanel(lottery, { random, tickets: 0 })).toThrow('tickets')
    expect(() => drawPanel({ kind: 'no-panel' } as unknown as PanelLottery, { random })).toThrow(
      'a lottery is needed'
    )
  })
})
