import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
// @ts-expect-error -- plain JavaScript that an older Node can read too
import { ensureBuild } from '../../scripts/launch/ensure-build.mjs'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, startServerProcess } from '../support/server-process.ts'
import type { ServerProcess } from '../support/server-process.ts'

export interface Asked {
  readonly cookie?: string
  readonly token?: string
  /** A client's address, as a proxy we trust tells it. */
  readonly address?: string
  /** Sent as JSON. */
  readonly json?: unknown
  readonly form?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** The real server with an organisation and its owner, who wrote hostile things wherever something can be written. */
export interface AttackedServer {
  readonly origin: string
  /** Everything that can be known of somebody and must not be in a log. */
  readonly secrets: string[]
  /** The owner's cookies. */
  readonly owner: string
  readonly organisation: { readonly organisationId: string; readonly slug: string }
  output(): string
  ask(verb: string, path: string, asked?: Asked): Promise<Response>
  /** Bytes as they are, for what no client would send; gives the first line of the answer and all of it. */
  raw(text: string): Promise<{ status: number; text: string }>
  stop(): Promise<void>
}

export const hostile = `<script>alert(1)</script><img src=x onerror=alert(1)>"'><svg onload=alert(1)>`

export async function startAttackedServer(): Promise<AttackedServer> {
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const problem: string | undefined = await ensureBuild({ root, node: process.execPath, say: () => {} })
  if (problem) throw new Error(problem)
  const dataFolder = await mkdtemp(join(tmpdir(), 'mozaika-attacked-'))
  const server = await startServerProcess({ dataFolder, port: await freePort() })
  const ask = asking(server.address)
  const stop = async () => {
    await server.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
  try {
    const organisation = await setUp(server, ask)
    const owner = await signIn(server.address, ask)
    return {
      origin: server.address,
      secrets: [password, email, 'Petrenko', ...owner.split('; ').map(cookie => cookie.split('=')[1]!)],
      owner,
      organisation,
      output: server.output,
      ask,
      raw: text => sendRaw(server.port, text),
      stop
    }
  } catch (error) {
    await stop()
    throw error
  }
}

const password = 'correct horse battery staple'
const email = 'olena.petrenko@example.org'

const asking =
  (origin: string): AttackedServer['ask'] =>
  (verb, path, asked = {}) =>
    fetch(`${origin}${path}`, {
      method: verb,
      redirect: 'manual',
      headers: {
        ...(asked.cookie ? { cookie: asked.cookie, origin } : {}),
        ...(asked.token ? { authorization: `Bearer ${asked.token}` } : {}),
        ...(asked.address ? { 'x-forwarded-for': asked.address } : {}),
        ...(asked.json === undefined ? {} : { 'content-type': 'application/json' }),
        ...asked.headers
      },
      ...(asked.json === undefined ? {} : { body: JSON.stringify(asked.json) }),
      ...(asked.form ? { body: new URLSearchParams(asked.form) } : {}),
      ...(asked.body === undefined ? {} : { body: asked.body })
    })

async function setUp(server: ServerProcess, ask: AttackedServer['ask']) {
  const json = {
    code: await setUpCode(server),
    email,
    name: `Olena Petrenko ${hostile}`.slice(0, 80),
    language: 'en',
    password,
    organisation: {
      name: `Town ${hostile}`,
      slug: 'town',
      kind: 'public',
      languages: ['en'],
      timeZone: 'Europe/Kyiv'
    }
  }
  const response = await ask('POST', '/api/v1/set-up', { json })
  if (!response.ok) throw new Error(await response.text())
  return ((await response.json()) as { result: AttackedServer['organisation'] }).result
}

async function signIn(origin: string, ask: AttackedServer['ask']): Promise<string> {
  const response = await ask('POST', '/en/sign-in?/password', {
    form: { email, password },
    headers: { origin }
  })
  const cookies = response.headers.getSetCookie().map(cookie => cookie.split(';')[0]!)
  if (cookies.length === 0)
    throw new Error(`nobody was signed in: ${response.status} ${await response.text()}`)
  return cookies.join('; ')
}

/** The code that the server prints a moment after it is ready. */
async function setUpCode(server: ServerProcess): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const code = /set-up\?code=(\S+)/.exec(server.output())?.[1]
    if (code) return code
    await sleep(50)
  }
  throw new Error(`no link to set it up was printed:\n${server.output()}`)
}

function sendRaw(port: number, text: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.setEncoding('latin1')
    socket.on('data', (part: string) => (answer += part))
    socket.on('error', reject)
    socket.setTimeout(10_000, () => socket.destroy())
    socket.on('close', () => resolve({ status: Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]), text: answer }))
  })
}
