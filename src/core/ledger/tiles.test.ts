import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { toHex } from './bytes.ts'
import { decodeEntries, encodeEntries } from './entries.ts'
import {
  consistencyProof,
  consistencyRanges,
  hashLeaf,
  inclusionProof,
  inclusionRanges,
  rootOf,
  treeOf
} from './merkle.ts'
import type { Tree } from './merkle.ts'
import { appendLeaves, EMPTY_EDGE, openEdge } from './tile-writer.ts'
import type { LogEdge } from './tile-writer.ts'
import { allTiles, parseTilePath, rightEdge, tilePath, tilesForRanges, treeOfTiles } from './tiles.ts'

describe('the path of a tile', () => {
  test('is written as tlog-tiles shows', () => {
    expect(tilePath({ level: 0, index: 1234067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath({ level: 'entries', index: 0, width: 3 })).toBe('tile/entries/000.p/3')
    expect(tilePath({ level: 2, index: 1000, width: 255 })).toBe('tile/2/x001/000.p/255')
  })

  test('is read back, and nothing else is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(0, 1, 63, 'entries' as const),
        fc.nat(),
        fc.integer({ min: 1, max: 256 }),
        (level, index, width) => {
          expect(parseTilePath(tilePath({ level, index, width }))).toEqual({ level, index, width })
        }
      )
    )
    for (const path of [
      '',
      'tile/0/0',
      'tile/00/000',
      'tile/64/000',
      'tile/0/x000/001',
      'tile/0/001/002',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/0/000.p/01',
      'tile/-1/000',
      '/tile/0/000',
      'tile/0/000/',
      'tile/data/000',
      'tile/0/../000'
    ]) {
      expect(parseTilePath(path), path).toBeUndefined()
    }
  })
})

describe('the tiles of a log', () => {
  test('of 70,000 leaves are those that tlog-tiles counts', () => {
    const places = allTiles(70_000)
    const at = (level: number) => places.filter(place => place.level === level)
    expect(at(0).length).toBe(274)
    expect(at(0).at(-1)?.width).toBe(112)
    expect(at(1).map(place => place.width)).toEqual([256, 17])
    expect(at(2).map(place => place.width)).toEqual([1])
    expect(rightEdge(70_000).map(tilePath)).toEqual([
      'tile/entries/273.p/112',
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1'
    ])
    expect(rightEdge(256).map(tilePath)).toEqual(['tile/1/000.p/1'])
  })

  test('agree with the direct tree at every size from 0 to 600, written leaf by leaf', () => {
    const tree = treeOf(leaves.slice(0, 600).map(hashLeaf))
    const log = new Kept()
    for (let size = 0; size <= 600; size++) {
      expect(toHex(log.root)).toBe(toHex(rootOf(tree, size)))
      expect(toHex(rootOf(treeOfTiles(size, log.source)))).toBe(toHex(rootOf(tree, size)))
      expect(allTiles(size).every(place => log.files.has(tilePath(place)))).toBe(true)
      if (size < 600) log.append([leaves[size]!])
    }
  })

  test.each([255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 65_792, 65_793])(
    'agree with the direct tree at size %i, continued from the stored edge',
    size => {
      const log = new Kept()
      log.append(leaves.slice(0, size - 1))
      log.edge = openEdge(size - 1, log.source)
      log.append([leaves[size - 1]!])
      expect(toHex(log.root)).toBe(toHex(rootOf(big, size)))
      checkProofs(log, size, [0, 1, 254, 255, 256, 511, 65_279, 65_535, 65_536, size - 2, size - 1])
    }
  )

  test('agree with the direct tree however the leaves were divided, with proofs between any two sizes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        (parts, at) => {
          const log = new Kept()
          for (const part of parts) {
            log.append(leaves.slice(log.edge.frontier.size, log.edge.frontier.size + part))
            log.edge = openEdge(log.edge.frontier.size, log.source)
          }
          const size = log.edge.frontier.size
          if (size > 0) checkProofs(log, size, [at % size])
          expect(toHex(log.root)).toBe(toHex(rootOf(big, size)))
        }
      ),
      { numRuns: 40 }
    )
  })

  test('written for one more leaf are few, whatever the size of the log', () => {
    const log = new Kept()
    log.append(leaves.slice(0, 65_535))
    const { tiles } = appendLeaves(log.edge, [leaves[65_535]!])
    expect(tiles.map(tile => tile.path)).toEqual([
      'tile/entries/255',
      'tile/0/255',
      'tile/1/000',
      'tile/2/000.p/1'
    ])
    expect(appendLeaves(log.edge, []).tiles).toEqual([])
  })

  test('that hold the entries give every leaf back', () => {
    const log = new Kept()
    log.append(leaves.slice(0, 300))
    const stored = [
      ...decodeEntries(log.files.get('tile/entries/000')!)!,
      ...decodeEntries(log.files.get('tile/entries/001.p/44')!)!
    ]
    expect(stored.map(toHex)).toEqual(leaves.slice(0, 300).map(toHex))
  })

  test('that are missing or cut short are named', () => {
    const log = new Kept()
    log.append(leaves.slice(0, 300))
    log.files.set('tile/0/001.p/44', new Uint8Array(5))
    expect(() => rootOf(treeOfTiles(300, log.source))).toThrow('tile/0/001.p/44: 5 bytes instead of 1408')
    log.files.delete('tile/0/001.p/44')
    expect(() => openEdge(300, log.source)).toThrow('tile/0/001.p/44: missing')
    log.files.delete('tile/entries/001.p/44')
    expect(() => openEdge(300, log.source)).toThrow('tile/entries/001.p/44: missing')
  })

  test('that were partial may be replaced by the full ones', () => {
    const log = new Kept()
    log.append(leaves.slice(0, 300))
    log.append(leaves.slice(300, 600))
    for (const path of log.files.keys()) if (path.includes('.p/44')) log.files.delete(path)
    expect(toHex(rootOf(treeOfTiles(300, log.source)))).toBe(toHex(rootOf(big, 300)))
    expect(openEdge(300, log.source).entries).toHaveLength(44)
  })
})

