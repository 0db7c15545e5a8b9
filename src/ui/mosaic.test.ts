import { brotliCompressSync, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { drawRuns, placeTiles, stretchTiles, tilePitch } from './mosaic.ts'
import type { Tile } from './mosaic.ts'

describe('a mosaic', () => {
  it('has one tile for each given, wherever it lies', () => {
    const runs = drawRuns(tilesInThemes(597))
    expect(runs.reduce((count, run) => count + run.d.split('z').length - 1, 0)).toBe(597)
  })

  it('draws tiles of one look as one outline', () => {
    const tiles: Tile[] = [
      { hue: 212, level: 1 },
      { hue: 24, level: 1 },
      { hue: 208, level: 1 }
    ]
    expect(drawRuns(tiles)).toEqual([
      { looks: 'tile l1 hue-210', d: 'M1 1h4v4h-4zm14 0h4v4h-4z' },
      { looks: 'tile l1 hue-20', d: 'M8 1h4v4h-4z' }
    ])
  })

  it('is high enough for its last row and never flat', () => {
    expect(placeTiles(0).height).toBe(6)
    expect(placeTiles(18).height).toBe(6)
    expect(placeTiles(19).height).toBe(13)
    expect(placeTiles(600).at(599)).toEqual([23 * 7 + 1, 16 * 7 + 1])
  })

  it('of 600 tiles takes less than 12 kB compressed', () => {
    const svg = drawRuns(tilesInThemes(600)).map(({ looks, d }) => `<path class="${looks}" d="${d}"/>`)
    expect(brotliCompressSync(svg.join('')).length).toBeLessThan(4_000)
  })
})

/** Themes in a row, levels mixed as support is. */
const tilesInThemes = (count: number): Tile[] =>
  Array.from({ length: count }, (_, n) => ({
    hue: [212, 152, 268, 24, 46, 330][Math.floor((n / count) * 6)]!,
    level: ((n * n * 7 + (n >> 3) * 13) % 4) as Tile['level']
  }))

describe('a mosaic of thousands', () => {
  it('says what is alike once: a row and a hue', () => {
    const tiles = [
      { hue: 212, level: 1, number: 7 },
      { hue: 212, level: 3, number: 9 },
      { hue: 24, level: 0, number: 8 }
    ] as const
    expect(stretchTiles(tiles, 2)).toEqual([
      {
        row: 0,
        hue: 'hue-210',
        tiles: [
          { column: 0, level: 1, number: 7 },
          { column: 1, level: 3, number: 9 }
        ]
      },
      { row: 1, hue: 'hue-20', tiles: [{ column: 0, level: 0, number: 8 }] }
    ])
  })

  it('of 10,000 links takes less than 60 kB compressed', () => {
    const tiles = tilesInThemes(10_000).map((tile, n) => ({ ...tile, number: ((n * 7_919) % 10_000) + 1 }))
    const html = stretchTiles(tiles).map(
      ({ row, hue, tiles: own }) =>
        `<g class="${hue}" transform="translate(0 ${row * tilePitch})">${own
          .map(
            tile =>
              `<a href="mosaic/ideas/${tile.number}" tabindex="-1"><use href="#tile" class="l${tile.level}" x="${tile.column * tilePitch}"></use></a>`
          )
          .join('')}</g>`
    )
    expect(html.join('').match(/<a /g)).toHaveLength(10_000)
    expect(brotliCompressSync(html.join('')).length).toBeLessThan(60_000)
    expect(gzipSync(html.join('')).length).toBeLessThan(75_000)
  })
})
