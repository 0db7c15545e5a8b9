import { hueClass } from './hues.ts'

/** One small square. `level` 3 stands out most, 0 least, on light and on dark ground; 4 is hollow. */
export interface Tile {
  readonly hue: number
  readonly level: 0 | 1 | 2 | 3 | 4
  readonly href?: string
  readonly label?: string
}

/** What a hue is about, and how many there are of it. */
export interface LegendEntry {
  readonly hue: number
  readonly label: string
  readonly count?: number
}

/** What a level means where levels are no more or less. */
export interface Light {
  readonly level: Tile['level']
  readonly label: string
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

/** A tile that leads somewhere by a short address, and nothing else. */
export interface NumberedTile {
  readonly hue: number
  readonly level: Tile['level']
  readonly number: number
}

/** Tiles of one row that have one hue, each at its column. */
export interface Stretch {
  readonly row: number
  readonly hue: string
  readonly tiles: readonly {
    readonly column: number
    readonly level: Tile['level']
    readonly number: number
  }[]
}

/** So many columns for thousands of tiles. */
export const manyColumns = 100

/** Thousands of tiles in stretches: what is alike is said once, which keeps 10,000 links under 60 kB compressed. */
export function stretchTiles(tiles: readonly NumberedTile[], columns = manyColumns): Stretch[] {
  const stretches: { row: number; hue: string; tiles: Stretch['tiles'][number][] }[] = []
  for (const [n, { hue, level, number }] of tiles.entries()) {
    const row = Math.floor(n / columns)
    const looks = hueClass(hue)
    const last = stretches.at(-1)
    const tile = { column: n % columns, level, number }
    if (last && last.row === row && last.hue === looks) last.tiles.push(tile)
    else stretches.push({ row, hue: looks, tiles: [tile] })
  }
  return stretches
}

export { pitch as tilePitch, outline as tileOutline }
