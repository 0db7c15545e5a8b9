import pg from 'pg'
import type { PoolClient, PoolConfig } from 'pg'
import { sessionOf } from './session.server.ts'
import type { Session } from './session.server.ts'
import type { Db, Tx } from './sql.server.ts'
import { OpenTransaction, OutcomeLost } from './transaction.server.ts'

// Counts fit a double in every table we have; int8 as text would make every reader convert.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** The database as the application sees it: statements, and transactions that are retried when the reason is not ours. */
export interface Database extends Db {
  /**
   * Runs `work` in one transaction; commits when it resolves. Retries serialisation failures, deadlocks and lost
   * connections; a connection that was lost while committing only if the work is repeatable, since it may have been done.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** The same, but `work` begins at once: its first statements go along with `begin`, and `tx.now` is known with their answers. */
  transactionAtOnce<T>(work: (tx: Tx) => Promise<T>, options?: TransactionOptions): Promise<T>
  /** Statements waiting for a free connection: a sign of overload. */
  readonly waiting: number
  readonly pool: pg.Pool
  close(): Promise<void>
}

export interface TransactionOptions {
  /** Done twice it does no harm: it finds what it did before. */
  readonly isRepeatable?: boolean
}

/** 40001 serialisation failure, 40P01 deadlock, 08xxx connection trouble, 57P0x shutting or starting. */
const passing = new Set(['40001', '40P01', '08000', '08001', '08003', '08006', '57P01', '57P02', '57P03'])
const lostConnection =
  /Connection terminated|ECONNREFUSED|ECONNRESET|EPIPE|ENOENT|Client has encountered|socket hang up/

/** Whether the reason may be gone in a moment. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof OutcomeLost) return true
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
    // Our statements are fixed texts with few parameters: planning them anew for each value costs more than it saves.
    onConnect: client => client.query('set plan_cache_mode = force_generic_plan'),
    ...config
  } as PoolConfig)
  // A connection that dies while idle is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {})
  return {
    query: statement => withSession(pool, session => session.query(statement)),
    transaction: (work, options) =>
      retrying(pool, options, async tx => {
        await tx.begun
        return work(tx as unknown as Tx)
      }),
    transactionAtOnce: (work, options) => retrying(pool, options, tx => work(tx as unknown as Tx)),
    get waiting() {
      return pool.waitingCount
    },
    pool,
    close: () => pool.end()
  }
}

async function withSession<T>(pool: pg.Pool, work: (session: Session) => Promise<T>): Promise<T> {
  const client: PoolClient = await pool.connect()
  const session = sessionOf(client)
  try {
    return await work(session)
  } finally {
    client.release(session.broken)
  }
}

/** As long as PostgreSQL takes to come back after a crash, and people wait for an answer. */
const patienceMs = 15_000
const longestPauseMs = 1_000

async function retrying<T>(
  pool: pg.Pool,
  { isRepeatable = false }: TransactionOptions = {},
  work: (tx: OpenTransaction) => Promise<T>
): Promise<T> {
  const until = Date.now() + patienceMs
  for (let attempt = 1; ; attempt++) {
    try {
      return await withSession(pool, session => inOneTransaction(session, work))
    } catch (error) {
      const isOver = Date.now() > until || (error instanceof OutcomeLost && !isRepeatable)
      if (isOver || !isPassing(error)) throw error
      await pause(Math.random() * Math.min(longestPauseMs, 20 * 3 ** attempt))
    }
  }
}

async function inOneTransaction<T>(session: Session, work: (tx: OpenTransaction) => Promise<T>): Promise<T> {
  const tx = new OpenTransaction(session)
  try {
    const result = await work(tx)
    await tx.commit()
    return result
  } catch (error) {
    await tx.rollback()
    throw error
  }
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
