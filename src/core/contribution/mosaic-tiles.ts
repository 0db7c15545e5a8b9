import type { ContributionStatus } from './rules.ts'

/**
 * How a tile is lit. By support: `0` none to `3` among the most supported. By what became of it: `0` open, `1` under study,
 * `2` accepted, `3` done, `4` declined.
 */
export type Level = 0 | 1 | 2 | 3 | 4

/** By support until the first answer, by what became of each from then on. */
export type Light = 'support' | 'status'

/** The levels of what can become of a contribution, in their order. */
export const statusLevels = {
  open: 0,
  'under-study': 1,
  accepted: 2,
  'partly-accepted': 2,
  done: 3,
  declined: 4
} as const satisfies Record<ContributionStatus, Level>

/** Contributions of one theme that have one level. */
export interface LevelCount {
  readonly theme: string | null
  readonly level: Level
  readonly count: number
  /** Sum of what responses add. */
  readonly value: number
}

/** What is seen of a theme: its tiles as one digit each, its sums for the table beside the picture. */
export interface ThemeTiles {
  readonly theme: string | null
  readonly count: number
  readonly value: number
  /** How many contributions have each level, from 0 on. */
  readonly levels: readonly number[]
  readonly tiles: string
}

/**
 * The levels of values: none is 0; of the others the upper half is 2 and the upper seventh 3, by thresholds that equal
 * values never straddle. What exceeds all others is 3 among however few. O(n log n).
 *
 * @example levelsOf([0, 1, 1, 5]) // [0, 1, 1, 3]
 */
export function levelsOf(values: readonly number[]): Level[] {
  const some = values.filter(value => value > 0).sort((a, b) => a - b)
  const cut = (share: number) =>
    some[Math.max(0, Math.min(some.length - 2, Math.ceil(share * some.length) - 1))] ?? 0
  const [half, most] = [cut(0.5), cut(0.85)]
  return values.map(value => (value <= 0 ? 0 : value > most ? 3 : value > half ? 2 : 1))
}

/**
 * As many tiles as each level needs when one stands for `per` contributions, spread evenly over the theme; whatever is
 * there at all has a tile.
 *
 * @example spreadTiles([4, 0, 0, 2], 1) // '030030'
 */
export function spreadTiles(levels: readonly number[], per: number): string {
  const wanted = levels.map(count => (count === 0 ? 0 : Math.max(1, Math.round(count / per))))
  const total = wanted.reduce((sum, count) => sum + count, 0)
  // Each tile of a level is due at the middle of its share of the way; in the order they are due they lie evenly.
  return wanted
    .flatMap((count, level) =>
      Array.from({ length: count }, (_, n) => ({ level, due: ((n + 0.5) / count) * total }))
    )
    .sort((a, b) => a.due - b.due || a.level - b.level)
    .map(tile => tile.level)
    .join('')
}

/** Tiles that say nothing of support: all alike. */
export const hiddenTiles = (tiles: string): string => '1'.repeat(tiles.length)
