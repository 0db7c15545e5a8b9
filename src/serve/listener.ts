import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import ipaddr from 'ipaddr.js'
import { headersOf, problemOf } from '../api/problem.ts'
import { Refusal } from '../core/door/refusal.ts'
import type { Who } from '../core/door/who.ts'
import type { App } from '../app.ts'
import { clientAddress } from './client-address.ts'
import { findDownload } from './downloads.ts'
import { loggedPath } from './logged-path.ts'
import { oneClickPath, stopByClick } from './one-click.ts'
import { BodyTooLarge } from './pages.ts'
import type { Pages } from './pages.ts'
import { serveLedger } from './ledger-files.ts'

/** What answers the parts of the address space that are not pages. */
export interface Answering {
  readonly app: App
  readonly pages: Pages
  /** The API, given who is asking. */
  api(req: IncomingMessage, res: ServerResponse, visit: ApiVisit): Promise<void>
  /** Files of the build with fixed names. */
  asset(req: IncomingMessage, res: ServerResponse): boolean
  metrics(): Promise<string>
  isReady(): Promise<boolean>
  log(entry: LogEntry): void
}

export interface ApiVisit {
  readonly who: Who
  readonly requestId: string
  readonly address: string
  readonly setCookies: readonly string[]
}

/** A request as the log tells it: nothing of who it was, no query, nothing that was typed and led nowhere. */
export interface LogEntry {
  readonly requestId: string
  readonly method: string
  readonly path: string
  readonly status: number
  /** Sent over the wire for it, its head included. */
  readonly bytes: number
  readonly ms: number
}

/** One function for `node:http`: who asks, what for, who answers. */
export function createListener(answering: Answering): (req: IncomingMessage, res: ServerResponse) => void {
  const addressOf = clientAddress(answering.app.config.trustedProxies)
  return (req, res) => {
    const start = performance.now()
    const requestId = randomUUID()
    const path = (req.url ?? '/').split('?', 1)[0]!
    res.setHeader('x-request-id', requestId)
    const { socket } = req
    const sentBefore = socket.bytesWritten
    res.on('finish', () => {
      if (!isQuiet(path)) {
        answering.log({
          requestId,
          method: req.method ?? '',
          path: loggedPath(path, res.statusCode),
          status: res.statusCode,
          bytes: socket.bytesWritten - sentBefore,
          ms: Math.round((performance.now() - start) * 10) / 10
        })
      }
    })
    const address = addressOf(req.socket.remoteAddress, header(req, 'x-forwarded-for'))
    void answer(answering, req, res, { path, requestId, address }).catch(error =>
      fail(res, { path, requestId }, error)
    )
  }
}

interface Seen {
  readonly path: string
  readonly requestId: string
  readonly address: string
}

async function answer(
  answering: Answering,
  req: IncomingMessage,
  res: ServerResponse,
  seen: Seen
): Promise<void> {
  const { app } = answering
  const { path, requestId, address } = seen
  secure(res, app.config.origin)
  if (path === '/livez') return text(res, 200, 'ok\n')
  if (path === '/readyz')
    return (await answering.isReady()) ? text(res, 200, 'ready\n') : text(res, 503, 'not ready\n')
  if (path === '/metrics' && isNear(address))
    return text(res, 200, await answering.metrics(), 'text/plain; version=0.0.4; charset=utf-8')
  if (answering.asset(req, res)) return
  if (path.startsWith('/ledger/')) return serveLedger(app, req, res, path, address)
  if (path.startsWith('/api/auth/')) return auth(app, req, res, address)
  if (path === oneClickPath) return stopByClick(app, req, res, address)
  const { who, setCookies } = await recognise(app, req, address)
  const download = findDownload(path)
  if (download) return download(app, who, req, res)
  if (path.startsWith('/api/')) return answering.api(req, res, { who, requestId, address, setCookies })
  if (!isAddress(req)) return text(res, 400, 'This is no address of a page.\n')
  await answering.pages.answer(
    req,
    res,
    { app, who, requestId, address, origin: app.config.origin, auth: app.auth } as never,
    setCookies
  )
}

