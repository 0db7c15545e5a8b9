import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance } from './align-texts.ts'
import { type PointConsensus, type PointLabel, pointConsensus, textConsensus } from './index.ts'

/** A point so many metres north and east of another. */
const metres = (
  { latitude, longitude }: { latitude: number; longitude: number },
  north: number,
  east: number
) => ({
  latitude: latitude + north / 111_195,
  longitude: longitude + east / (111_195 * Math.cos((latitude * Math.PI) / 180))
})

function placesOf(points: readonly PointLabel[], radius: number): PointConsensus {
  const result = pointConsensus(points, { radius })
  if (result.kind !== 'places') throw new Error('expected places')
  return result
}

describe('pointConsensus', () => {
  const kyiv = { latitude: 50.45, longitude: 30.52 }

  it('gathers points within the radius and leaves those alone that nobody else saw', () => {
    const points = [
      { worker: 'ann', ...kyiv },
      { worker: 'bob', ...metres(kyiv, 15, 0) },
      { worker: 'eve', ...metres(kyiv, 0, 15) },
      { worker: 'bob', ...metres(kyiv, 500, 0) },
      { worker: 'bob', ...metres(kyiv, 505, 0) }
    ]
    const { places, alone } = placesOf(points, 25)
    expect(places).toHaveLength(1)
    expect(places[0]).toMatchObject({ workers: ['ann', 'bob', 'eve'], points: 3 })
    expect(places[0]!.spread).toBeCloseTo(10, 0)
    expect(alone).toHaveLength(2)
  })

  it('reckons in metres near the poles and over the date line', () => {
    for (const centre of [
      { latitude: 80, longitude: 179.9999 },
      { latitude: -70, longitude: -180 },
      { latitude: 0, longitude: 180 }
    ]) {
      const wrap = ({ latitude, longitude }: { latitude: number; longitude: number }) => ({
        latitude,
        longitude: longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude
      })
      const at = (east: number) => wrap(metres(centre, 0, east))
      const near = placesOf(
        [
          { worker: 'a', ...at(0) },
          { worker: 'b', ...at(40) }
        ],
        41
      )
      const far = placesOf(
        [
          { worker: 'a', ...at(0) },
          { worker: 'b', ...at(40) }
        ],
        39
      )
      expect(near.places).toHaveLength(1)
      expect(far.places).toHaveLength(0)
    }
  })

  it('finds the same places in every order, each point in one place or alone', () => {
    const point = fc.record({ worker: fc.constantFrom('a', 'b', 'c'), north: fc.nat(60), east: fc.nat(60) })
    fc.assert(
      fc.property(fc.array(point, { maxLength: 12 }), points => {
        const labels: PointLabel[] = points.map(({ worker, north, east }) => ({
          worker,
          ...metres(kyiv, north, east)
        }))
        const one = placesOf(labels, 20)
        expect(placesOf(labels.toReversed(), 20)).toEqual(one)
        expect(one.places.reduce((sum, place) => sum + place.points, one.alone.length)).toBe(labels.length)
        for (const { workers } of one.places) expect(workers.length).toBeGreaterThanOrEqual(2)
      })
    )
  })

  it('refuses coordinates that are none', () => {
    expect(() => pointConsensus([{ worker: 'a', latitude: 91, longitude: 0 }], { radius: 9 })).toThrow(
      'latitude'
    )
    expect(() =>
      pointConsensus([{ worker: 'a', latitude: 0, longitude: Number.NaN }], { radius: 9 })
    ).toThrow('longitude')
    expect(() => pointConsensus([], { radius: 0 })).toThrow('radius')
    const two = [0, 1].map(latitude => ({ worker: 'a', latitude, longitude: 0 }))
    expect(pointConsensus(two, { radius: 9, most: 1 })).toEqual({ kind: 'too-large', have: 2, most: 1 })
    expect(pointConsensus([], { radius: 9 })).toEqual({ kind: 'places', places: [], alone: [] })
  })
})

describe('textConsensus', () => {
  it('joins copies with different slips to a text that nobody wrote', () => {
    const result = textConsensus([
      'it was a dark and stormy nite',
      'it was dark and stormy night',
      'it was a bark and stormy night'
    ])
    expect(result).toMatchObject({ outcome: { kind: 'text', text: 'it was a dark and stormy night' } })
  })

  it('shows the votes at each place, nothing included', () => {
    const placesOf = (...texts: string[]) => {
      const result = textConsensus(texts)
      if (result.kind !== 'text') throw new Error('expected a text')
      return result.places.map(({ choices }) =>
        choices.map(({ text, votes }) => `${text}:${votes}`).join(' ')
      )
    }
    expect(placesOf('a', 'a x')).toEqual(['a:2', ':1 x:1'])
    expect(placesOf('a', 'x a')).toEqual([':1 x:1', 'a:2'])
    expect(placesOf('a b', 'a b', 'a')).toEqual(['a:3', 'b:2 :1'])
    // Taking one word for another contradicts as many as leaving one out and adding one: it goes before.
    expect(placesOf('a b', 'a b', 'b a')).toEqual(['a:2 b:1', 'b:2 a:1'])
    expect(placesOf('a b c d', 'a b c d', 'a x c d e f')).toEqual([
      'a:3',
      'b:2 x:1',
      'c:3',
      'd:3',
      ':2 e:1',
      ':2 f:1'
    ])
  })

  it('joins characters where there are no spaces', () => {
    const result = textConsensus(['更多的樹木', '更多樹木', '更多的樹本'], { unit: 'character' })
    expect(result).toMatchObject({ outcome: { kind: 'text', text: '更多的樹木' } })
  })

  it('reports ties between parts as a tie between texts', () => {
    expect(textConsensus(['red door', 'red floor'])).toMatchObject({
      outcome: { kind: 'tie', among: ['red door', 'red floor'] },
      complete: true,
      agreement: 0.75
    })
    const wide = textConsensus(['a b c d e', 'v w x y z'])
    expect(wide).toMatchObject({ complete: false })
  })

  it('gives what all wrote, and what most wrote when others wrote nothing alike', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 6 }).map(words => words.join(' '))
    fc.assert(
      fc.property(text, text, (common, other) => {
        for (const texts of [[common], [common, common], [common, other, common]]) {
          expect(textConsensus(texts)).toMatchObject({ outcome: { kind: 'text', text: common } })
        }
      })
    )
  })

  it('does not depend on the order of the texts', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 5 }).map(words => words.join(' '))
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), texts => {
        expect(textConsensus(texts.toReversed())).toEqual(textConsensus(texts))
      })
    )
  })

  it('counts every reader at every place', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 5 }).map(words => words.join(' '))
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), texts => {
        const result = textConsensus(texts)
        if (result.kind !== 'text') throw new Error('expected a text')
        for (const { choices } of result.places) {
          expect(choices.reduce((sum, { votes }) => sum + votes, 0)).toBe(texts.length)
        }
      })
    )
  })

  it('has no answer without texts or for too long ones, and refuses a unit that is none', () => {
    expect(textConsensus([])).toEqual({ kind: 'too-few', have: 0, need: 1 })
    expect(textConsensus(['a b c'], { most: 2 })).toEqual({ kind: 'too-large', have: 3, most: 2 })
    expect(() => textConsensus(['a'], { unit: 'line' as 'word' })).toThrow('unit must be')
  })
})

describe('editDistance', () => {
  it('counts the steps from one word to another', () => {
    expect(editDistance([...'kitten'], [...'sitting'])).toBe(3)
    expect(editDistance([], [...'abc'])).toBe(3)
  })
})
