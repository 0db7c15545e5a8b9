import { mkdtemp, rm, stat } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { freshDatabase } from '../../tests/support/database.ts'
import { aCall, sequence } from '../../tests/support/world.ts'
import type { World } from '../../tests/support/world.ts'
import { acts } from '../core/acts.ts'
import { views } from '../core/views.ts'
import type { Database } from '../db/database.server.ts'
import type { Terminal } from './command.ts'
import { commands } from './commands/index.ts'
import { findPlace } from './operator-place.ts'
import { createOperatorServer } from './operator-server.ts'
import type { OperatorServer } from './operator-server.ts'
import { run } from './run.ts'

let database: Database
let world: World
let folder: string
let server: OperatorServer

beforeAll(async () => {
  database = await freshDatabase()
  world = await aCall(database)
})

afterAll(() => database.close())

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mozaika-cli-'))
  server = await serve(folder)
})

afterEach(async () => {
  await server.close()
  await rm(folder, { recursive: true, force: true })
})

const serve = (dataFolder: string) =>
  createOperatorServer({
    config: { dataFolder },
    door: world.door,
    acts,
    views,
    store: { embedded: false, connection: {} }
  })

/** Runs a command line in a terminal that remembers what was written. */
async function mozaika(line: string | string[], more: Partial<Terminal> = {}) {
  const out: string[] = []
  const err: string[] = []
  const code = await run(typeof line === 'string' ? line.split(' ') : line, {
    env: { MOZAIKA_DATA: folder, USER: 'olena', ...more.env },
    isInteractive: false,
    columns: 100,
    out: text => void out.push(text),
    err: text => void err.push(text),
    readIn: async () => '',
    ...(more.readIn ? { readIn: more.readIn } : {}),
    ...(more.isInteractive ? { isInteractive: true } : {})
  })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

describe('an act or a view', () => {
  test('goes through the server that runs here, and answers as JSON', async () => {
    const { code, out } = await mozaika(`call find ${world.slug}`)
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ callId: world.callId, state: 'open' })
  })

  test('is a table where a person reads', async () => {
    const { out } = await mozaika('call list --limit 5', { isInteractive: true })
    expect(out).toContain('items:')
    expect(out).toContain(world.slug)
  })

  test('changes things as the operator, with a key that answers once', async () => {
    const input = JSON.stringify({ organisationId: world.organisationId, fields: world.fields })
    const line = ['call', 'draft', '--json', '-', '--slug', 'by-operator', '--key', 'a-key-of-the-operator']
    const first = await mozaika(line, { readIn: async () => input })
    expect(first).toMatchObject({ code: 0, err: '' })
    const { result } = JSON.parse(first.out) as { result: { callId: string } }
    expect(result).toMatchObject({ slug: 'by-operator' })
    expect(JSON.parse((await mozaika(line, { readIn: async () => input })).out)).toMatchObject({ result })
    expect((await mozaika(`call open ${result.callId}`)).code).toBe(0)
  })

  test('that is refused says why on standard error, and ends with 1', async () => {
    expect(await mozaika('call find no-such-call')).toEqual({
      code: 1,
      out: '',
      err: expect.stringContaining('nothing here')
    })
    const invalid = await mozaika('call find UPPER')
    expect(invalid).toMatchObject({ code: 1, err: 'call does not have the form it must have.' })
  })

  test('called wrongly ends with 2', async () => {
    expect(await mozaika('call find --cal x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Perhaps: --call')
    })
    expect(await mozaika('cal find x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Perhaps: mozaika call find')
    })
    expect(await mozaika('call fnd x')).toMatchObject({
      code: 2,
      err: expect.stringContaining('With call: ')
    })
    expect(await mozaika('nonsense')).toMatchObject({ code: 2 })
  })

  test('opens the application itself where no server runs', async () => {
    await server.close()
    const { code, out } = await mozaika(`call find ${world.slug}`, { env: { DATABASE_URL: databaseUrl() } })
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ callId: world.callId })
  })
})

describe('help', () => {
  test('lists every command, act and view', async () => {
    const { code, out } = await mozaika([])
    expect(code).toBe(0)
    for (const name of [...acts.keys(), ...views.keys()])
      expect(out).toContain(`  ${name.replace('.', ' ')} `)
    for (const { name } of commands) expect(out).toContain(`  ${name} `)
  })

  test('tells how each of them is used', async () => {
    for (const name of [...commands.map(one => one.name), ...acts.keys(), ...views.keys()]) {
      const { code, out } = await mozaika(['help', ...name.split(/[ .]/)])
      expect(code).toBe(0)
      expect(out).toMatch(/^mozaika /)
    }
  })

  test('of a noun lists its verbs, and of nothing we know is called wrongly', async () => {
    expect((await mozaika('help ledger')).out).toContain('ledger tile')
    expect((await mozaika('call open --help')).out).toContain('--call-id')
    expect(await mozaika('help nonsense')).toMatchObject({ code: 2 })
  })
})

