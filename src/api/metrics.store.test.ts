import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase } from '../../tests/support/database.ts'
import { aCall, sequence } from '../../tests/support/world.ts'
import type { Database } from '../db/database.server.ts'
import { createMetrics } from './metrics.ts'

let database: Database

beforeAll(async () => {
  database = await freshDatabase()
})

afterAll(() => database.close())

test('passages are told by name and end, and by nothing of the people behind them', async () => {
  const metrics = createMetrics()
  metrics.observe({ kind: 'act', name: 'response.give', end: 'done', seconds: 0.004 })
  metrics.observe({ kind: 'act', name: 'response.give', end: 'closed', seconds: 0.001 })
  const text = await metrics.render()
  expect(text).toContain('mozaika_door_seconds_count{name="response.give",kind="act",end="done"} 1')
  expect(text).toContain(
    'mozaika_door_seconds_bucket{le="0.002",name="response.give",kind="act",end="closed"} 1'
  )
  expect(text).toContain('process_cpu_seconds_total')
})

test('the pool and the lag of the record are told once a database is watched', async () => {
  const metrics = createMetrics()
  metrics.watch({ database })
  await aCall(database)
  expect(await metrics.render()).toMatch(/^mozaika_ledger_waiting_lines [1-9]/m)
  await sequence(database)
  const text = await metrics.render()
  expect(text).toMatch(/^mozaika_ledger_waiting_lines 0$/m)
  expect(text).toMatch(/^mozaika_ledger_lag_seconds 0$/m)
  expect(text).toMatch(/^mozaika_pool_connections [1-9]/m)
})

test('a database that does not answer leaves the rest readable', async () => {
  const metrics = createMetrics()
  const gone = await freshDatabase()
  metrics.watch({ database: gone })
  await gone.close()
  const text = await metrics.render()
  expect(text).toMatch(/^mozaika_ledger_lag_seconds -1$/m)
  expect(text).toContain('process_cpu_seconds_total')
})
