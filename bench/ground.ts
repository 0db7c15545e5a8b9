import { fork } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { findPlace } from '../src/cli/operator-place.ts'
import { findPostmaster, freePort, startServerProcess } from '../tests/support/server-process.ts'
import type { ServerProcess } from '../tests/support/server-process.ts'
import { canReadCpu, cpuOf, cpuOfFamily } from './support/cpu.ts'
import { startLoadGenerator } from './support/load-generator.ts'
import type { LoadGenerator, LoadReport, Wish } from './support/load-generator.ts'
import { nextMessage } from './support/messages.ts'
import { seedCall } from './support/seed.ts'
import type { SeededCall, SeedWish } from './support/seed.ts'
import { Skipped } from './row.ts'

/** The sizes that figures are given for, and those that growth is told from. */
export interface Sizes {
  readonly main: SeedWish
  readonly small: SeedWish
  readonly large: SeedWish
}

export interface GroundOptions {
  /** Holds the data of each size; what is there from before is used again. */
  readonly folder: string
  readonly sizes: Sizes
  readonly rounds: number
  readonly nodeOptions: readonly string[]
  readonly isQuick: boolean
  say(line: string): void
}

/** All that rows are measured on: a server for each size, the bare one, and whoever makes the requests. */
export class Ground {
  readonly options: GroundOptions
  readonly load: LoadGenerator
  #bare: BareServer
  readonly #places = new Map<keyof Sizes, Promise<Place>>()

  private constructor(options: GroundOptions, load: LoadGenerator, bare: BareServer) {
    this.options = options
    this.load = load
    this.#bare = bare
  }

  static async open(options: GroundOptions): Promise<Ground> {
    return new Ground(options, await startLoadGenerator(), await startBare())
  }

  /** A bare server that has served nobody yet: each row's work is new to the server that does it, too. */
  async freshBare(): Promise<void> {
    this.#bare.close()
    this.#bare = await startBare()
  }

  get rounds(): number {
    return this.options.rounds
  }

  /** The server with a call of that size, started and filled when it is asked for first. */
  place(size: keyof Sizes): Promise<Place> {
    const known = this.#places.get(size)
    if (known) return known
    const opening = Place.open(this, size)
    this.#places.set(size, opening)
    return opening
  }

