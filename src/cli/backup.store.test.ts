import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { freshDatabase } from '../../tests/support/database.ts'
import { aCall, aGuest, anIdea } from '../../tests/support/world.ts'
import type { World } from '../../tests/support/world.ts'
import { acts } from '../core/acts.ts'
import { newId } from '../core/door/id.ts'
import { ledgerSigner } from '../core/ledger/key.server.ts'
import { Sequencer } from '../core/ledger/sequencer.server.ts'
import { views } from '../core/views.ts'
import { openDatabase } from '../db/database.server.ts'
import type { Database } from '../db/database.server.ts'
import { createOperatorServer } from './operator-server.ts'
import { run } from './run.ts'

let database: Database
let world: World
let folder: string

beforeAll(async () => {
  database = await freshDatabase()
  world = await aCall(database)
  await anIdea(world, aGuest())
  await new Sequencer(database, await ledgerSigner(database, 'https://mozaika.example')).run()
  folder = await mkdtemp(join(tmpdir(), 'mozaika-cli-backup-'))
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true })
})

const urlOf = (name: string): string => {
  const { host, port, user } = inject('postgres')
  return `postgres://${user}@${encodeURIComponent(host)}:${port}/${name}`
}

/** A database that nothing was ever done in. */
async function anEmptyUrl(): Promise<string> {
  const name = `empty_${process.pid}_${newId().replaceAll('-', '')}`
  const admin = openDatabase({ ...inject('postgres'), database: 'mozaika', max: 1 })
  await admin.pool.query(`create database ${name} template template0`)
  await admin.close()
  return urlOf(name)
}

/** Runs a command line on a database; gives the exit code and what was said. */
async function mozaika(url: string, ...argv: string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await run(argv, {
    env: { MOZAIKA_DATA: join(folder, 'data'), DATABASE_URL: url, USER: 'olena' },
    isInteractive: false,
    columns: 100,
    out: text => void out.push(text),
    err: text => void err.push(text),
    readIn: async () => ''
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const source = async (): Promise<string> => {
  const { rows } = await database.pool.query<{ name: string }>('select current_database() as name')
  return urlOf(rows[0]!.name)
}

describe('backup and restore', () => {
  test('move everything, say what was checked, and that the file is a secret', async () => {
    const file = join(folder, 'all.zip')
    const saved = await mozaika(await source(), 'backup', file)
    expect(saved).toMatchObject({ code: 0, err: '' })
    expect(saved.out).toMatch(/✓ \d+ tables, \d+ rows\n✓ 0 files\n✓ the public record: 2 logs with \d+ lines/)
    expect(saved.out).toContain('mode 0600')
    expect((await stat(file)).mode & 0o777).toBe(0o600)

    const target = await anEmptyUrl()
    const restored = await mozaika(target, 'restore', file)
    expect(restored).toMatchObject({ code: 0, err: '' })
    expect(restored.out).toContain('every tree computed anew has the root that was signed')
    expect((await mozaika(target, 'call', 'find', world.slug)).out).toContain(world.callId)
    expect(await mozaika(target, 'restore', file)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/The database is not empty.*\nRestore into a new data folder/)
    })
  })

  test('write over a file only when told to', async () => {
    const file = join(folder, 'there.zip')
    await writeFile(file, 'my only copy')
    const refused = await mozaika(await source(), 'backup', file)
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('add --force') })
    expect(await mozaika(await source(), 'backup', file, '--force')).toMatchObject({ code: 0 })
  })

  test('say what is wrong with a file', async () => {
    const target = await anEmptyUrl()
    const nothing = join(folder, 'nothing.zip')
    expect(await mozaika(target, 'restore', nothing)).toMatchObject({
      code: 1,
      err: `${nothing}: there is no such file or folder.`
    })
    const empty = await mozaika(target, 'backup', join(folder, 'empty.zip'))
    expect(empty.err).toContain('There is nothing in this database.')
    expect((await mozaika(await source(), 'backup', join(nothing, 'x.zip'))).err).toContain('no such file')
    const other = join(folder, 'other.zip')
    await writeFile(other, 'PK')
    expect((await mozaika(target, 'restore', other)).err).toMatch(/it is no zip file|it ends too early/)
  })

  test('called wrongly say how they are called', async () => {
    for (const argv of [['backup'], ['restore', 'a', 'b'], ['restore', 'a', '--force']]) {
      const { code, err } = await mozaika(urlOf('nowhere'), ...argv)
      expect(code).toBe(2)
      expect(err).toContain(`mozaika ${argv[0]} FILE`)
    }
  })

  test('a restore is refused while a server runs on the data folder', async () => {
    const server = await createOperatorServer({
      config: { dataFolder: join(folder, 'data') },
      door: world.door,
      acts,
      views,
      store: { embedded: false, connection: {} }
    })
    const { code, err } = await mozaika(await anEmptyUrl(), 'restore', join(folder, 'all.zip'))
    expect(code).toBe(1)
    expect(err).toContain('Stop it first')
    await server.close()
  })
})