/** Who asks. Nothing is looked up for somebody who brings nothing to be known by. */
async function recognise(
  app: App,
  req: IncomingMessage,
  address: string
): Promise<{ who: Who; setCookies: readonly string[] }> {
  const { cookie, authorization } = req.headers
  if (!cookie && !authorization) return { who: { kind: 'guest', personId: null, address }, setCookies: [] }
  const brought: Readonly<Record<string, string | undefined>> = { cookie, authorization }
  return app.auth.whoOf({ get: name => brought[name] ?? null }, address)
}

async function auth(app: App, req: IncomingMessage, res: ServerResponse, address: string): Promise<void> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of req as AsyncIterable<Buffer>) {
    size += part.length
    if (size > 100_000) throw new BodyTooLarge()
    parts.push(part)
  }
  const headers = new Headers()
  for (const [name, value] of Object.entries(req.headers))
    if (typeof value === 'string') headers.set(name, value)
  const body =
    req.method === 'GET' || req.method === 'HEAD' ? null : (Buffer.concat(parts) as BodyInit & Buffer)
  const response = await app.auth.handler(
    new Request(new URL(req.url!, app.config.origin), { method: req.method!, headers, body }),
    address
  )
  response.headers.forEach((value, name) => name !== 'set-cookie' && res.setHeader(name, value))
  for (const cookie of response.headers.getSetCookie()) res.appendHeader('set-cookie', cookie)
  res.setHeader('cache-control', 'no-store')
  res.writeHead(response.status).end(Buffer.from(await response.arrayBuffer()))
}

function secure(res: ServerResponse, origin: string): void {
  res.setHeader('x-content-type-options', 'nosniff')
  res.setHeader('referrer-policy', 'same-origin')
  res.setHeader('x-frame-options', 'DENY')
  res.setHeader('cross-origin-opener-policy', 'same-origin')
  res.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=(self), browsing-topics=()')
  if (origin.startsWith('https:')) res.setHeader('strict-transport-security', 'max-age=31536000')
}

/** Whether a browser could have asked like this: for a path, at a host that can be one. */
const isAddress = (req: IncomingMessage): boolean =>
  req.url!.startsWith('/') && URL.canParse(`http://${req.headers.host ?? 'localhost'}${req.url!}`)

function text(res: ServerResponse, status: number, body: string, type = 'text/plain; charset=utf-8'): void {
  res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
}

/** The last resort: what no layer above turned into an answer. */
function fail(res: ServerResponse, seen: Pick<Seen, 'path' | 'requestId'>, error: unknown): void {
  const { path, requestId } = seen
  if (res.headersSent) {
    res.destroy()
    return
  }
  if (error instanceof BodyTooLarge)
    return text(res, 413, 'This is larger than 10 MB. Send a smaller file, or less text.\n')
  if (error instanceof Refusal) {
    if (!path.startsWith('/api/')) return text(res, error.status, `${error.code}\n`)
    for (const [name, value] of Object.entries(headersOf(error))) res.setHeader(name, value)
    const problem = JSON.stringify(problemOf(error, requestId))
    return text(res, error.status, problem, 'application/problem+json')
  }
  console.error(
    JSON.stringify({ level: 'error', requestId, error: error instanceof Error ? error.stack : String(error) })
  )
  text(res, 500, `Something went wrong on our side. If it stays so, tell us this number: ${requestId}\n`)
}

/** This machine and private networks: what measures us, and nobody from outside. */
const isNear = (address: string) =>
  ipaddr.isValid(address) &&
  ['loopback', 'private', 'uniqueLocal', 'linkLocal'].includes(ipaddr.process(address).range())

const isQuiet = (path: string) =>
  path === '/livez' || path === '/readyz' || path === '/metrics' || path.startsWith('/_app/')

function header(req: IncomingMessage, name: string): string | undefined {
  const value = req.headers[name]
  return Array.isArray(value) ? value.join(',') : value
}
