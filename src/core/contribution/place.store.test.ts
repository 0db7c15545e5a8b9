import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../../tests/support/database.ts'
import { aCall, aGuest } from '../../../tests/support/world.ts'
import type { Database } from '../../db/database.server.ts'
import { sql } from '../../db/sql.server.ts'
import { createContribution } from './acts.ts'

let database: Database
beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.close())

/** A square of a degree, north-east of a corner. */
const square = (lon: number, lat: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [lon, lat],
      [lon + 1, lat],
      [lon + 1, lat + 1],
      [lon, lat + 1],
      [lon, lat]
    ]
  ]
})

test('a place outside the area of the call is refused beside its field, and nothing is handed in', async () => {
  const { door, callId, stepId } = await aCall(database, {
    settings: { place: 'optional' },
    fields: { area: square(30, 50) }
  })
  const handIn = (place: object | undefined) =>
    door.perform(createContribution, aGuest(), {
      callId,
      stepId,
      body: { title: 'A bench', text: 'Here.' },
      ...(place ? { place } : {})
    })
  await expect(handIn({ lat: 49.84, lon: 24.03 })).rejects.toMatchObject({
    code: 'invalid',
    problems: [{ path: 'place', code: 'outside-area' }]
  })
  expect(await database.query(sql`select 1 from contributions where call_id = ${callId}`)).toEqual([])
  await handIn({ lat: 50.45, lon: 30.52, accuracyM: 20 })
  await handIn(undefined)
  expect(await database.query(sql`select 1 from contributions where call_id = ${callId}`)).toHaveLength(2)
})

test('a call without an area takes places from everywhere', async () => {
  const { door, callId, stepId } = await aCall(database, { settings: { place: 'required' } })
  await door.perform(createContribution, aGuest(), {
    callId,
    stepId,
    body: { title: 'A bench', text: 'Far away.' },
    place: { lat: -33.9, lon: 151.2 }
  })
})
