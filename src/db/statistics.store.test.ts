import { afterAll, expect, test } from 'vitest'
import { freshDatabase } from '../../tests/support/database.ts'
import { sql } from './sql.server.ts'
import { learnStatistics } from './statistics.server.ts'

const database = await freshDatabase()
afterAll(() => database.close())

test('a table that has grown unseen is looked at, once', async () => {
  expect(await learnStatistics(database)).toBe(false)
  await database.query(
    sql`create table grown as select n, repeat('x', 100) as filler from generate_series(1, 5000) n`
  )

  expect(await learnStatistics(database)).toBe(true)

  const [{ reltuples }] = (await database.query<{ reltuples: number }>(
    sql`select reltuples from pg_class where relname = 'grown'`
  )) as [{ reltuples: number }]
  expect(reltuples).toBe(5000)
  expect(await learnStatistics(database)).toBe(false)
})
