import { describe, expect, it } from 'vitest'
import { areaSchema, isInArea, type Area } from './area.ts'

type Point = [number, number]

const square = (west: number, south: number, side: number): Point[] => [
  [west, south],
  [west + side, south],
  [west + side, south + side],
  [west, south + side],
  [west, south]
]

/** A town of 10 × 10 degrees with a lake of 2 × 2 in its middle. */
const town: Area = { type: 'Polygon', coordinates: [square(0, 0, 10), square(4, 4, 2)] }

const at = (lon: number, lat: number) => ({ lon, lat })

describe('an area', () => {
  it.each([
    ['a point', { type: 'Point', coordinates: [0, 0] }],
    ['an open ring', { type: 'Polygon', coordinates: [square(0, 0, 1).slice(0, 4)] }],
    [
      'a ring of three points',
      {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 1],
            [0, 0]
          ]
        ]
      }
    ],
    ['no ring', { type: 'Polygon', coordinates: [] }],
    ['no polygon', { type: 'MultiPolygon', coordinates: [] }],
    ['latitude beyond a pole', { type: 'Polygon', coordinates: [square(0, 85, 10)] }],
    ['an unknown key', { ...town, crs: 'EPSG:3857' }]
  ])('is refused with %s', (_, area) => {
    expect(areaSchema.safeParse(area).success).toBe(false)
  })

  it.each([
    [
      'more than 20,000 points',
      'area-too-detailed',
      Array.from({ length: 5 }, () => [
        ...Array.from({ length: 4_999 }, (): Point => [0, 0]),
        [0, 0] as Point
      ])
    ],
    ['a place beyond a pole', 'not-on-earth', [square(0, 85, 10)]],
    ['an open ring', 'ring-not-closed', [square(0, 0, 1).slice(0, 4)]]
  ])('with %s is refused as %s', (_, code, coordinates) => {
    const { error } = areaSchema.safeParse({ type: 'Polygon', coordinates })
    expect(error?.issues).toMatchObject([{ code: 'custom', params: { code } }])
  })

  it('may carry heights, as maps save them', () => {
    const coordinates = [square(0, 0, 10).map(([lon, lat]) => [lon, lat, 117])]
    const area = areaSchema.parse({ type: 'Polygon', coordinates })
    expect(isInArea(at(1, 1), area)).toBe(true)
  })

  it('is a polygon or several', () => {
    expect(areaSchema.parse(town)).toEqual(town)
    expect(areaSchema.safeParse({ type: 'MultiPolygon', coordinates: [town.coordinates] }).success).toBe(true)
  })
})

describe('a place', () => {
  it('is in an area inside its outline and outside its holes', () => {
    expect(isInArea(at(1, 1), town)).toBe(true)
    expect(isInArea(at(5, 5), town)).toBe(false)
    expect(isInArea(at(11, 5), town)).toBe(false)
    expect(isInArea(at(-1, 5), town)).toBe(false)
  })

  it('on a border is in, at corners and on the shore of a hole too', () => {
    for (const [lon, lat] of [
      [0, 0],
      [10, 10],
      [0, 5],
      [5, 10],
      [4, 5],
      [6, 6]
    ] as Point[]) {
      expect(isInArea(at(lon, lat), town), `${lon} ${lat}`).toBe(true)
    }
  })

  it('level with a corner is judged once', () => {
    const diamond: Area = {
      type: 'Polygon',
      coordinates: [
        [
          [0, -5],
          [5, 0],
          [0, 5],
          [-5, 0],
          [0, -5]
        ]
      ]
    }
    expect(isInArea(at(-6, 0), diamond)).toBe(false)
    expect(isInArea(at(-1, 0), diamond)).toBe(true)
    expect(isInArea(at(-6, 5), diamond)).toBe(false)
  })

  it('is in one of several polygons, whichever way their rings turn', () => {
    const islands: Area = {
      type: 'MultiPolygon',
      coordinates: [[square(0, 0, 1)], [square(5, 5, 1).toReversed()]]
    }
    expect(isInArea(at(0.5, 0.5), islands)).toBe(true)
    expect(isInArea(at(5.5, 5.5), islands)).toBe(true)
    expect(isInArea(at(3, 3), islands)).toBe(false)
  })

  it('in a concave bay is outside', () => {
    const bay: Area = {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [9, 0],
          [9, 9],
          [5, 2],
          [0, 9],
          [0, 0]
        ]
      ]
    }
    expect(isInArea(at(5, 5), bay)).toBe(false)
    expect(isInArea(at(1, 5), bay)).toBe(true)
    expect(isInArea(at(8.5, 5), bay)).toBe(true)
  })
})
