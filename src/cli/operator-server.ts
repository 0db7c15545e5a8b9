import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { chmodSync } from 'node:fs'
import { findPlace, makeSocketPath, removeLeftover, removePlace, writePlace } from './operator-place.ts'
import type { OperatorPlace } from './operator-place.ts'
import { Refused, operatorDoor } from './operator-door.ts'
import type { DoorParts } from './operator-door.ts'

export interface OperatorServerParts extends DoorParts {
  readonly config: { readonly dataFolder: string }
  readonly store: {
    readonly embedded: boolean
    readonly connection: {
      readonly host?: string
      readonly port?: number
      readonly user?: string
      readonly database?: string
    }
  }
}

export interface OperatorServer {
  close(): Promise<void>
}

/** A file of some size is imported act by act, so this is only a bound. */
const mostBytes = 16 * 1_048_576

/**
 * Lets commands on this machine go through the door of this server: HTTP on a unix socket that only the owner of the data
 * folder can open, and that asks for a secret which only that owner can read.
 */
export async function createOperatorServer(parts: OperatorServerParts): Promise<OperatorServer> {
  const { dataFolder } = parts.config
  const before = findPlace(dataFolder)
  if (before) removeLeftover(before, dataFolder)
  const { path, remove } = makeSocketPath(dataFolder)
  const place: OperatorPlace = {
    socket: path,
    secret: randomBytes(32).toString('base64url'),
    pid: process.pid,
    databaseUrl: databaseUrlOf(parts.store)
  }
  const server = createServer((req, res) => void answer(parts, place.secret, req, res))
  // The socket is made with the rights that the process's mask leaves; nobody else has any from its first moment.
  const mask = process.umask(0o177)
  server.listen(path)
  process.umask(mask)
  await once(server, 'listening')
  chmodSync(path, 0o600)
  writePlace(dataFolder, place)
  return {
    async close() {
      removePlace(dataFolder, place)
      server.closeAllConnections()
      await new Promise<void>(resolve => server.close(() => resolve()))
      remove()
    }
  }
}

async function answer(
  parts: DoorParts,
  secret: string,
  req: IncomingMessage,
  res: ServerResponse
): Promise<void> {
  const [status, reply] = await replyTo(parts, secret, req)
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply))
}

async function replyTo(parts: DoorParts, secret: string, req: IncomingMessage): Promise<[number, unknown]> {
  if (!isEqual(req.headers.authorization ?? '', `Bearer ${secret}`)) return [401, {}]
  try {
    const { operator, name, input, key } = (await readWish(req)) as Record<string, unknown>
    const reply = await operatorDoor(parts, String(operator)).pass(
      String(name),
      input,
      key as string | undefined
    )
    return [200, { reply: reply ?? null }]
  } catch (error) {
    if (error instanceof Refused) return [error.problem.status, { problem: error.problem }]
    return [500, { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }]
  }
}

async function readWish(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes) throw new Error(`more than ${mostBytes} bytes in one wish`)
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}

function isEqual(given: string, right: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function databaseUrlOf({ embedded, connection }: OperatorServerParts['store']): string | null {
  if (!embedded) return null
  const { host = '', port = 5432, user = '', database = '' } = connection
  return `postgresql://${encodeURIComponent(user)}@localhost/${encodeURIComponent(database)}?host=${encodeURIComponent(host)}&port=${port}`
}
