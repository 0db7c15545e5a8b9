import type { Db } from '../../../db/sql.server.ts'
import { first, only, sql } from '../../../db/sql.server.ts'
import { equalBytes } from '../../ledger/bytes.ts'
import { openCheckpoint } from '../../ledger/checkpoint.ts'
import { leafBytes } from '../../ledger/leaf.ts'
import { rootOfFrontier } from '../../ledger/merkle.ts'
import { parseVkey } from '../../ledger/signed-note.ts'
import type { NoteVerifier } from '../../ledger/signed-note.ts'
import { appendLeaves, EMPTY_EDGE } from '../../ledger/tile-writer.ts'
import type { WrittenTile } from '../../ledger/tile-writer.ts'
import { allTiles, TILE_WIDTH } from '../../ledger/tiles.ts'
import type { Report } from './backup-shape.ts'

export interface LedgerCheck {
  readonly logs: number
  readonly lines: number
  /** What is wrong, a line each; empty when the record is what was signed. */
  readonly problems: string[]
}

interface Log {
  readonly log_id: string
  readonly size: number
  readonly root: Buffer
  readonly checkpoint: string
}

/** Computes the tree of every log anew from its lines, and compares it with its tiles, its root and its signed checkpoint. */
export async function checkLedger(db: Db, report: Report = () => {}): Promise<LedgerCheck> {
  const key = await first<{ vkey: string }>(
    db,
    sql`select value->>'vkey' as vkey from instance_facts where name = 'ledger-key'`
  )
  const verifier = key && parseVkey(key.vkey)
  const found = { logs: 0, lines: 0, problems: [] as string[] }
  for await (const log of eachLog(db)) {
    const tree = await treeOfLines(db, log.log_id, lines =>
      report({ what: 'ledger', done: found.lines + lines })
    )
    found.logs += 1
    found.lines += tree.size
    found.problems.push(
      ...[...checkHead(log, tree), ...checkSignature(log, verifier)].map(what => `log ${log.log_id}: ${what}`)
    )
  }
  return found
}

const logsAtOnce = 500

async function* eachLog(db: Db): AsyncGenerator<Log> {
  let after = '00000000-0000-0000-0000-000000000000'
  while (true) {
    const logs: Log[] = await db.query(sql`
      select log_id, size, root, checkpoint from ledger_logs where log_id > ${after} order by log_id limit ${logsAtOnce}`)
    yield* logs
    if (logs.length < logsAtOnce) return
    after = logs.at(-1)!.log_id
  }
}

interface Tree {
  readonly size: number
  readonly root: Uint8Array
  /** Whether the tiles that are kept are those of the lines. */
  readonly hasItsTiles: boolean
}

function checkHead(log: Log, tree: Tree): string[] {
  if (tree.size !== log.size) return [`it holds ${tree.size} lines, and its head says ${log.size}`]
  if (!equalBytes(tree.root, log.root)) return ['its lines are not those of its root']
  return tree.hasItsTiles ? [] : ['its tiles are not those of its lines']
}

function checkSignature(
  { log_id, size, root, checkpoint }: Log,
  verifier: NoteVerifier | undefined
): string[] {
  if (size === 0) return []
  const opened = verifier && openCheckpoint(checkpoint, [verifier])
  if (!opened?.ok) return ['its checkpoint is not signed by the key of this installation']
  const signed = opened.checkpoint
  const isOfThis =
    signed.origin.endsWith(`/${log_id}`) && signed.size === size && equalBytes(signed.root, root)
  return isOfThis ? [] : ['its checkpoint signs another state']
}

/** Whole tiles, so that only those at the right edge are seen unfinished. */
const linesAtOnce = 16 * TILE_WIDTH

async function treeOfLines(db: Db, log: string, report: (lines: number) => void): Promise<Tree> {
  let edge = EMPTY_EDGE
  let hasItsTiles = true
  // By level: the last tile of each, which the lines to come may still fill.
  const unfinished = new Map<WrittenTile['place']['level'], WrittenTile>()
  while (true) {
    const size = edge.frontier.size
    const rows = await db.query<{ sequence: number; commitment: Buffer }>(sql`
      select sequence, commitment from ledger_lines where log_id = ${log} and sequence >= ${size} order by sequence limit ${linesAtOnce}`)
    const gap = rows.findIndex((row, n) => row.sequence !== size + n)
    const whole = gap < 0 ? rows : rows.slice(0, gap)
    const appended = appendLeaves(
      edge,
      whole.map(({ sequence, commitment }) => leafBytes({ log, sequence, commitment }))
    )
    for (const tile of appended.tiles)
      if (tile.place.width < TILE_WIDTH) unfinished.set(tile.place.level, tile)
    const full = appended.tiles.filter(({ place }) => place.width === TILE_WIDTH)
    for (const { place } of full)
      if (unfinished.get(place.level)?.place.index === place.index) unfinished.delete(place.level)
    hasItsTiles &&= await areKept(db, log, full)
    edge = appended.edge
    report(edge.frontier.size)
    if (gap >= 0 || rows.length < linesAtOnce) break
  }
  hasItsTiles &&= await areKept(db, log, [...unfinished.values()])
  const { size } = edge.frontier
  const { kept } = await only<{ kept: number }>(
    db,
    sql`select count(*) as kept from ledger_tiles where log_id = ${log}`
  )
  return {
    size,
    root: rootOfFrontier(edge.frontier),
    hasItsTiles: hasItsTiles && kept === allTiles(size).length
  }
}

const levelOf = ({ level }: WrittenTile['place']): number => (level === 'entries' ? -1 : level)

async function areKept(db: Db, log: string, tiles: readonly WrittenTile[]): Promise<boolean> {
  const { same } = await only<{ same: number }>(
    db,
    sql`
    select count(*) as same
    from unnest(${tiles.map(({ place }) => levelOf(place))}::smallint[], ${tiles.map(({ place }) => place.index)}::bigint[],
      ${tiles.map(({ bytes }) => bytes)}::bytea[]) as w(level, number, hashes)
    join ledger_tiles t on t.log_id = ${log} and t.level = w.level and t.number = w.number and t.hashes = w.hashes`
  )
  return same === tiles.length
}
