import pg from 'pg'
import type { Connection } from './connection.ts'

const TIMEOUT_MS = 10_000

/**
 * Asks PostgreSQL over a new connection: `answers` a query; `refuses` in its own words (starting up, too many
 * connections: it lives); or is `silent` for 10 s, or not there.
 */
export async function probe(connection: Connection): Promise<'answers' | 'refuses' | 'silent'> {
  const client = new pg.Client({
    ...connection,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS
  })
  // A connection cut after the answer is reported here; unheard, it would end the process.
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return 'answers'
  } catch (error) {
    return error instanceof pg.DatabaseError ? 'refuses' : 'silent'
  } finally {
    // Not awaited: a server that hangs does not close its side either.
    void client.end().catch(() => {})
  }
}
