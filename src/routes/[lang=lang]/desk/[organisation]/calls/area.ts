import type { Problem } from '#lib/core/door/refusal.ts'
import { textOf } from '#lib/routes/form.ts'

/**
 * The area that a form brings, as a file or as text: GeoJSON as it is, or the first geometry within a Feature or a
 * FeatureCollection, as maps save it. Whether it is an area is for the act to say.
 */
export async function readArea(form: FormData, problems: Problem[]): Promise<unknown> {
  const file = form.get('areaFile')
  const text = file instanceof File && file.size > 0 ? await file.text() : textOf(form, 'area')
  if (text === undefined) return null
  const geometry = geometryIn(parse(text))
  if (geometry === undefined) problems.push({ path: 'area', code: 'not-geojson' })
  return geometry ?? null
}

function geometryIn(value: unknown): object | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { type, geometry, features, coordinates } = value as Record<string, unknown>
  if (type === 'FeatureCollection') return Array.isArray(features) ? geometryIn(features[0]) : undefined
  if (type === 'Feature') return geometryIn(geometry)
  return (type === 'Polygon' || type === 'MultiPolygon') && Array.isArray(coordinates)
    ? { type, coordinates }
    : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
