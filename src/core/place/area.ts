import { z } from 'zod'
import type { Place } from './rules.ts'

/** Longitude, latitude and, as some maps save it, a height that nobody asks for. */
const position = z.array(z.number()).min(2).max(3)
const rings = z.array(z.array(position).min(4).max(5_000)).min(1).max(50)

const polygon = z.strictObject({ type: z.literal('Polygon'), coordinates: rings })
const multiPolygon = z.strictObject({
  type: z.literal('MultiPolygon'),
  coordinates: z.array(rings).min(1).max(50)
})

export type Area = z.infer<typeof polygon> | z.infer<typeof multiPolygon>

const mostPoints = 20_000

/**
 * The area a call is about: a GeoJSON Polygon or MultiPolygon (RFC 7946: longitude first, rings closed, the first ring
 * of a polygon its outline, the others holes, nothing across the antimeridian), at most 20,000 points.
 */
export const areaSchema = z
  .discriminatedUnion('type', [polygon, multiPolygon])
  .superRefine((area, context) => {
    const code = faultOf(polygonsOf(area).flat())
    if (code) context.addIssue({ code: 'custom', params: { code } })
  })

function faultOf(rings: readonly Ring[]): string | undefined {
  if (rings.flat().length > mostPoints) return 'area-too-detailed'
  if (!rings.flat().every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) return 'not-on-earth'
  return rings.every(isClosed) ? undefined : 'ring-not-closed'
}

/** A ring that is too short, or a position of no numbers, has been named already when this is asked. */
const isClosed = (ring: Ring): boolean =>
  ring[0]?.[0] === ring.at(-1)?.[0] && ring[0]?.[1] === ring.at(-1)?.[1]

/**
 * Whether a true place lies in an area. Borders belong to it, those of holes too, so that nobody living on the line
 * is shut out. Degrees are taken as a plane, as everywhere in GeoJSON. Cost: one look at each point of the area.
 */
export function isInArea(place: Place, area: Area): boolean {
  return polygonsOf(area).some(polygon => isInPolygon(place.lon, place.lat, polygon))
}

type Ring = readonly (readonly [lon: number, lat: number])[]

function polygonsOf(area: Area): Ring[][] {
  const polygons = area.type === 'Polygon' ? [area.coordinates] : area.coordinates
  // Every position has two numbers at least: the schema says so, and a type cannot.
  return polygons as unknown as Ring[][]
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
