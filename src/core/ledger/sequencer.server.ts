import type { Database } from '../../db/database.server.ts'
import { first, sql } from '../../db/sql.server.ts'
import type { Db, Tx } from '../../db/sql.server.ts'
import { signCheckpoint } from './checkpoint.ts'
import { leafBytes } from './leaf.ts'
import type { TotalChange } from './line.ts'
import type { NoteSigner } from './signed-note.ts'
import { appendLeaves, EMPTY_EDGE, openEdge } from './tile-writer.ts'
import type { LogEdge, WrittenTile } from './tile-writer.ts'
import { rightEdge, tilePath } from './tiles.ts'
import { foldTotals } from './totals.server.ts'

/** Lines placed in one transaction of one log. */
const mostAtOnce = 2_000
const entriesLevel = -1

interface WaitingLine {
  line_id: string
  commitment: Buffer
  change: (TotalChange & { step?: string }) | null
}

/**
 * Gives committed lines their places: one tree a log, its tiles, its running totals and a signed checkpoint, in one
 * transaction. It may run in several processes at once: the log's row decides who works on it, and the others pass by.
 */
export class Sequencer {
  readonly #database: Database
  readonly #signer: NoteSigner
  /** Edges of the logs this process worked on last, good as long as the log has the size it was left at. */
  readonly #edges = new Map<string, LogEdge>()

  constructor(database: Database, signer: NoteSigner) {
    this.#database = database
    this.#signer = signer
  }

  /** Places what waits, in all logs; gives the logs that grew. */
  async run(): Promise<string[]> {
    const waiting = await this.#database.query<{ log_id: string }>(sql`
      select distinct log_id from ledger_lines where sequence is null limit 500`)
    const grown: string[] = []
    for (const { log_id } of waiting) {
      // A log with more than fits into one transaction is continued until nothing waits.
      while (true) {
        const placed = await this.#placeIn(log_id)
        if (placed > 0) grown.push(log_id)
        if (placed < mostAtOnce) break
      }
    }
    return [...new Set(grown)]
  }

  async #placeIn(log: string): Promise<number> {
    let edge: LogEdge | undefined
    const placed = await this.#database.transaction(async tx => {
      const head = await first<{ size: number }>(
        tx,
        sql`select size from ledger_logs where log_id = ${log} for update skip locked`
      )
      if (!head) return 0
      // By the database's clock first: of two lines about one thing the later act's comes later, whoever's clock is wrong.
      const lines = await tx.query<WaitingLine>(sql`
        select line_id, commitment, change from ledger_lines
        where log_id = ${log} and sequence is null order by at, line_id limit ${mostAtOnce}`)
      if (lines.length === 0) return 0
      const known = this.#edges.get(log)
      const present = known?.frontier.size === head.size ? known : await readEdge(tx, log, head.size)
      const leaves = lines.map(({ commitment }, n) => leafBytes({ log, sequence: head.size + n, commitment }))
      const appended = appendLeaves(present, leaves)
      await placeLines(tx, log, lines, head.size)
      await writeTiles(tx, log, appended.tiles)
      await foldTotals(
        tx,
        log,
        lines.flatMap(line => (line.change ? [line.change] : []))
      )
      const origin = originOf(this.#signer, log)
      const checkpoint = signCheckpoint({ origin, size: appended.size, root: appended.root }, this.#signer)
      await tx.query(sql`
        update ledger_logs set size = ${appended.size}, root = ${appended.root}, checkpoint = ${checkpoint}, signed_at = ${tx.now}
        where log_id = ${log}`)
      edge = appended.edge
      return lines.length
    })
    if (edge) this.#remember(log, edge)
    return placed
  }

  #remember(log: string, edge: LogEdge): void {
    this.#edges.delete(log)
    this.#edges.set(log, edge)
    if (this.#edges.size > 200) this.#edges.delete(this.#edges.keys().next().value!)
  }
}

/** The name of a log in its checkpoints: the key's name and the log's id. */
export const originOf = (signer: { readonly name: string }, log: string) => `${signer.name}/ledger/${log}`

async function placeLines(tx: Tx, log: string, lines: readonly WaitingLine[], from: number): Promise<void> {
  await tx.query(sql`
    update ledger_lines l set sequence = p.sequence
    from unnest(${lines.map(line => line.line_id)}::uuid[], ${lines.map((_, n) => from + n)}::bigint[]) as p(line_id, sequence)
    where l.log_id = ${log} and l.line_id = p.line_id`)
}

async function writeTiles(tx: Tx, log: string, tiles: readonly WrittenTile[]): Promise<void> {
  await tx.query(sql`
    insert into ledger_tiles (log_id, level, number, hashes)
    select ${log}, * from unnest(${tiles.map(tile => (tile.place.level === 'entries' ? entriesLevel : tile.place.level))}::smallint[],
      ${tiles.map(tile => tile.place.index)}::bigint[], ${tiles.map(tile => tile.bytes)}::bytea[])
    on conflict (log_id, level, number) do update set hashes = excluded.hashes`)
}

async function readEdge(db: Db, log: string, size: number): Promise<LogEdge> {
  if (size === 0) return EMPTY_EDGE
  const places = rightEdge(size)
  const levels = places.map(place => (place.level === 'entries' ? entriesLevel : place.level))
  const rows = await db.query<{ level: number; number: number; hashes: Buffer }>(sql`
    select t.level, t.number, t.hashes
    from unnest(${levels}::smallint[], ${places.map(place => place.index)}::bigint[]) as w(level, number)
    join ledger_tiles t on t.log_id = ${log} and t.level = w.level and t.number = w.number`)
  const tiles = new Map(rows.map(row => [`${row.level} ${row.number}`, row.hashes]))
  const paths = new Map(places.map((place, n) => [tilePath(place), tiles.get(`${levels[n]} ${place.index}`)]))
  return openEdge(size, path => paths.get(path))
}
