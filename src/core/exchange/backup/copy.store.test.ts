import { buffer } from 'node:stream/consumers'
import type { PoolClient } from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { freshDatabase } from '../../../../tests/support/database.ts'
import type { Database } from '../../../db/database.server.ts'
import { copyIn, copyOut } from './copy.server.ts'

let database: Database
let client: PoolClient
beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.close())
beforeEach(async () => void (client = await database.pool.connect()))
afterEach(() => client.release())

test('COPY gives a table of any size in parts, and takes it in', async () => {
  await client.query('create temporary table numbers (n integer, words text)')
  const rows = async function* () {
    for (let n = 0; n < 200; n++)
      yield Buffer.from(
        Array.from({ length: 1_000 }, (_, k) => `${n * 1_000 + k}\t${'x'.repeat(50)}\n`).join('')
      )
  }
  expect(await copyIn(client, 'copy numbers from stdin', rows())).toBe(200_000)
  let bytes = 0
  for await (const part of copyOut(client, 'copy numbers to stdout')) bytes += part.length
  expect(bytes).toBeGreaterThan(11_000_000)
  expect((await client.query('select count(*)::int as n from numbers')).rows).toEqual([{ n: 200_000 }])
})

test('COPY that is left in the middle, or fails on either side, leaves a connection that works', async () => {
  await client.query('create temporary table words (word text)')
  await client.query(`insert into words select repeat('x', 100) from generate_series(1, 100000)`)
  for await (const part of copyOut(client, 'copy words to stdout')) if (part.length > 0) break
  await expect(buffer(copyOut(client, 'copy nowhere to stdout'))).rejects.toThrow('nowhere')
  const broken = async function* () {
    yield Buffer.from('one\n')
    throw new Error('the source broke')
  }
  await expect(copyIn(client, 'copy words from stdin', broken())).rejects.toThrow('the source broke')
  const wrong = async function* () {
    yield Buffer.from('one\ttoo many\n')
  }
  await expect(copyIn(client, 'copy words from stdin', wrong())).rejects.toThrow('extra data')
  expect((await client.query('select count(*)::int as n from words')).rows).toEqual([{ n: 100_000 }])
})
