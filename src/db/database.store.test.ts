import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { freshDatabase } from '../../tests/support/database.ts'
import { isPassing, openDatabase } from './database.server.ts'
import type { Database } from './database.server.ts'
import { sql } from './sql.server.ts'

let database: Database

beforeAll(async () => {
  database = await freshDatabase()
  await database.pool.query('create table kept (id integer primary key, text text)')
})
afterAll(() => database.close())

const keep = (id: number) => sql`insert into kept (id, text) values (${id}, 'x')`
const isKept = async (id: number) =>
  (await database.query(sql`select 1 from kept where id = ${id}`)).length === 1

describe('a statement', () => {
  it('carries values as they are, alone and in lists', async () => {
    const texts = ['plain', '', 'null', 'a "quoted" one', 'back\\slash', '{brace,comma}', 'два слова', null]
    const at = new Date('2026-03-29T01:30:00.123Z')
    const bytes = Buffer.from([0, 255, 92, 34])
    const [row] = await database.query(sql`
      select ${texts}::text[] as texts, ${at}::timestamptz as at, ${bytes}::bytea as bytes, ${[bytes]}::bytea[] as list,
        ${[at]}::timestamptz[] as times, ${{ a: [1, 'ї'] }}::jsonb as json, ${true}::boolean as yes, ${1.5}::float8 as number,
        ${[[1, 2]]}::integer[] as nested, ${null}::text as nothing, ${new Uint8Array([7])}::bytea as view`)
    expect(row).toEqual({
      texts,
      at,
      bytes,
      list: [bytes],
      times: [at],
      json: { a: [1, 'ї'] },
      yes: true,
      number: 1.5,
      nested: [[1, 2]],
      nothing: null,
      view: Buffer.from([7])
    })
  })

  it('that fails says so, and leaves its connection as good as before', async () => {
    const single = openDatabase({ ...inject('postgres'), database: 'mozaika', max: 1 })
    const divide = (by: number) => single.query(sql`select 1 / ${by}::integer as result`)
    await expect(divide(0)).rejects.toMatchObject({ code: '22012' })
    expect(await divide(1)).toEqual([{ result: 1 }])
    await expect(single.query(sql`select 1 from nowhere`)).rejects.toMatchObject({ code: '42P01' })
    await expect(single.query(sql`select 1 from nowhere`)).rejects.toMatchObject({ code: '42P01' })
    await single.close()
  })
})

describe('a transaction', () => {
  it('answers statements asked for together in their order', async () => {
    const rows = await database.transaction(tx =>
      Promise.all([1, 2, 3].map(n => tx.query(sql`select ${n}::integer as n`)))
    )
    expect(rows).toEqual([[{ n: 1 }], [{ n: 2 }], [{ n: 3 }]])
  })

  it('knows the time once a statement was answered, and not before', async () => {
    await database.transactionAtOnce(async tx => {
      expect(() => tx.now).toThrow('once a statement')
      await tx.query(sql`select 1`)
      expect(Math.abs(tx.now.getTime() - Date.now())).toBeLessThan(60_000)
    })
  })

  it('commits what was sent without waiting', async () => {
    await database.transaction(async tx => tx.send(keep(1)))
    expect(await isKept(1)).toBe(true)
  })

  it('fails with what was sent without waiting, and keeps nothing', async () => {
    const act = database.transaction(async tx => {
      tx.send(keep(2))
      tx.send(keep(2))
    })
    await expect(act).rejects.toMatchObject({ code: '23505', constraint: 'kept_pkey' })
    expect(await isKept(2)).toBe(false)
  })

  it('that went on after a failed statement is not taken for committed', async () => {
    const act = database.transaction(async tx => {
      tx.send(keep(3))
      await tx.query(sql`select 1 / 0`).catch(() => {})
    })
    await expect(act).rejects.toThrow('went on')
    expect(await isKept(3)).toBe(false)
  })

  it('that was refused keeps nothing', async () => {
    const act = database.transaction(async tx => {
      await tx.query(keep(4))
      throw new Error('no')
    })
    await expect(act).rejects.toThrow('no')
    expect(await isKept(4)).toBe(false)
  })

  it('whose connection is cut is done again', async () => {
    let tries = 0
    await database.transaction(async tx => {
      tries += 1
      await tx.query(keep(5))
      if (tries === 1) await tx.query(sql`select pg_terminate_backend(pg_backend_pid())`)
    })
    expect(tries).toBe(2)
    expect(await isKept(5)).toBe(true)
  })

  it('whose connection is cut while it commits is not done again: it may have been done', async () => {
    const way = await aWayThatCuts('after')
    const act = way.database.transaction(tx => tx.query(keep(6)))
    await expect(act).rejects.toSatisfy(isPassing)
    expect(await isKept(6)).toBe(true)
    await way.close()
  })

  it.each(['before', 'after'] as const)(
    'that is repeatable is done again where its connection was cut %s PostgreSQL heard of the commit',
    async when => {
      const way = await aWayThatCuts(when)
      const id = when === 'before' ? 7 : 8
      const found = await way.database.transaction(
        async tx => {
          const rows = await tx.query(sql`select 1 from kept where id = ${id}`)
          if (rows.length === 0) tx.send(keep(id))
          return rows.length
        },
        { isRepeatable: true }
      )
      expect(found).toBe(when === 'before' ? 0 : 1)
      expect(await isKept(id)).toBe(true)
      await way.close()
    }
  )
})

/** The same database over a socket that is cut once, at the first commit. */
async function aWayThatCuts(when: 'before' | 'after') {
  const { host, port, user } = inject('postgres')
  const folder = await mkdtemp(join(tmpdir(), 'mozaika-cut-'))
  let isCut = false
  const server = createServer(near => {
    const far = connect(`${host}/.s.PGSQL.${port}`)
    near.on('data', data => {
      const isCommit = !isCut && data.includes('commit')
      if (!isCommit) return void far.write(data)
      isCut = true
      if (when === 'before') return void far.destroy()
      far.off('data', back)
      far.once('data', () => far.destroy())
      far.write(data)
    })
    const back = (data: Buffer) => void near.write(data)
    far.on('data', back)
    far.on('close', () => near.destroy())
    near.on('close', () => far.destroy())
    for (const socket of [near, far]) socket.on('error', () => {})
  })
  await new Promise<void>(resolve => server.listen(`${folder}/.s.PGSQL.${port}`, resolve))
  const name = database.pool.options.database!
  const cut = openDatabase({ host: folder, port, user, database: name, max: 1 })
  return {
    database: cut,
    async close() {
      await cut.close()
      server.close()
      await rm(folder, { recursive: true, force: true })
    }
  }
}
