import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checkText } from '../check-text.server.ts'
import { startEmbedded, type Connection, type Embedded } from './index.server.ts'

const folder = mkdtempSync(join(tmpdir(), 'embedded-test-'))
const dataFolder = join(folder, 'data')
let embedded: Embedded

const start = (path = dataFolder) => startEmbedded({ dataFolder: path, log: () => {} })

beforeAll(async () => {
  embedded = await start()
  await ask('create table stones (colour text)')
})

afterAll(async () => {
  await embedded.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('a running database', () => {
  test('keeps its settings: no TCP, durable, in UTC', async () => {
    const names = [
      'listen_addresses',
      'fsync',
      'full_page_writes',
      'synchronous_commit',
      'timezone',
      'jit',
      'max_connections'
    ]
    const { rows } = await ask(`select name, setting from pg_settings where lower(name) = any($1)`, [names])
    const settings = Object.fromEntries(rows.map(row => [String(row.name).toLowerCase(), row.setting]))
    expect(settings).toEqual({
      listen_addresses: '',
      fsync: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      timezone: 'UTC',
      jit: 'off',
      max_connections: '100'
    })
  })

  test('has its socket in the data folder, open to nobody else', () => {
    expect(embedded.connection.host).toBe(join(dataFolder, 'run'))
    expect(statSync(embedded.connection.host).mode & 0o777).toBe(0o700)
  })

  test('is reached by its address too', async () => {
    const client = new pg.Client({ connectionString: embedded.url })
    await client.connect()
    const { rows } = await client.query('select current_database() as name')
    await client.end()
    expect(rows).toEqual([{ name: 'mozaika' }])
  })

  test('finds trigrams in Cyrillic text', async () => {
    const client = await connect()
    expect(await checkText(client)).toEqual({ ok: true })
    await client.end()
  })

  test('keeps what people write out of its log', async () => {
    await expect(ask(`select 'a private word'::integer`)).rejects.toThrow('invalid input syntax')
    expect(readFileSync(join(dataFolder, 'postgres.log'), 'utf8')).not.toContain('private')
  })

  test('refuses a second process on its data folder, which is told who has it', async () => {
    const second = await startInProcess(dataFolder)
    expect(second.said.refused).toContain(`in use by another Mozaika process (pid ${process.pid})`)
    expect(second.said.hint).toContain('MOZAIKA_DATA')
    expect(await embedded.isHealthy()).toBe(true)
  })

  test('is refused a second time within one process as well', async () => {
    await expect(start()).rejects.toThrow('in use by another Mozaika process')
  })
})

describe('after a crash', () => {
  test('PostgreSQL runs again with all its data, and listeners hear of it', async () => {
    await ask(`insert into stones values ('blue')`)
    const before = embedded.pid
    const restarted = new Promise<void>(resolve => embedded.onRestart(resolve))
    process.kill(before, 'SIGKILL')
    await restarted
    expect(embedded.pid).not.toBe(before)
    expect((await ask('select colour from stones')).rows).toEqual([{ colour: 'blue' }])
  })

  test('it is ready again also when its old pid has gone to an unrelated process', async () => {
    await embedded.stop()
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' })
    const pidFile = join(dataFolder, 'postgres', 'postmaster.pid')
    writeFileSync(pidFile, `${stranger.pid}\n${join(dataFolder, 'postgres')}\n1\n5432\n\n\n\nready\n`)
    embedded = await start()
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull()
    stranger.kill()
    expect((await ask('select colour from stones')).rows).toEqual([{ colour: 'blue' }])
  })
})

describe('when the process that started it is killed', () => {
  const other = join(folder, 'other')

  test('PostgreSQL goes with it, and the next start finds the data', async () => {
    const owner = await startInProcess(other)
    await ask('create table kept (a int)', [], owner.said.connection)
    owner.process.kill('SIGKILL')
    await untilGone(owner.said.pid)
    const next = await start(other)
    expect((await ask('select * from kept', [], next.connection)).rows).toEqual([])
    await next.stop()
  })

  test.skipIf(process.platform !== 'linux')(
    'a PostgreSQL that was left running without its watchdog is stopped by the next start',
    async () => {
      const owner = await startInProcess(other)
      killWatchdogOf(owner.said.pid)
      owner.process.kill('SIGKILL')
      await sleep(200)
      expect(isAlive(owner.said.pid)).toBe(true)
      const next = await start(other)
      expect(isAlive(owner.said.pid)).toBe(false)
      await next.stop()
      expect(isAlive(next.pid)).toBe(false)
    }
  )

  test('a first start cut short leaves nothing that the next start takes for a database', async () => {
    const cut = join(folder, 'cut')
    mkdirSync(join(cut, 'postgres.new-abcdef', 'base'), { recursive: true })
    const next = await start(cut)
    await next.stop()
    expect(readdirSync(cut).filter(name => name.startsWith('postgres.new-'))).toEqual([])
  })
})

describe('a data folder whose path is too long for a socket', () => {
  test('has its socket under the temp folder while it runs', async () => {
    const long = join(folder, 'a-long-name-'.repeat(9))
    const running = await start(long)
    const { host } = running.connection
    expect(readFileSync(join(long, 'socket-folder'), 'utf8').trim()).toBe(host)
    expect(host.startsWith(long)).toBe(false)
    expect(statSync(host).mode & 0o777).toBe(0o700)
    expect(await running.isHealthy()).toBe(true)
    await running.stop()
    expect(existsSync(host)).toBe(false)
  })
})

test('a data folder may have any name', async () => {
  const odd = await start(join(folder, `Моя, "тека" 'x' %41 $HOME`))
  const client = new pg.Client({ connectionString: odd.url })
  await client.connect()
  await client.end()
  await odd.stop()
})

describe('a data folder that cannot be used is refused with a hint', () => {
  test('with a cluster of another major version', async () => {
    const old = join(folder, 'old')
    mkdirSync(join(old, 'postgres'), { recursive: true })
    writeFileSync(join(old, 'postgres', 'PG_VERSION'), '15\n')
    const refusal = await start(old).catch(error => error)
    expect(refusal.message).toContain('is of PostgreSQL 15')
    expect(refusal.hint).toContain('mozaika backup')
  })

  test('with other files where the cluster belongs', async () => {
    const foreign = join(folder, 'foreign')
    mkdirSync(join(foreign, 'postgres'), { recursive: true })
    writeFileSync(join(foreign, 'postgres', 'letter.txt'), 'Dear …')
    await expect(start(foreign)).rejects.toThrow('holds no PostgreSQL cluster')
  })
})

async function connect(connection = embedded.connection): Promise<pg.Client> {
  const client = new pg.Client(connection)
  client.on('error', () => {})
  await client.connect()
  return client
}

async function ask(sql: string, values: unknown[] = [], connection?: Connection) {
  const client = await connect(connection)
  return client.query(sql, values).finally(() => client.end())
}

type Said = { connection: Connection; pid: number; refused?: string; hint?: string }

async function startInProcess(path: string) {
  const program = fileURLToPath(new URL('start-in-process.ts', import.meta.url))
  const child = spawn(process.execPath, [program, path], { stdio: ['pipe', 'pipe', 'ignore'] })
  const said = await new Promise<Said>(resolve => {
    child.stdout.once('data', line => resolve(JSON.parse(String(line))))
  })
  return { process: child, said }
}

function killWatchdogOf(pid: number): void {
  const processes = readdirSync('/proc').filter(name => /^[0-9]+$/.test(name))
  const watchdog = processes.find(name =>
    readOrEmpty(`/proc/${name}/cmdline`).endsWith(`\0mozaika-watchdog\0${pid}\0`)
  )
  process.kill(Number(watchdog), 'SIGKILL')
}

/** A process that has ended but that its parent has not yet asked about (a zombie) counts as gone. */
function isAlive(pid: number): boolean {
  if (existsSync('/proc')) return /\) [^Z]/.test(readOrEmpty(`/proc/${pid}/stat`))
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(50)
}
