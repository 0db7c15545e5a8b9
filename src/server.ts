import { enableCompileCache, flushCompileCache } from 'node:module'
import { createServer } from 'node:net'
import { resolve } from 'node:path'
import type { Config } from './config.ts'
import type { Running } from './serve/start.ts'

// Before anything of ours is read: what was compiled once is found again at the next start.
enableCompileCache(resolve(process.env['MOZAIKA_DATA'] || 'data', 'compiled'))
const { ConfigError, readConfig } = await import('./config.ts')
const { setUpCode } = await import('./core/organisation/set-up.server.ts')
const { startServer } = await import('./serve/start.ts')

/** `npm start`: reads the environment, starts the server, says where it is, and stops it when asked to. */
async function main(): Promise<void> {
  const config = readConfig(process.env)
  const running = await startServer(config, {
    log: line => console.log(line),
    request: entry => process.stdout.write(`${JSON.stringify({ level: 'info', ...entry })}\n`)
  })
  stopWhenAsked(running)
  flushCompileCache()
  const behind = config.hasPublicAddress ? ` (listening at port ${config.port})` : ''
  console.log(`\nMozaika is ready: ${config.origin}${behind}\n`)
  const code = await setUpCode(running.app.database)
  if (code) {
    console.log(`Nobody has set it up yet. Open this link once to begin (or to look around with a demo):`)
    console.log(`  ${config.origin}/en/set-up?code=${code}\n`)
  }
}

function stopWhenAsked(running: Running): void {
  let stopping: Promise<void> | undefined
  // A terminal and npm may both send the same wish.
  const stop = () => {
    stopping ??= running.stop().then(
      () => process.exit(0),
      error => {
        console.error(error)
        process.exit(1)
      }
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
}

/** A start that cannot succeed says what to do and leaves; anything else is a bug and shows where it came from. */
async function explain(error: unknown): Promise<string> {
  if (error instanceof ConfigError) return error.message
  if (error instanceof Error && 'hint' in error) return `${error.message}\n${String(error.hint)}`
  const { code } = error as { code?: string }
  if (code === 'EADDRINUSE') {
    const config = readConfig(process.env)
    return `Port ${config.port} is taken by another program. Try: PORT=${await freePort(config)} npm start`
  }
  if (code === 'EACCES') return `This account may not listen on that port. Try: PORT=3000 npm start`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function freePort({ port, host }: Config): Promise<number> {
  const tryPort = (next: number): Promise<number> =>
    new Promise(resolve => {
      const probe = createServer()
      probe.once('error', () => resolve(tryPort(next + 1)))
      probe.listen(next, host, () => probe.close(() => resolve(next)))
    })
  return tryPort(port + 1)
}

main().catch(async error => {
  console.error(await explain(error))
  process.exit(1)
})
