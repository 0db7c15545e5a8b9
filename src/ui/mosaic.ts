import { hueClass } from './hues.ts'

/** One small square. `level` 3 stands out most, 0 least, on light and on dark ground. */
export interface Tile {
  readonly hue: number
  readonly level: 0 | 1 | 2 | 3
  readonly href?: string
  readonly label?: string
}

/** Tiles of one look in one outline: `d` of an SVG path. */
export interface Run {
  readonly looks: string
  readonly d: string
}

/** From one tile to the next, in units of the picture; a tile's outline is 4 wide and stroked 2, which rounds its corners. */
const pitch = 7
const outline = 'h4v4h-4z'

/** So few that they would look lost get half the columns. */
const columnsFor = (count: number): number => (count <= 54 ? 18 : 36)

/** Where each tile lies, row by row in the order given. */
export function placeTiles(
  count: number,
  columns = columnsFor(count)
): {
  width: number
  height: number
  at(n: number): [x: number, y: number]
} {
  return {
    width: columns * pitch - 1,
    height: Math.max(1, Math.ceil(count / columns)) * pitch - 1,
    at: n => [(n % columns) * pitch + 1, Math.floor(n / columns) * pitch + 1]
  }
}

export const looksOf = (tile: Tile): string => `tile l${tile.level} ${hueClass(tile.hue)}`

/** The whole picture with as few elements as there are looks; steps within a path are relative, which compresses well. */
export function drawRuns(tiles: readonly Tile[], { at } = placeTiles(tiles.length)): Run[] {
  const runs = new Map<string, { d: string; x: number; y: number }>()
  for (const [n, tile] of tiles.entries()) {
    const looks = looksOf(tile)
    const [x, y] = at(n)
    const run = runs.get(looks) ?? { d: '', x: 0, y: 0 }
    const move = run.d === '' ? `M${x} ${y}` : `m${x - run.x} ${y - run.y}`
    runs.set(looks, { d: `${run.d}${move}${outline}`, x, y })
  }
  return [...runs].map(([looks, { d }]) => ({ looks, d }))
}

export const drawTile = ([x, y]: readonly [number, number]): string => `M${x} ${y}${outline}`
