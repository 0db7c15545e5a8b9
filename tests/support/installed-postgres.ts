import { execFileSync, spawn } from 'node:child_process'
import { chownSync, mkdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** A PostgreSQL for tests: where it is, and how to end it. */
export interface TestPostgres {
  readonly host: string
  readonly port: number
  readonly user: string
  stop(): Promise<void>
}

/** PostgreSQL refuses root. */
const nobody = 65_534

/** Starts a throw-away cluster with the programs in `bin`, on a socket of its own. Made for tests: it does not wait for disks. */
export async function startInstalled(bin: string): Promise<TestPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'mozaika-pg-'))
  const account = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
  const data = join(folder, 'data')
  mkdirSync(data, { mode: 0o700 })
  if ('uid' in account) for (const path of [folder, data]) chownSync(path, nobody, nobody)
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-E', 'UTF8', '--locale=C.UTF-8', '-U', 'mozaika', '--auth=trust'],
    {
      ...account,
      stdio: 'ignore'
    }
  )
  const settings = {
    listen_addresses: '',
    unix_socket_directories: folder,
    fsync: 'off',
    max_connections: '60'
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(bin, 'postgres'), ['-D', data, ...options], { ...account, stdio: 'ignore' })
  const at = { host: folder, port: 5432, user: 'mozaika' }
  await answering(at)
  await createDatabase(at)
  return {
    ...at,
    async stop() {
      child.kill('SIGINT')
      await new Promise(resolve => child.once('exit', resolve))
      await rm(folder, { recursive: true, force: true })
    }
  }
}

async function answering(at: { host: string; port: number; user: string }): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const client = new pg.Client({ ...at, database: 'postgres' })
    try {
      await client.connect()
      await client.end()
      return
    } catch (error) {
      if (attempt >= 100) throw error
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
}

async function createDatabase(at: { host: string; port: number; user: string }): Promise<void> {
  const client = new pg.Client({ ...at, database: 'postgres' })
  await client.connect()
  await client.query('create database mozaika')
  await client.end()
}
