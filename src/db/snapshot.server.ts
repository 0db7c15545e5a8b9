import type { PoolClient } from 'pg'
import type { Database } from './database.server.ts'
import type { Db, Statement } from './sql.server.ts'

/** A reading of the database as it was at one moment, however long the reading takes. */
export interface Snapshot extends Db {
  /** The database's clock at that moment. */
  readonly now: Date
  /** For what is no statement of ours: COPY. */
  readonly client: PoolClient
}

/** Reads in one snapshot, and cannot write. It takes one connection until `work` has ended. */
export async function inSnapshot<T>(
  database: Database,
  work: (snapshot: Snapshot) => Promise<T>
): Promise<T> {
  const client = await database.pool.connect()
  let broken: Error | undefined
  const onError = (error: Error) => (broken = error)
  client.on('error', onError)
  try {
    await client.query('begin transaction isolation level repeatable read, read only')
    const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now')
    const query = async (statement: Statement) =>
      (await client.query(statement as { name: string; text: string; values: unknown[] })).rows
    return await work({ query, now: rows[0]!.now, client } as Snapshot)
  } finally {
    await client.query('rollback').catch((failure: Error) => (broken = failure))
    client.off('error', onError)
    client.release(broken)
  }
}
