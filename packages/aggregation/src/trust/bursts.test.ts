import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { type Arrival, type Bursts, bursts, type BurstSettings } from './bursts.ts'
import { usualRhythm } from './usual-rhythm.ts'

const frame = { from: 0, to: 1000, windows: [5, 50] }
const named = (moments: readonly number[]): Arrival[] => moments.map((at, i) => ({ id: `a${i}`, at }))
const found = (arrivals: readonly Arrival[], seed: string, settings: Partial<BurstSettings> = {}) =>
  bursts(arrivals, seededRandom(seed), { ...frame, ...settings }) as Bursts

describe('bursts', () => {
  it('refuses moments and windows outside the time, and settings out of range', () => {
    const random = seededRandom('x')
    expect(() => bursts(named([1001]), random, frame)).toThrow('bursts: the moment of "a0"')
    expect(() => bursts(named([NaN]), random, frame)).toThrow('bursts: the moment of "a0"')
    expect(() => bursts([], random, { ...frame, to: 0 })).toThrow('to must be later than from')
    expect(() => bursts([], random, { ...frame, windows: [] })).toThrow('at least one window')
    expect(() => bursts([], random, { ...frame, windows: [1001] })).toThrow(
      'must not be longer than the time'
    )
    expect(() => bursts([], random, { ...frame, rounds: 0 })).toThrow('bursts: rounds')
    expect(() => found(named([1, 2]), 'x', { period: { length: 0 } })).toThrow('the length of the period')
    expect(bursts(named([5]), random, frame)).toEqual({ kind: 'too-few', have: 1, need: 2 })
  })

  it('seldom sees one where arrivals fall by lot', () => {
    let alarms = 0
    for (let i = 0; i < 60; i++) {
      const random = seededRandom(`even ${i}`)
      const arrivals = named(Array.from({ length: 80 }, () => 1000 * random.next()))
      if (found(arrivals, `draws ${i}`, { rounds: 39 }).bursts.length > 0) alarms++
    }
    expect(alarms).toBeLessThanOrEqual(9)
  })

  it('finds planted bursts with their people, the strongest first, and not twice', () => {
    const random = seededRandom('planted')
    const steady = Array.from({ length: 100 }, () => 1000 * random.next())
    const strong = Array.from({ length: 25 }, () => 300 + 4 * random.next())
    const weak = Array.from({ length: 15 }, () => 700 + 4 * random.next())
    const { bursts: list, arrivals } = found(named([...steady, ...strong, ...weak]), 'draws')
    expect(arrivals).toBe(140)
    expect(list).toHaveLength(2)
    for (const [place, [from, size]] of (
      [
        [300, 25],
        [700, 15]
      ] as const
    ).entries()) {
      const { ids, count, expected, chance } = list[place]!
      expect(list[place]!.from).toBeGreaterThanOrEqual(from - 5)
      expect(list[place]!.to).toBeLessThan(from + 60)
      expect(count).toBeGreaterThanOrEqual(size)
      expect(ids).toHaveLength(count)
      expect(expected).toBeLessThan(count / 2)
      expect(chance).toBeCloseTo(1 / 200, 12)
    }
  })

  it('knows a rhythm from a burst', () => {
    const random = seededRandom('rhythm')
    // Busy for a tenth of every hundred, quiet otherwise.
    const moments = Array.from(
      { length: 300 },
      () => 100 * random.below(10) + (random.next() < 0.8 ? 10 : 100) * random.next()
    )
    expect(found(named(moments), 'draws').bursts.length).toBeGreaterThan(0)
    expect(found(named(moments), 'draws', { period: { length: 100, parts: 10 } }).bursts).toEqual([])
  })

  it('is the same in every order, and repeats itself with the same seed', () => {
    const moments = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(moments, list => {
        const settings = { rounds: 5, falseAlarm: 1 }
        expect(found(named(list).toReversed(), 's', settings)).toEqual(found(named(list), 's', settings))
      })
    )
  })

  it('counts each window as counting one by one does', () => {
    const moments = fc.uniqueArray(fc.integer({ min: 0, max: 1000 }), { minLength: 2, maxLength: 12 })
    fc.assert(
      fc.property(moments, list => {
        for (const { from, to, count, ids } of found(named(list), 's', { rounds: 1, falseAlarm: 1 }).bursts) {
          expect(list.filter(at => at >= from && at <= to)).toHaveLength(count)
          expect(ids).toHaveLength(count)
          expect(to - from).toBeLessThanOrEqual(50)
        }
      })
    )
  })
})

describe('usualRhythm', () => {
  it('puts each share before the moment of that share', () => {
    const random = seededRandom('shares')
    const moments = Float64Array.from({ length: 50 }, () => 3 + 94 * random.next())
    for (const period of [undefined, { length: 20, parts: 7 }, { length: 300 }]) {
      const { shareBefore, momentOf } = usualRhythm('rule', moments, 3, 97, period)
      expect([shareBefore(3), shareBefore(97)].map(share => Math.round(share * 1e9) / 1e9)).toEqual([0, 1])
      for (let i = 0; i < 50; i++) {
        const share = random.next()
        expect(shareBefore(momentOf(share))).toBeCloseTo(share, 9)
      }
    }
  })
})
