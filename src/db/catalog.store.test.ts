import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase } from '../../tests/support/database.ts'
import { aCall } from '../../tests/support/world.ts'
import { listBest, listMatching, listNewest } from '../core/contribution/list.server.ts'
import { listStandings } from '../core/response/standing.server.ts'
import { findCall } from '../core/call/store.server.ts'
import type { Database } from './database.server.ts'
import type { Db, Statement } from './sql.server.ts'

let database: Database
beforeAll(async () => void (database = await freshDatabase()))
afterAll(() => database.close())

/** The column that leads every key of a class of tables. */
const leading: Readonly<Record<string, readonly string[]>> = {
  call: ['call_id'],
  log: ['log_id'],
  person: ['person_id'],
  'person (holder)': ['holder']
}

interface Table {
  readonly name: string
  readonly class: string | null
}

async function tables(): Promise<Table[]> {
  const { rows } = await database.pool.query<Table>(`
    select c.relname as name, substring(obj_description(c.oid, 'pg_class') from '^class: (.*)$') as class
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind in ('r', 'p') order by 1`)
  return rows
}

describe('the catalogue', () => {
  it('knows the class of every table', async () => {
    const all = await tables()
    expect(all.length).toBeGreaterThan(25)
    const known = ['reference', ...Object.keys(leading)]
    expect(all.filter(table => !known.includes(table.class ?? ''))).toEqual([])
  })

  it('has the class column in front of every key, or a comment that says why an index is global', async () => {
    const classes = new Map((await tables()).map(table => [table.name, table.class!]))
    const { rows } = await database.pool.query<{
      table: string
      index: string
      first: string
      global: boolean
    }>(`
      select t.relname as table, i.relname as index, a.attname as first,
        coalesce(obj_description(i.oid, 'pg_class') ~ '^global: ' or obj_description(k.oid, 'pg_constraint') ~ '^global: ', false) as global
      from pg_index x join pg_class t on t.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
      join pg_namespace n on n.oid = t.relnamespace
      join pg_attribute a on a.attrelid = t.oid and a.attnum = x.indkey[0]
      left join pg_constraint k on k.conindid = i.oid and k.contype in ('p', 'u')
      where n.nspname = 'public' and (x.indisunique or x.indisprimary)`)
    const wrong = rows.filter(row => {
      const wanted = leading[classes.get(row.table)!]
      return wanted && !row.global && !wanted.includes(row.first)
    })
    expect(wrong).toEqual([])
  })

  it('has no trigger and no sequence: ids are made by the application', async () => {
    const { rows } = await database.pool.query(`
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and c.relkind = 'S'
      union all select t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'public' and not t.tgisinternal`)
    expect(rows).toEqual([])
  })

  it('has foreign keys between tables of a call only within the call', async () => {
    const classes = new Map((await tables()).map(table => [table.name, table.class!]))
    const { rows } = await database.pool.query<{ name: string; from: string; to: string; first: string }>(`
      select k.conname as name, f.relname as from, t.relname as to, a.attname as first
      from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
      join pg_attribute a on a.attrelid = f.oid and a.attnum = k.conkey[1] where k.contype = 'f' and k.connamespace = 'public'::regnamespace`)
    const wrong = rows.filter(
      row => classes.get(row.from) === 'call' && classes.get(row.to) === 'call' && row.first !== 'call_id'
    )
    expect(wrong).toEqual([])
  })
})

describe('the plans of what thousands ask', () => {
  it('never walk over the rows of other calls', async () => {
    const { callId, stepId } = await aCall(database)
    const page = { callId, stepId, theme: null, limit: 51 }
    const asked = { callId, stepId, target: callId, personId: callId }
    const guest = { ...asked, isGuest: true }
    const account = { ...asked, isGuest: false }
    const reading: [string, (db: Db) => Promise<unknown>][] = [
      ['listBest', db => listBest(db, page, undefined)],
      ['listNewest', db => listNewest(db, page, undefined)],
      ['listMatching', db => listMatching(db, page, 'bench')],
      ['listStandings of a guest', db => listStandings(db, [guest])],
      ['listStandings of an account', db => listStandings(db, [account])],
      ['listStandings of several', db => listStandings(db, [guest, account])],
      ['findCall', db => findCall(db, callId)]
    ]
    for (const [name, ask] of reading) {
      const plans = await explained(ask)
      expect(
        plans.filter(line =>
          /Seq Scan on (calls|steps|contributions|responses|participants|contribution_totals|comments)\b/.test(
            line
          )
        ),
        name
      ).toEqual([])
    }
  })
})

/** The plans of the statements that a function sends. Empty tables are read whole unless told not to. */
async function explained(ask: (db: Db) => Promise<unknown>): Promise<string[]> {
  const client = await database.pool.connect()
  try {
    await client.query('set enable_seqscan = off')
    const plans: string[] = []
    const db: Db = {
      async query(statement: Statement) {
        const { rows } = await client.query<{ 'QUERY PLAN': string }>(
          `explain ${statement.text}`,
          statement.values as unknown[]
        )
        plans.push(...rows.map(row => row['QUERY PLAN']))
        return (await client.query(statement.text, statement.values as unknown[])).rows
      }
    }
    await ask(db)
    return plans
  } finally {
    await client.query('reset enable_seqscan')
    client.release()
  }
}
