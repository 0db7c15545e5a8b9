import type { IncomingMessage, ServerResponse } from 'node:http'
import { Refusal } from '../core/door/refusal.ts'
import { findLog, findTile } from '../core/ledger/views.ts'
import type { App } from '../app.ts'

/** The public record as the static files that C2SP tlog-tiles names: `/ledger/{log}/checkpoint`, `/ledger/{log}/tile/…`. */
export async function serveLedger(
  app: App,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
  address: string
): Promise<void> {
  const [, , log, ...rest] = path.split('/')
  const who = { kind: 'guest', personId: null, address } as const
  res.setHeader('access-control-allow-origin', '*')
  try {
    if (req.method !== 'GET' && req.method !== 'HEAD') throw new Refusal('not-found')
    if (rest.length === 1 && rest[0] === 'checkpoint') {
      const { checkpoint } = await app.look(findLog, who, { log })
      res
        .writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'public, max-age=1' })
        .end(checkpoint)
      return
    }
    const { base64 } = await app.look(findTile, who, { log, path: rest.join('/') })
    // A tile of a given width never changes; one that is full never will.
    res
      .writeHead(200, {
        'content-type': 'application/octet-stream',
        'cache-control': 'public, max-age=31536000, immutable'
      })
      .end(Buffer.from(base64, 'base64'))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const status = error.code === 'invalid' ? 404 : error.status
    res
      .writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
      .end(`${error.code}\n`)
  }
}
