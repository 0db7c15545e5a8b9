import pg from 'pg'
import type { PoolClient, PoolConfig, QueryResultRow } from 'pg'
import type { Db, Statement, Tx } from './sql.server.ts'

// Counts fit a double in every table we have; int8 as text would make every reader convert.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** The database as the application sees it: statements, and transactions that are retried when the reason is not ours. */
export interface Database extends Db {
  /** Runs `work` in one transaction; commits when it resolves. Retries serialisation failures, deadlocks and lost connections. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  /** Statements waiting for a free connection: a sign of overload. */
  readonly waiting: number
  readonly pool: pg.Pool
  close(): Promise<void>
}

/** 40001 serialisation failure, 40P01 deadlock, 08xxx connection trouble, 57P0x shutting or starting. */
const passing = new Set(['40001', '40P01', '08000', '08001', '08003', '08006', '57P01', '57P02', '57P03'])
const lostConnection =
  /Connection terminated|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|Client has encountered|socket hang up/

/** Whether trying again may help and cannot harm (the caller's transaction did not commit, or is idempotent). */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = (error as { code?: unknown }).code
  return (
    (typeof code === 'string' && passing.has(code)) || lostConnection.test(`${String(code)} ${error.message}`)
  )
}

export function openDatabase(config: PoolConfig): Database {
  const pool = new pg.Pool({
    max: 12,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    pipeline: true,
    ...config
  } as PoolConfig)
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  // Our statements are fixed texts with few parameters: planning them anew for each value costs more than it saves.
  pool.on('connect', client => void client.query('set plan_cache_mode = force_generic_plan').catch(() => {}))
  return {
    query: statement => run(pool, statement),
    transaction: work => retrying(() => inOneTransaction(pool, work)),
    get waiting() {
      return pool.waitingCount
    },
    pool,
    close: () => pool.end()
  }
}

async function run<Row extends QueryResultRow>(
  client: pg.Pool | PoolClient,
  statement: Statement
): Promise<Row[]> {
  const answer = await client.query<Row>(statement as { name: string; text: string; values: unknown[] })
  return answer.rows
}

async function inOneTransaction<T>(pool: pg.Pool, work: (tx: Tx) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  // A server that goes away mid-transaction emits an error besides rejecting the query.
  const onError = (error: Error) => (broken = error)
  client.on('error', onError)
  try {
    const result = await work({
      query: (statement: Statement) => run(client, statement),
      now: await begin(client)
    } as Tx)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure))
    throw error
  } finally {
    client.off('error', onError)
    client.release(broken)
  }
}

/**
 * Begins, takes a transaction id and reads the database's clock, in this order and in one round trip. Whoever sees a
 * time before a step's close therefore holds a transaction id that the job at the close waits for.
 */
async function begin(client: PoolClient): Promise<Date> {
  // Sent together: the connection is in pipeline mode, and a transaction that did not begin fails at the next statement.
  const [, clock] = await Promise.all([
    client.query('begin'),
    client.query<{ now: Date }>({
      name: 'begin',
      text: 'select pg_current_xact_id(), clock_timestamp() as now'
    })
  ])
  return clock.rows[0]!.now
}

const attempts = 6

async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt >= attempts || !isPassing(error)) throw error
      await new Promise(resolve => setTimeout(resolve, Math.random() * 20 * 3 ** attempt))
    }
  }
}
