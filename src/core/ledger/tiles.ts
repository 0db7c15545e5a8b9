import { hashNode } from './merkle.ts'
import type { LeafRange, Tree } from './merkle.ts'
import { completeSubtrees } from './merkle.ts'

/**
 * The static files of a log as C2SP tlog-tiles lays them out: hash tiles of up to 256 hashes at `tile/<L>/<N>`,
 * entry bundles of up to 256 leaves at `tile/entries/<N>`, both with `.p/<W>` while they hold W < 256.
 */

export const TILE_WIDTH = 256
const HASH_BYTES = 32
const LEVELS_PER_TILE = 8

/** The place of a tile: a level of hashes, or the entries. */
export interface TilePlace {
  readonly level: number | 'entries'
  readonly index: number
  /** 1 to 256. */
  readonly width: number
}

/** Gives the bytes at a path such as `tile/0/x001/234.p/7`, if they are kept. */
export type TileSource = (path: string) => Uint8Array | undefined

/** The path of a tile: `tile/1/x001/x234/067`, `tile/entries/000.p/3`. */
export function tilePath({ level, index, width }: TilePlace): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/.{3}/g)!
  const name = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${name}${width < TILE_WIDTH ? `.p/${width}` : ''}`
}

/** Reads a tile's path; `undefined` for any text that {@link tilePath} would not write. */
export function parseTilePath(path: string): TilePlace | undefined {
  const match = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/.exec(path)
  if (!match) return undefined
  const place: TilePlace = {
    level: match[1] === 'entries' ? 'entries' : Number(match[1]),
    index: Number(match[2]!.replaceAll(/[x/]/g, '')),
    width: match[3] === undefined ? TILE_WIDTH : Number(match[3])
  }
  const known = place.level === 'entries' || place.level < 64
  return known && place.width > 0 && tilePath(place) === path ? place : undefined
}

/** How many hashes a log of `size` has at a tile level. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level)
}

/** The partial tiles of a log of `size` leaves, with its partial entry bundle: what must be read to append to it. */
export function rightEdge(size: number): TilePlace[] {
  const places: TilePlace[] = []
  const partialBundle = size % TILE_WIDTH
  if (partialBundle > 0)
    places.push({ level: 'entries', index: Math.floor(size / TILE_WIDTH), width: partialBundle })
  for (let level = 0; hashesAt(level, size) > 0; level++) {
    const width = hashesAt(level, size) % TILE_WIDTH
    if (width > 0) places.push({ level, index: Math.floor(hashesAt(level, size) / TILE_WIDTH), width })
  }
  return places
}

/** The entry bundles of a log of `size` leaves, one by one. */
export function entryBundles(size: number): Generator<TilePlace> {
  return tilesHolding('entries', size)
}

/** All tiles and bundles of a log of `size` leaves: the whole static folder but for the checkpoint. */
export function allTiles(size: number): TilePlace[] {
  const places = [...entryBundles(size)]
  for (let level = 0; hashesAt(level, size) > 0; level++)
    places.push(...tilesHolding(level, hashesAt(level, size)))
  return places
}

function* tilesHolding(level: number | 'entries', count: number): Generator<TilePlace> {
  for (let index = 0; index * TILE_WIDTH < count; index++) {
    yield { level, index, width: Math.min(TILE_WIDTH, count - index * TILE_WIDTH) }
  }
}

/** The hash tiles in which the hashes of the ranges of a proof are found, each once. */
export function tilesForRanges(ranges: readonly LeafRange[], size: number): TilePlace[] {
  const places = new Map<string, TilePlace>()
  for (const { level, index } of ranges.flatMap(completeSubtrees)) {
    const { place } = locate(level, index, size)
    places.set(tilePath(place), place)
  }
  return [...places.values()]
}

/**
 * A log of `size` leaves as a tree read from its hash tiles: give it to `rootOf`, `inclusionProof` and
 * `consistencyProof`. A partial tile that is gone is cut from the full one, as tlog-tiles allows.
 *
 * Nothing is checked but lengths: compare the root with a checkpoint before trusting a proof.
 *
 * @throws Error from `hashAt`, naming the path, when a tile is missing or has another length.
 */
export function treeOfTiles(size: number, source: TileSource): Tree {
  const read = new Map<string, Uint8Array>()
  return {
    size,
    hashAt(level, index) {
      const { place, first, count } = locate(level, index, size)
      const path = tilePath(place)
      const tile = read.get(path) ?? readTile(place, source)
      read.set(path, tile)
      return rootOfHashes(tile.subarray(first * HASH_BYTES, (first + count) * HASH_BYTES))
    }
  }
}

/** Reads a tile of exactly the width asked for: its own path's bytes or the full tile's, cut to that width. */
export function readTile(place: TilePlace, source: TileSource): Uint8Array {
  const length = place.width * HASH_BYTES
  const own = source(tilePath(place))
  const found = own ?? source(tilePath({ ...place, width: TILE_WIDTH }))
  if (found && found.length >= length) return found.subarray(0, length)
  throw new Error(`${tilePath(place)}: ${found ? `${found.length} bytes instead of ${length}` : 'missing'}`)
}

/** The root of a complete subtree from its hashes, a power of two of them, lying side by side. */
export function rootOfHashes(hashes: Uint8Array): Uint8Array {
  let row: Uint8Array[] = []
  for (let at = 0; at < hashes.length; at += HASH_BYTES) row.push(hashes.subarray(at, at + HASH_BYTES))
  while (row.length > 1) {
    const above: Uint8Array[] = []
    for (let i = 0; i < row.length; i += 2) above.push(hashNode(row[i]!, row[i + 1]!))
    row = above
  }
  return row[0]!
}

/** In which tile, and where in it, the hashes under a complete subtree lie. */
function locate(
  level: number,
  index: number,
  size: number
): { place: TilePlace; first: number; count: number } {
  const tileLevel = Math.floor(level / LEVELS_PER_TILE)
  const count = 2 ** (level % LEVELS_PER_TILE)
  const hashes = hashesAt(tileLevel, size)
  const start = index * count
  if (start + count > hashes)
    throw new RangeError(`No complete subtree ${index} at level ${level} in ${size} leaves`)
  const tileIndex = Math.floor(start / TILE_WIDTH)
  const width = Math.min(TILE_WIDTH, hashes - tileIndex * TILE_WIDTH)
  return { place: { level: tileLevel, index: tileIndex, width }, first: start % TILE_WIDTH, count }
}