  /**
   * CPU seconds of one bare reply, over as many as the work that it is compared with has requests: both processes are
   * then as warm as each other, whatever of their code has been compiled.
   */
  async bare(requests: number): Promise<number> {
    const wishes = Array.from({ length: requests }, (): Wish => ({ method: 'GET', path: '/' }))
    const before = this.#cpuOf(this.#bare.pid)
    await this.load.run({ port: this.#bare.port, connections: 1, wishes })
    return (this.#cpuOf(this.#bare.pid) - before) / wishes.length
  }

  #cpuOf(pid: number): number {
    if (!canReadCpu) throw new Skipped('CPU time is read from /proc, which only Linux has')
    return cpuOf(pid)
  }

  async close(): Promise<void> {
    for (const opening of this.#places.values()) await (await opening).stop()
    this.load.close()
    this.#bare.close()
  }
}

interface BareServer {
  readonly pid: number
  readonly port: number
  close(): void
}

async function startBare(): Promise<BareServer> {
  const child = fork(fileURLToPath(new URL('support/bare.ts', import.meta.url)))
  const { port } = await nextMessage<{ port: number }>(child)
  return { pid: child.pid!, port, close: () => void child.kill() }
}

/** A running server with one call in it. */
export class Place {
  readonly #ground: Ground
  readonly size: keyof Sizes
  readonly call: SeededCall
  readonly ideas: readonly string[]
  server: ServerProcess
  #database: pg.Client | undefined

  private constructor(
    ground: Ground,
    size: keyof Sizes,
    server: ServerProcess,
    call: SeededCall,
    database: pg.Client,
    ideas: readonly string[]
  ) {
    this.#ground = ground
    this.size = size
    this.server = server
    this.call = call
    this.#database = database
    this.ideas = ideas
  }

  static async open(ground: Ground, size: keyof Sizes): Promise<Place> {
    const { folder, nodeOptions, say, sizes } = ground.options
    const dataFolder = join(folder, size)
    mkdirSync(dataFolder, { recursive: true })
    const record = join(dataFolder, 'seeded.json')
    const start = async () => startServerProcess({ dataFolder, port: await freePort(), nodeOptions })
    if (!existsSync(record)) {
      const wish = sizes[size]
      const begin = Date.now()
      // A process of its own: what filling left in its memory is not the server's.
      const filling = await start()
      const call = await seedCall(dataFolder, wish)
      await untilPlaced(dataFolder)
      await filling.stop()
      writeFileSync(record, JSON.stringify(call))
      const seconds = Math.round((Date.now() - begin) / 1_000)
      say(`  ${size}: ${wish.ideas} ideas, ${wish.supports} supports in ${seconds} s`)
    }
    const call = JSON.parse(readFileSync(record, 'utf8')) as SeededCall
    const server = await start()
    const database = await connect(dataFolder)
    await database.query('vacuum analyze')
    const { rows } = await database.query<{ contribution_id: string }>(
      `select contribution_id from contributions where call_id = $1 and state = 'published'
       order by contribution_id limit 2000`,
      [call.callId]
    )
    const ideas = rows.map(row => row.contribution_id)
    return new Place(ground, size, server, call, database, ideas)
  }

  /** Sends requests and checks that all are answered with 200. */
  async send(wishes: readonly Wish[], connections = 1, keep = 0): Promise<LoadReport> {
    const report = await this.#ground.load.run({ port: this.server.port, connections, wishes, keep })
    const wrong = Object.entries(report.statuses).filter(([status]) => status !== '200')
    if (report.errors > 0 || wrong.length > 0) {
      const seen = JSON.stringify(report.statuses)
      throw new Error(`${wishes[0]!.path} was answered with ${seen}, ${report.errors} errors`)
    }
    return report
  }

  /** CPU seconds that app and database take for one of these requests; `settleMs` for what happens afterwards. */
  async cost(wishes: readonly Wish[], settleMs = 0): Promise<number> {
    const before = this.cpu()
    await this.send(wishes)
    if (settleMs > 0) await sleep(settleMs)
    return (this.cpu() - before) / wishes.length
  }

  /** CPU seconds of app and database so far. */
  cpu(): number {
    if (!canReadCpu) throw new Skipped('CPU time is read from /proc, which only Linux has')
    return cpuOf(this.server.pid) + this.databaseCpu()
  }

  databaseCpu(): number {
    return cpuOfFamily(findPostmaster(this.server.dataFolder)!)
  }

  async stop(): Promise<void> {
    await this.#database?.end().catch(() => {})
    this.#database = undefined
    await this.server.stop()
  }

  async start(): Promise<void> {
    const { nodeOptions } = this.#ground.options
    const { dataFolder, port } = this.server
    this.server = await startServerProcess({ dataFolder, port, nodeOptions })
  }

  /** A connection of our own to the server's database. */
  async database(): Promise<pg.Client> {
    this.#database ??= await connect(this.server.dataFolder)
    return this.#database
  }
}

async function connect(dataFolder: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: findPlace(dataFolder)!.databaseUrl! })
  client.on('error', () => {})
  await client.connect()
  return client
}

/** Waits until every line has its place in the ledger: until then the totals are not what they will be. */
async function untilPlaced(dataFolder: string): Promise<void> {
  const client = await connect(dataFolder)
  for (;;) {
    const { rows } = await client.query('select 1 from ledger_lines where sequence is null limit 1')
    if (rows.length === 0) break
    await sleep(250)
  }
  await client.end()
}
