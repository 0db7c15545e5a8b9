import { expect, it } from 'vitest'
import type { Problem } from '#lib/core/door/refusal.ts'
import { readArea } from './area.ts'

const polygon = {
  type: 'Polygon',
  coordinates: [
    [
      [30, 50],
      [31, 50],
      [31, 51],
      [30, 50]
    ]
  ]
}

async function read(text: string, name = 'area'): Promise<{ area: unknown; problems: Problem[] }> {
  const form = new FormData()
  form.set(name, name === 'area' ? text : new File([text], 'area.geojson'))
  const problems: Problem[] = []
  return { area: await readArea(form, problems), problems }
}

it('an area comes alone, as a feature or as the first of several', async () => {
  const feature = { type: 'Feature', properties: { name: 'Kyiv' }, geometry: polygon }
  expect((await read(JSON.stringify(polygon))).area).toEqual(polygon)
  expect((await read(JSON.stringify(feature))).area).toEqual(polygon)
  expect(
    (await read(JSON.stringify({ type: 'FeatureCollection', features: [feature] }), 'areaFile')).area
  ).toEqual(polygon)
})

it('no area is none', async () => {
  expect(await read('')).toEqual({ area: null, problems: [] })
})

it('what is no area says so', async () => {
  for (const text of [
    '{',
    '"Kyiv"',
    '{"type":"Point","coordinates":[30,50]}',
    '{"type":"FeatureCollection","features":[]}'
  ]) {
    expect((await read(text)).problems, text).toEqual([{ path: 'area', code: 'not-geojson' }])
  }
})
