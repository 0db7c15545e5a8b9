import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random.ts'
import { type Alpha, krippendorffAlpha, type Observation } from './krippendorff-alpha.ts'

function alphaOf(observations: readonly Observation[], level: Alpha['level']): Alpha {
  const result = krippendorffAlpha(observations, { level })
  if (result.kind !== 'alpha') throw new Error(`expected alpha, got ${result.kind}`)
  return result
}

/** Krippendorff 2011, part C: four observers, twelve units, values missing. */
const published = [
  [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
  [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
  [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
  [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null]
].flatMap((row, judge) =>
  row.flatMap((value, item) =>
    value === null ? [] : [{ judge: `observer ${judge}`, item: `unit ${item}`, value }]
  )
)

describe('krippendorffAlpha on the worked example of its author', () => {
  it('has the published values', () => {
    // Seven decimals as by the R package irrCAC on the same table; the other two are quoted from the paper alone.
    expect(alphaOf(published, 'nominal').alpha).toBeCloseTo(0.7434211, 7)
    expect(alphaOf(published, 'ordinal').alpha).toBeCloseTo(0.815, 3)
    expect(alphaOf(published, 'interval').alpha).toBeCloseTo(0.849, 3)
  })

  it('has the published coincidences, and leaves out the unit with one value', () => {
    const { coincidences, pairable, single } = alphaOf(published, 'nominal')
    expect(pairable).toBe(40)
    expect(single).toBe(1)
    expect(coincidences![0]!.map(own => Number(own.toFixed(3)))).toEqual([7, 1.333, 0.333, 0.333, 0])
    expect(coincidences![1]!.map(own => Number(own.toFixed(3)))).toEqual([1.333, 10, 1.333, 0.333, 0])
  })

  it('has an interval from a seed, around the value', () => {
    const once = krippendorffAlpha(published, { level: 'interval', random: seededRandom('alpha') })
    const again = krippendorffAlpha(published, { level: 'interval', random: seededRandom('alpha') })
    expect(again).toEqual(once)
    if (once.kind !== 'alpha') throw new Error('expected alpha')
    expect(once.seed).toBe('alpha')
    expect(once.interval![0]).toBeLessThan(0.849)
    expect(once.interval![1]).toBeGreaterThan(0.849)
  })
})

describe('krippendorffAlpha on reference cases', () => {
  const file = new URL('../../reference/krippendorff/cases.json', import.meta.url)
  for (const { seed, ratings, expected } of JSON.parse(readFileSync(file, 'utf8'))) {
    it(`case ${seed}`, () => {
      const observations = ratings.map(([judge, item, value]: [string, string, number]) => ({
        judge,
        item,
        value
      }))
      expect(alphaOf(observations, 'nominal').alpha).toBeCloseTo(expected.alpha_nominal, 6)
      expect(alphaOf(observations, 'interval').alpha).toBeCloseTo(expected.alpha_interval, 6)
    })
  }
})

describe('krippendorffAlpha', () => {
  const observations = fc
    .uniqueArray(fc.tuple(fc.nat(3), fc.nat(4), fc.nat(3)), {
      selector: ([j, i]) => `${j} ${i}`,
      maxLength: 16
    })
    .map(rows => rows.map(([j, i, value]) => ({ judge: `j${j}`, item: `i${i}`, value })))

  it('gives the same bytes in every order, and ordinal ones for any rising scale', () => {
    fc.assert(
      fc.property(observations, list => {
        for (const level of ['nominal', 'ordinal', 'interval'] as const) {
          expect(krippendorffAlpha(list.toReversed(), { level })).toEqual(krippendorffAlpha(list, { level }))
        }
        const ordinal = krippendorffAlpha(list, { level: 'ordinal' })
        const stretched = krippendorffAlpha(
          list.map(own => ({ ...own, value: own.value ** 3 })),
          { level: 'ordinal' }
        )
        if (ordinal.kind === 'alpha' && stretched.kind === 'alpha')
          expect(stretched.alpha).toBe(ordinal.alpha)
        else expect(stretched).toEqual(ordinal)
      })
    )
  })

  it('is what the coincidences give by the formulas of the source', () => {
    fc.assert(
      fc.property(
        observations,
        fc.constantFrom('nominal' as const, 'ordinal' as const, 'interval' as const),
        (list, level) => {
          const result = krippendorffAlpha(list, { level })
          if (result.kind !== 'alpha') return
          const { coincidences, values } = result
          const totals = coincidences!.map(row => row.reduce((sum, own) => sum + own, 0))
          const n = totals.reduce((sum, own) => sum + own, 0)
          const difference = (c: number, k: number): number => {
            if (level === 'nominal') return Number(c !== k)
            if (level === 'interval') return (Number(values[c]) - Number(values[k])) ** 2
            const [low, high] = [Math.min(c, k), Math.max(c, k)]
            const between = totals.slice(low, high + 1).reduce((sum, own) => sum + own, 0)
            return (between - (totals[low]! + totals[high]!) / 2) ** 2
          }
          let [observed, expected] = [0, 0]
          coincidences!.forEach((row, c) =>
            row.forEach((own, k) => {
              observed += (own * difference(c, k)) / n
              expected += (totals[c]! * totals[k]! * difference(c, k)) / (n * (n - 1))
            })
          )
          expect(result.alpha).toBeCloseTo(1 - observed / expected, 8)
        }
      )
    )
  })

  it('does not depend on names, the interval neither', () => {
    const draw = (rename: (id: string) => string) =>
      krippendorffAlpha(
        published.map(own => ({ ...own, item: rename(own.item), judge: rename(own.judge) })),
        { level: 'ordinal', random: seededRandom('alpha'), draws: 50 }
      )
    expect(draw(id => [...id].reverse().join(''))).toEqual(draw(id => id))
  })

  it('on two values is the same on the nominal and the interval level', () => {
    fc.assert(
      fc.property(observations, list => {
        const binary = list.map(own => ({ ...own, value: own.value % 2 }))
        const nominal = krippendorffAlpha(binary, { level: 'nominal' })
        const interval = krippendorffAlpha(binary, { level: 'interval' })
        if (nominal.kind === 'alpha' && interval.kind === 'alpha')
          expect(interval.alpha).toBeCloseTo(nominal.alpha, 10)
      })
    )
  })

  it('has no answer for values that cannot be paired or do not differ, and refuses text as numbers', () => {
    const one = { judge: 'a', item: 'p', value: 'x' }
    expect(krippendorffAlpha([one], { level: 'nominal' })).toEqual({ kind: 'too-few', have: 0, need: 2 })
    expect(krippendorffAlpha([one, { ...one, judge: 'b' }], { level: 'nominal' })).toEqual({
      kind: 'no-variation',
      pairable: 2
    })
    expect(() => krippendorffAlpha([one], { level: 'interval' })).toThrow('values must be numbers')
    expect(() => krippendorffAlpha([one, one], { level: 'nominal' })).toThrow('observes "p" twice')
    expect(() => krippendorffAlpha([{ ...one, value: Number.NaN }], { level: 'nominal' })).toThrow('finite')
    expect(() => krippendorffAlpha([one], { level: 'ratio' as 'nominal' })).toThrow('level must be')
  })
})