describe("the operator's socket", () => {
  test('and its secret can be read by their owner alone', async () => {
    const place = findPlace(folder)!
    expect((await stat(place.socket)).mode & 0o777).toBe(0o600)
    expect((await stat(join(folder, 'operator.json'))).mode & 0o777).toBe(0o600)
  })

  test('does nothing without the secret', async () => {
    const { socket } = findPlace(folder)!
    for (const authorization of ['', 'Bearer wrong', `Bearer ${'x'.repeat(43)}`]) {
      expect(
        await knock(socket, authorization, { name: 'call.list', input: {}, operator: 'mallory' })
      ).toEqual({ status: 401, body: '{}' })
    }
  })

  test('lies elsewhere where the path of the data folder is too long for it', async () => {
    const long = join(folder, 'long'.repeat(30))
    const other = await serve(long)
    const { socket } = findPlace(long)!
    expect(Buffer.byteLength(socket)).toBeLessThan(100)
    expect((await stat(join(socket, '..'))).mode & 0o777).toBe(0o700)
    expect((await mozaika('call list', { env: { MOZAIKA_DATA: long } })).code).toBe(0)
    await other.close()
    await expect(stat(join(socket, '..'))).rejects.toThrow('ENOENT')
  })

  test('is gone when the server has ended, and a leftover record leads nobody astray', async () => {
    const place = findPlace(folder)!
    await server.close()
    expect(findPlace(folder)).toBeUndefined()
    await expect(stat(place.socket)).rejects.toThrow('ENOENT')
    server = await serve(folder)
    expect(findPlace(folder)!.secret).not.toBe(place.secret)
  })
})

describe('doctor', () => {
  test('names every wrong value of the environment, and ends with 1', async () => {
    const { code, out } = await mozaika('doctor', {
      env: { PORT: 'x', MOZAIKA_URL: 'ftp://x', SMTP_URL: 'http://x' }
    })
    expect(code).toBe(1)
    for (const name of ['PORT', 'MOZAIKA_URL', 'SMTP_URL'])
      expect(out).toMatch(new RegExp(`^✗ .*${name}`, 'm'))
  })

  test('finds a database of this version well', async () => {
    await sequence(database)
    const { code, out, err } = await mozaika('doctor', { env: { DATABASE_URL: databaseUrl() } })
    expect(err).toBe('')
    expect(out).toContain('✓ The database is of this version.')
    expect(out).toContain("✓ This machine's clock")
    expect(out).toContain('✓ Every line of the public record has its place.')
    expect(out).not.toContain('✗')
    expect(code).toBe(0)
  })

  test('says what a database that does not answer needs', async () => {
    const { code, out } = await mozaika('doctor', {
      env: { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }
    })
    expect(code).toBe(1)
    expect(out).toMatch(/^✗ The database cannot be used: .*\n {2}→ Look at DATABASE_URL/m)
  })
})

test('a command of its own that the door refuses says why too', async () => {
  const { code, err } = await mozaika('export no-such-call', { env: { DATABASE_URL: databaseUrl() } })
  expect(code).toBe(1)
  expect(err).toContain('There is nothing here')
})

test('migrate has nothing to do on a database of this version', async () => {
  const { code, out } = await mozaika('migrate', { env: { DATABASE_URL: databaseUrl() } })
  expect(code).toBe(0)
  expect(out).toContain('of this version already')
})

test('mail says so when no letters are kept, and is called wrongly with a wrong number', async () => {
  expect(await mozaika('mail')).toMatchObject({ code: 0, out: 'No letters are kept.' })
  expect(await mozaika('mail --most many')).toMatchObject({ code: 2 })
})

function databaseUrl(): string {
  const { host, port, user } = inject('postgres')
  const { database: name } = database.pool.options
  return `postgresql://${user}@localhost/${name}?host=${encodeURIComponent(host)}&port=${port}`
}

function knock(
  socketPath: string,
  authorization: string,
  body: unknown
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { socketPath, method: 'POST', headers: { authorization }, agent: false },
      incoming => {
        let text = ''
        incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
        incoming.on('end', () => resolve({ status: incoming.statusCode!, body: text }))
      }
    )
    outgoing.on('error', reject)
    outgoing.end(JSON.stringify(body))
  })
}
