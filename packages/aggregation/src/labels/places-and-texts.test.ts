import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance } from './align-texts.ts'
import {
  type PointConsensus,
  type PointLabel,
  pointConsensus,
  type PointSettings,
  textConsensus
} from './index.ts'

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

  it('lists places by their workers, then from the south, then from the west; alone stays what nobody else saw', () => {
    const at = (north: number, east: number, workers: string) =>
      [...workers].map(worker => ({ worker, ...metres(kyiv, north, east) }))
    const lonely = at(9000, 0, 'z')
    const { places, alone } = placesOf(
      [
        ...lonely,
        // The southernmost point of the first place lies south of the second, its middle north of it.
        ...at(1000, 5000, 'a'),
        ...at(1018, 5000, 'bc'),
        ...at(1006, 7000, 'abc'),
        ...at(3000, 0, 'abcd'),
        ...at(500, 500, 'ab'),
        ...at(500, -500, 'ab')
      ],
      20
    )
    expect(places.map(({ workers }) => workers.join(''))).toEqual(['abcd', 'abc', 'abc', 'ab', 'ab'])
    const east = places.map(({ longitude }) =>
      Math.round((longitude - kyiv.longitude) * 111_195 * Math.cos((kyiv.latitude * Math.PI) / 180))
    )
    expect(east).toEqual([0, 7000, 5000, -500, 500])
    expect(alone).toEqual(lonely)
    expect(alone[0]).not.toBe(lonely[0])
  })

  it('gives a point just as near to two places to the first of them, in the order of their points', () => {
    // Tens of metres west and east, ten metres south of the point, which has one of each place within 33 m.
    const row = [-6, -5, -4, -3, 3, 4, 5, 6].map((east, w) => ({
      worker: 'abcdefgh'[w]!,
      latitude: -0.00009,
      longitude: 0.00009 * east
    }))
    const { places, alone } = pointConsensus([...row, { worker: 'x', latitude: 0, longitude: 0 }], {
      radius: 33,
      least: 4
    }) as PointConsensus
    expect(places.map(({ workers }) => workers.join(''))).toEqual(['abcdx', 'efgh'])
    expect(alone).toEqual([])
  })

  it('refuses coordinates that are none', () => {
    expect(() => pointConsensus([{ worker: 'a', latitude: 91, longitude: 0 }], { radius: 9 })).toThrow(
      'latitude'
    )
    expect(() =>
      pointConsensus([{ worker: 'a', latitude: 0, longitude: Number.NaN }], { radius: 9 })
    ).toThrow('longitude')
    const here = { latitude: 0, longitude: 0 }
    const refused = (points: readonly PointLabel[], settings: PointSettings, message: string) =>
      expect(() => pointConsensus(points, settings)).toThrow(`pointConsensus: ${message}`)
    refused([], { radius: 0 }, 'radius must be a finite number above 0')
    refused([], { radius: 1_000_001 }, 'radius must lie between 0 and 1000000')
    refused([], { radius: 9, least: 0 }, 'least')
    refused([], { radius: 9, most: 0 }, 'most')
    refused([{ worker: 7 as unknown as string, ...here }], { radius: 9 }, 'workers must be text, got 7')
    expect(pointConsensus([{ worker: 'a', ...here }], { radius: 9, most: 1 }).kind).toBe('places')
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

  it('takes words between any white space, and empty texts for agreement on nothing', () => {
    expect(textConsensus([' two \n\t words ', 'two words'])).toMatchObject({
      outcome: { kind: 'text', text: 'two words' },
      agreement: 1,
      texts: 2
    })
    expect(textConsensus(['', ' '])).toEqual({
      kind: 'text',
      outcome: { kind: 'text', text: '' },
      complete: true,
      places: [],
      agreement: 1,
      texts: 2
    })
  })

  const placesOf = (...texts: string[]) => {
    const result = textConsensus(texts)
    if (result.kind !== 'text') throw new Error('expected a text')
    return result.places.map(({ choices }) => choices.map(({ text, votes }) => `${text}:${votes}`).join(' '))
  }

  it('begins with the text closest to all people’s, then takes those closest to that', () => {
    // Two wrote "b a": it is closer to the four texts together than the single words are.
    expect(placesOf('a', 'b', 'b a', 'b a')).toEqual(['b:3 :1', 'a:3 :1'])
    // "a" and "b" are closest to all, and "a" comes first; then "b", which stands in its place.
    expect(placesOf('a', 'b', 'b a b')).toEqual([':2 b:1', ':2 a:1', 'b:2 a:1'])
    expect(placesOf('a', 'a a b', 'b')).toEqual([':2 a:1', ':2 a:1', 'b:2 a:1'])
  })

  it('shows the votes at each place, nothing included', () => {
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
    if (wide.kind !== 'text' || wide.outcome.kind !== 'tie') throw new Error('expected a tie')
    expect(wide.outcome.among).toHaveLength(16)
    expect(textConsensus(['a b c d', 'v w x y'])).toMatchObject({ complete: true })
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
    expect(textConsensus(['a b c'], { most: 3 }).kind).toBe('text')
    expect(() => textConsensus(['a'], { most: 0 })).toThrow('textConsensus: most')
    expect(() => textConsensus(['a'], { unit: 'line' as 'word' })).toThrow('unit must be')
  })
})

describe('editDistance', () => {
  it('counts the steps from one word to another', () => {
    expect(editDistance([...'kitten'], [...'sitting'])).toBe(3)
    expect(editDistance([], [...'abc'])).toBe(3)
  })
})
