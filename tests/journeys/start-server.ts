import { spawn } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { findBrowser } from './browser.ts'
import type { FoundBrowser } from './browser.ts'
import { aChatServer, said } from '../support/chat-server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    site: { origin: string; setUp: string; dataFolder: string }
    browser: FoundBrowser
  }
}

/** Once for all journeys: the real server, as `npm start` runs it, on data of its own, and a browser. */
export default async function startServer(project: TestProject): Promise<() => Promise<void>> {
  const browser = await findBrowser()
  console.log(`journeys: ${browser.path} (${browser.from})`)
  const dataFolder = await mkdtemp(join(tmpdir(), 'mozaika-journey-'))
  const port = await freePort()
  const origin = `http://localhost:${port}`
  // In the place of a language model: it says the same of every theme.
  const chat = await aChatServer()
  chat.answer = said({
    sentences: [
      { text: 'A machine sentence about the first of them.', cites: [1] },
      { text: 'Another one about two of them.', cites: [1, 2] },
      { text: 'One about none.', cites: [] }
    ]
  })
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    env: {
      ...process.env,
      PORT: String(port),
      MOZAIKA_DATA: dataFolder,
      TRUSTED_PROXY: 'loopback',
      DATABASE_URL: '',
      SMTP_URL: '',
      LLM_URL: chat.url,
      LLM_MODEL: 'small',
      LLM_KEY: ''
    },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let output = ''
  child.stdout.on('data', data => (output += data))
  child.stderr.on('data', data => (output += data))
  const setUp = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`the server did not start in two minutes:\n${output}`)),
      120_000
    )
    child.stdout.on('data', () => {
      const link = /(http\S+\/set-up\?code=\S+)/.exec(output)?.[1]
      if (!link) return
      clearTimeout(timer)
      resolve(link)
    })
    child.on('exit', code => reject(new Error(`the server ended with ${code}:\n${output}`)))
  })
  project.provide('site', { origin, setUp, dataFolder })
  project.provide('browser', browser)
  return async () => {
    child.kill('SIGINT')
    await new Promise(resolve => child.once('exit', resolve))
    await chat.close()
    const bugs = output.split('\n').filter(line => line.startsWith('{"level":"error"'))
    if (bugs.length > 0) console.error(`errors in the server's log:\n${bugs.join('\n')}`)
    await rm(dataFolder, { recursive: true, force: true })
    if (bugs.length > 0) process.exitCode = 1
  }
}

function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer().listen(0, 'localhost', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

/** The newest letter to somebody that has this text, from where letters are kept without a mail server. */
export async function findLetter(
  dataFolder: string,
  to: string,
  pattern: RegExp,
  withinMs = 30_000
): Promise<RegExpExecArray> {
  const deadline = Date.now() + withinMs
  while (Date.now() < deadline) {
    const folder = join(dataFolder, 'mail')
    const names = await readdir(folder).catch(() => [])
    for (const name of names.sort().reverse()) {
      const text = (await readFile(join(folder, name), 'utf8').catch(() => ''))
        .replace(/=\r?\n/g, '')
        .replace(/=3D/g, '=')
      const match = text.includes(to) ? pattern.exec(text) : null
      if (match) return match
    }
    await new Promise(resolve => setTimeout(resolve, 200))
  }
  throw new Error(`no letter to ${to} with ${pattern} came in ${withinMs} ms`)
}
