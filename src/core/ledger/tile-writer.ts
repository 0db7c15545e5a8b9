import { decodeEntries, encodeEntries } from './entries.ts'
import { EMPTY_FRONTIER, extendFrontier, frontierOf, hashLeaf, rootOfFrontier } from './merkle.ts'
import type { Frontier } from './merkle.ts'
import { hashesAt, readTile, rightEdge, rootOfHashes, tilePath, TILE_WIDTH, treeOfTiles } from './tiles.ts'
import type { TilePlace, TileSource } from './tiles.ts'

/** All that is needed of a log to append to it: at most 255 leaves and 255 hashes a tile level. Never changed in place. */
export interface LogEdge {
  readonly frontier: Frontier
  /** The hashes of the partial tile of each level, lowest first; empty where the level's last tile is full. */
  readonly hashes: readonly (readonly Uint8Array[])[]
  /** The leaves of the partial entry bundle. */
  readonly entries: readonly Uint8Array[]
}

export interface WrittenTile {
  readonly place: TilePlace
  readonly path: string
  readonly bytes: Uint8Array
}

export interface Appended {
  readonly edge: LogEdge
  readonly size: number
  readonly root: Uint8Array
  /** Every tile and bundle that is new at this size; full ones are final, partial ones are those of this size only. */
  readonly tiles: readonly WrittenTile[]
}

export const EMPTY_EDGE: LogEdge = { frontier: EMPTY_FRONTIER, hashes: [], entries: [] }

/**
 * The edge of a log of `size` leaves, from the tiles that {@link rightEdge} names.
 *
 * @throws Error naming the path when one of them is missing or damaged.
 */
export function openEdge(size: number, source: TileSource): LogEdge {
  const hashes: Uint8Array[][] = []
  let entries: Uint8Array[] = []
  for (const place of rightEdge(size)) {
    if (place.level === 'entries') entries = readEntries(place, source)
    else hashes[place.level] = splitHashes(readTile(place, source))
  }
  const frontier = frontierOf(treeOfTiles(size, source))
  return { frontier, hashes: Array.from(hashes, level => level ?? []), entries }
}

/** Appends leaves to a log: new edge, root, and the tiles to be written, in O(leaves + log size). */
export function appendLeaves(edge: LogEdge, leaves: readonly Uint8Array[]): Appended {
  const tiles: WrittenTile[] = []
  const write = (place: TilePlace, bytes: Uint8Array) => tiles.push({ place, path: tilePath(place), bytes })
  const before = edge.frontier.size
  const leafHashes = leaves.map(hashLeaf)

  const bundles = fillTiles(Math.floor(before / TILE_WIDTH), edge.entries, leaves)
  for (const { index, items } of bundles.changed) {
    write({ level: 'entries', index, width: items.length }, encodeEntries(items))
  }

  const hashes: (readonly Uint8Array[])[] = []
  let fresh: readonly Uint8Array[] = leafHashes
  for (let level = 0; fresh.length > 0 || level < edge.hashes.length; level++) {
    const full = Math.floor(hashesAt(level, before) / TILE_WIDTH)
    const { changed, rest } = fillTiles(full, edge.hashes[level] ?? [], fresh)
    for (const { index, items } of changed) write({ level, index, width: items.length }, Buffer.concat(items))
    hashes.push(rest)
    fresh = changed
      .filter(tile => tile.items.length === TILE_WIDTH)
      .map(tile => rootOfHashes(Buffer.concat(tile.items)))
  }

  const frontier = extendFrontier(edge.frontier, leafHashes)
  const next = { frontier, hashes, entries: bundles.rest }
  return { edge: next, size: frontier.size, root: rootOfFrontier(frontier), tiles }
}

/** Deals new items into tiles after those begun: which tiles changed, and what the last, partial one holds. */
function fillTiles<Item>(
  firstIndex: number,
  begun: readonly Item[],
  fresh: readonly Item[]
): { changed: { index: number; items: readonly Item[] }[]; rest: readonly Item[] } {
  if (fresh.length === 0) return { changed: [], rest: begun }
  const items = [...begun, ...fresh]
  const changed = []
  for (let at = 0; at < items.length; at += TILE_WIDTH) {
    changed.push({ index: firstIndex + at / TILE_WIDTH, items: items.slice(at, at + TILE_WIDTH) })
  }
  const last = changed.at(-1)!.items
  return { changed, rest: last.length === TILE_WIDTH ? [] : last }
}

function readEntries(place: TilePlace, source: TileSource): Uint8Array[] {
  const own = source(tilePath(place))
  const bundle = own ?? source(tilePath({ ...place, width: TILE_WIDTH }))
  const entries = bundle && decodeEntries(bundle)?.slice(0, place.width)
  if (entries?.length !== place.width)
    throw new Error(`${tilePath(place)}: ${bundle ? 'damaged' : 'missing'}`)
  return entries
}

function splitHashes(tile: Uint8Array): Uint8Array[] {
  return Array.from({ length: tile.length / 32 }, (_, i) => tile.subarray(32 * i, 32 * i + 32))
}
