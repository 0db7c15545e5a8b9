import { z } from 'zod'
import type { Place } from './rules.ts'

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)])

const ring = z
  .array(position)
  .min(4)
  .refine(
    points => points[0]![0] === points.at(-1)![0] && points[0]![1] === points.at(-1)![1],
    'ring-not-closed'
  )

const rings = z.array(ring).min(1)

const polygon = z.strictObject({ type: z.literal('Polygon'), coordinates: rings })
const multiPolygon = z.strictObject({ type: z.literal('MultiPolygon'), coordinates: z.array(rings).min(1) })

export type Area = z.infer<typeof polygon> | z.infer<typeof multiPolygon>

/**
 * The area a call is about: a GeoJSON Polygon or MultiPolygon (RFC 7946: longitude first, rings closed, the first ring
 * of a polygon its outline, the others holes, nothing across the antimeridian), at most 20,000 points.
 */
export const areaSchema = z
  .discriminatedUnion('type', [polygon, multiPolygon])
  .refine(area => polygonsOf(area).flat(2).length <= 20_000, 'area-too-detailed')

/**
 * Whether a true place lies in an area. Borders belong to it, those of holes too, so that nobody living on the line
 * is shut out. Degrees are taken as a plane, as everywhere in GeoJSON. Cost: one look at each point of the area.
 */
export function isInArea(place: Place, area: Area): boolean {
  return polygonsOf(area).some(polygon => isInPolygon(place.lon, place.lat, polygon))
}

type Ring = readonly (readonly [lon: number, lat: number])[]

function polygonsOf(area: Area): Ring[][] {
  return area.type === 'Polygon' ? [area.coordinates] : area.coordinates
}

function isInPolygon(lon: number, lat: number, [outline, ...holes]: readonly Ring[]): boolean {
  if (!outline || positionToRing(lon, lat, outline) === 'outside') return false
  return !holes.some(hole => positionToRing(lon, lat, hole) === 'inside')
}

/**
 * Even–odd rule: a line from the point eastwards crosses the ring an odd number of times if the point is inside
 * (M. Shimrat, Algorithm 112, Communications of the ACM 5, 1962).
 */
function positionToRing(lon: number, lat: number, ring: Ring): 'inside' | 'outside' | 'border' {
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [aLon, aLat] = ring[i]!
    const [bLon, bLat] = ring[j]!
    // Twice the signed area of the triangle a, b, point: zero on the line through a and b.
    const turn = (bLon - aLon) * (lat - aLat) - (bLat - aLat) * (lon - aLon)
    if (turn === 0 && isBetween(lon, aLon, bLon) && isBetween(lat, aLat, bLat)) return 'border'
    // Half-open in latitude, so that a corner is crossed once and not twice.
    if (aLat > lat !== bLat > lat && turn > 0 === bLat > aLat) inside = !inside
  }
  return inside ? 'inside' : 'outside'
}

function isBetween(value: number, one: number, other: number): boolean {
  return value >= Math.min(one, other) && value <= Math.max(one, other)
}