describe('an entry bundle', () => {
  test('holds any leaves and gives them back', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 })), parts => {
        expect(decodeEntries(encodeEntries(parts))?.map(toHex)).toEqual(parts.map(toHex))
      })
    )
  })

  test('that ends within a leaf is refused, and so is a leaf too long', () => {
    const bundle = encodeEntries([new Uint8Array(700)])
    expect(toHex(bundle.subarray(0, 2))).toBe('02bc')
    expect(decodeEntries(bundle.subarray(0, -1))).toBeUndefined()
    expect(decodeEntries(bundle.subarray(0, 1))).toBeUndefined()
    expect(() => encodeEntries([new Uint8Array(65_536)])).toThrow(RangeError)
  })
})

let big: Tree
const leaves = Array.from({ length: 65_800 }, (_, i) => createHash('sha256').update(`leaf ${i}`).digest())
beforeAll(() => {
  big = treeOf(leaves.map(hashLeaf))
})

/** A log whose files are kept in memory. */
class Kept {
  readonly files = new Map<string, Uint8Array>()
  readonly source = (path: string) => this.files.get(path)
  edge: LogEdge = EMPTY_EDGE
  root = appendLeaves(EMPTY_EDGE, []).root

  append(more: readonly Uint8Array[]): void {
    const { edge, root, tiles } = appendLeaves(this.edge, more)
    for (const { path, bytes } of tiles) this.files.set(path, bytes)
    this.edge = edge
    this.root = root
  }
}

/** The proofs from tiles are those of the direct tree, also when only the tiles named for them are there. */
function checkProofs(log: Kept, size: number, indexes: readonly number[]): void {
  for (const index of indexes.filter(place => place >= 0 && place < size)) {
    const read = only(
      log,
      tilesForRanges([...inclusionRanges(index, size), ...consistencyRanges(index, size)], size).map(tilePath)
    )
    const tree = treeOfTiles(size, read)
    expect(inclusionProof(tree, index).map(toHex)).toEqual(inclusionProof(big, index, size).map(toHex))
    expect(consistencyProof(tree, index).map(toHex)).toEqual(consistencyProof(big, index, size).map(toHex))
  }
}

function only(log: Kept, paths: readonly string[]) {
  return (path: string) => (paths.includes(path) ? log.files.get(path) : undefined)
}
