import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeSchema, publicPlace, type Place } from './rules.ts'

const door: Place = { lat: 46.48253, lon: 30.72331, accuracyM: 12 }

const anywhere = fc.record({
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  lon: fc.double({ min: -180, max: 180, noNaN: true })
})

/** Great-circle distance on a sphere of 6,371,008.8 m. */
function distanceM(a: Pick<Place, 'lat' | 'lon'>, b: Pick<Place, 'lat' | 'lon'>): number {
  const [aLat, aLon, bLat, bLon] = [a.lat, a.lon, b.lat, b.lon].map(degrees => (degrees * Math.PI) / 180) as [
    number,
    number,
    number,
    number
  ]
  const h =
    Math.sin((bLat - aLat) / 2) ** 2 + Math.cos(aLat) * Math.cos(bLat) * Math.sin((bLon - aLon) / 2) ** 2
  return 2 * 6_371_008.8 * Math.asin(Math.sqrt(h))
}

describe('a place', () => {
  it.each([
    { lat: 90.1, lon: 0 },
    { lat: 0, lon: -180.1 },
    { lat: Number.NaN, lon: 0 },
    { lat: 0, lon: Number.POSITIVE_INFINITY },
    { lat: '46', lon: 30 },
    { lat: 46 },
    { lat: 46, lon: 30, accuracyM: -1 },
    { lat: 46, lon: 30, altitude: 5 }
  ])('is refused out of range or shape: %j', place => {
    expect(placeSchema.safeParse(place).success).toBe(false)
  })

  it('may be anywhere on earth, poles and antimeridian included', () => {
    for (const lat of [-90, 0, 90]) {
      for (const lon of [-180, 0, 180]) expect(placeSchema.safeParse({ lat, lon }).success).toBe(true)
    }
  })
})

describe('the public place', () => {
  it('is nothing when hidden', () => {
    expect(publicPlace(door, 'hidden')).toBeNull()
  })

  it('is the true one when exact, to a tenth of a metre', () => {
    expect(publicPlace({ lat: 46.48253049, lon: 30.72331, accuracyM: 12.2 }, 'exact')).toEqual({
      lat: 46.48253,
      lon: 30.72331,
      accuracyM: 13
    })
  })

  it('is the middle of a cell of about 110 m for a street, of about 1.1 km for a district', () => {
    expect(publicPlace(door, 'street')).toEqual({ lat: 46.4825, lon: 30.72287, accuracyM: 80 })
    expect(publicPlace(door, 'district')).toEqual({ lat: 46.485, lon: 30.7177, accuracyM: 800 })
  })

  it('is the same for every post from a cell, so averaging many tells nothing more', () => {
    const steps = [-0.0004, -0.0002, 0, 0.0002, 0.0004]
    const seen = new Set<string>()
    for (const north of steps) {
      for (const east of steps) {
        seen.add(JSON.stringify(publicPlace({ lat: 46.4825 + north, lon: 30.72287 + east }, 'street')))
      }
    }
    expect(seen.size).toBe(1)
  })

  it.each(['street', 'district'] as const)(
    'lies within the stated accuracy of the true one anywhere: %s',
    precision => {
      fc.assert(
        fc.property(anywhere, place => {
          const shown = publicPlace(place, precision)!
          expect(distanceM(place, shown)).toBeLessThanOrEqual(shown.accuracyM!)
        }),
        { numRuns: 2000 }
      )
    }
  )

  it.each(['street', 'district'] as const)('stays where it is when derived again: %s', precision => {
    fc.assert(
      fc.property(anywhere, place => {
        const shown = publicPlace(place, precision)!
        expect(publicPlace(shown, precision)).toEqual(shown)
      }),
      { numRuns: 2000 }
    )
  })

  it('is valid itself, and one place has one name at the antimeridian', () => {
    for (const precision of ['exact', 'street', 'district'] as const) {
      for (const lat of [-90, 0, 90]) {
        expect(placeSchema.safeParse(publicPlace({ lat, lon: 180 }, precision)).success).toBe(true)
      }
    }
    expect(publicPlace({ lat: 0, lon: 180 }, 'street')).toEqual(publicPlace({ lat: 0, lon: -180 }, 'street'))
  })

  it('shows an accuracy worse than the cell, coarsely', () => {
    expect(publicPlace({ ...door, accuracyM: 1234.5 }, 'street')?.accuracyM).toBe(1280)
    expect(publicPlace({ ...door, accuracyM: 79 }, 'street')?.accuracyM).toBe(80)
  })
})
