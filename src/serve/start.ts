import { createReadStream } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { createApi } from '../api/index.ts'
import { createMetrics } from '../api/metrics.ts'
import { createOperatorServer } from '../cli/operator-server.ts'
import { openApp } from '../app.ts'
import type { App } from '../app.ts'
import type { Config } from '../config.ts'
import { startJobs } from '../jobs/index.ts'
import { createListener } from './listener.ts'
import type { LogEntry } from './listener.ts'
import { Pages } from './pages.ts'
import type { BuiltPages } from './pages.ts'

export interface Running {
  readonly app: App
  readonly port: number
  /** Stops taking requests, finishes those under way, ends jobs and the database. */
  stop(): Promise<void>
}

export interface StartOptions {
  log(line: string): void
  request(entry: LogEntry): void
}

interface Built extends BuiltPages {
  readonly assets: {
    readonly entries: readonly (readonly [string, unknown])[]
    readonly aliases: readonly (readonly [string, string])[]
  }
}

const build = new URL('../../build/', import.meta.url)

/** Starts everything that this process's role asks for. */
export async function startServer(config: Config, options: StartOptions): Promise<Running> {
  const metrics = createMetrics()
  const app = await openApp(config, { log: options.log, observe: metrics.observe })
  const jobs = await startJobs(app, options)
  metrics.watch(app)
  let stopping = false
  const built = (await import(new URL('adapter-node.js', build).href)) as Built
  const assets = new Set([...built.assets.entries, ...built.assets.aliases].map(([path]) => path))
  const { handler } = (await import(new URL('handler.js', build).href)) as { handler: Handler }
  await built.server.init({
    env: process.env,
    read: file =>
      Readable.toWeb(createReadStream(fileURLToPath(new URL(`client/${file}`, build)))) as ReadableStream
  })
  const server = createServer(
    { keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 60_000, maxHeaderSize: 16_384 },
    createListener({
      app,
      pages: new Pages(built, config.hasPublicAddress ? config.origin : null),
      api: createApi(app),
      asset: (req, res) => {
        const isAsset = assets.has((req.url ?? '').split('?', 1)[0]!)
        if (isAsset) handler(req, res)
        return isAsset
      },
      metrics: () => metrics.render(),
      isReady: async () => !stopping && (await app.store.isHealthy()),
      log: options.request
    })
  )
  try {
    await listen(server, config)
  } catch (error) {
    await jobs.stop()
    await app.close()
    throw error
  }
  const operator = await createOperatorServer(app)
  return {
    app,
    port: (server.address() as AddressInfo).port,
    async stop() {
      stopping = true
      await operator.close()
      await new Promise<void>(resolve => {
        server.close(() => resolve())
        server.closeIdleConnections()
        setTimeout(() => server.closeAllConnections(), 10_000).unref()
      })
      await jobs.stop()
      await app.close()
    }
  }
}

type Handler = (req: IncomingMessage, res: ServerResponse) => void

function listen(server: ReturnType<typeof createServer>, { port, host }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
