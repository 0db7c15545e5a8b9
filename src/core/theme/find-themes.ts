import { textThemes } from '@mozaika/aggregation'
import type { TextVectors } from '@mozaika/aggregation'
import { leastLikeness, nearestTheme, themeWeights } from './theme-weights.ts'
import type { Nearest, ThemeWeights } from './theme-weights.ts'

/** Themes of texts: their rows, the most typical of each, and what further texts are placed by. */
export interface FoundThemes {
  /** Rows of each theme, the largest theme first. */
  readonly members: readonly (readonly number[])[]
  readonly typical: readonly (readonly number[])[]
  /** By row; null for a text of no theme. */
  readonly of: readonly (Nearest | null)[]
  readonly weights: ThemeWeights
  readonly modularity: number
}

/** More texts than this are sorted by themes found among so many of them: the work grows with the texts and no faster. */
const mostCompared = 2_000
/** Texts are sorted, and themes known anew by all that are in them, so often. */
const rounds = 2
const leastTexts = 3
const settings = { neighbours: 8, leastSimilarity: 0.08, resolution: 1.5, leastTexts }

/**
 * About what do many texts speak? Some are compared with each other, and themes are groups that lie near each other
 * (see `textThemes`); all are then sorted by the middle of the nearest theme, which is moved to what was sorted there.
 * Rows must be in an order that means nothing, as of their words: every so many of them are compared.
 */
export function findThemes(vectors: TextVectors): FoundThemes {
  const size = vectors.ids.length
  const compared = everySoMany(size)
  const some = rowsOf(vectors, compared)
  const found = textThemes(some, {
    ...settings,
    mostFrequency: Math.max(50, Math.ceil(compared.length / 20))
  })
  const rowOf = new Map(some.ids.map((id, n) => [id, compared[n]!]))
  const central = found.themes.map(theme => theme.ids.map(id => rowOf.get(id)!))
  const isWhole = compared.length === size
  let members = central
  let weights = themeWeights(vectors, members)
  let of = sorted(vectors, weights)
  if (isWhole) of = asFound(of, members, vectors, weights)
  for (let round = 0; round < rounds && !isWhole; round++) {
    members = membersOf(of, central.length)
    weights = themeWeights(vectors, members)
    of = sorted(vectors, weights)
  }
  if (!isWhole) members = membersOf(of, central.length)
  return inSizes({
    members,
    typical: central.map(rows => rows.slice(0, 3)),
    of,
    weights,
    modularity: found.modularity
  })
}

/** Evenly over all of them. */
function everySoMany(size: number): number[] {
  const many = Math.min(size, mostCompared)
  return Array.from({ length: many }, (_, n) => Math.floor((n * size) / many))
}

/** Some rows alone. */
function rowsOf(vectors: TextVectors, rows: readonly number[]): TextVectors {
  if (rows.length === vectors.ids.length) return vectors
  const starts = new Uint32Array(rows.length + 1)
  rows.forEach((row, n) => (starts[n + 1] = starts[n]! + vectors.starts[row + 1]! - vectors.starts[row]!))
  const features = new Uint32Array(starts.at(-1)!)
  const weights = new Float64Array(features.length)
  rows.forEach((row, n) => {
    features.set(vectors.features.subarray(vectors.starts[row], vectors.starts[row + 1]), starts[n])
    weights.set(vectors.weights.subarray(vectors.starts[row], vectors.starts[row + 1]), starts[n])
  })
  return {
    ...vectors,
    ids: rows.map(row => vectors.ids[row]!),
    writing: Uint32Array.from(rows, row => vectors.writing[row]!),
    scripts: rows.map(row => vectors.scripts[row]!),
    starts,
    features,
    weights
  }
}

function sorted({ ids, starts, features, weights }: TextVectors, by: ThemeWeights): (Nearest | null)[] {
  if (by.count === 0) return ids.map(() => null)
  const nearest = nearestTheme(by)
  return ids.map((_, row) => {
    const own = nearest(
      features.subarray(starts[row], starts[row + 1]),
      weights.subarray(starts[row], starts[row + 1])
    )
    return own.likeness < leastLikeness ? null : own
  })
}

/** Where all were compared, what was found stands; only how near each is to the middle is asked. */
function asFound(
  nearest: readonly (Nearest | null)[],
  members: readonly (readonly number[])[],
  vectors: TextVectors,
  weights: ThemeWeights
): (Nearest | null)[] {
  const of = new Array<Nearest | null>(nearest.length).fill(null)
  members.forEach((rows, theme) => {
    for (const row of rows) of[row] = { theme, likeness: likenessTo(vectors, row, weights, theme) }
  })
  return of
}

function likenessTo(vectors: TextVectors, row: number, by: ThemeWeights, theme: number): number {
  let sum = 0
  for (let at = vectors.starts[row]!; at < vectors.starts[row + 1]!; at++) {
    const feature = vectors.features[at]!
    for (let place = by.starts[feature]!; place < by.starts[feature + 1]!; place++)
      if (by.themes[place] === theme) sum += vectors.weights[at]! * by.weights[place]!
  }
  return sum
}

function membersOf(of: readonly (Nearest | null)[], count: number): number[][] {
  const members = Array.from({ length: count }, (): number[] => [])
  of.forEach((nearest, row) => {
    if (nearest) members[nearest.theme]!.push(row)
  })
  return members
}

/** The largest first; those that have become too small are none. */
function inSizes(found: FoundThemes): FoundThemes {
  const order = found.members
    .map((rows, theme) => ({ rows, theme }))
    .filter(({ rows }) => rows.length >= leastTexts)
    .sort((a, b) => b.rows.length - a.rows.length || a.theme - b.theme)
  const numbers = new Map(order.map(({ theme }, n) => [theme, n]))
  const { starts, themes, weights } = found.weights
  return {
    members: order.map(({ rows }) => rows),
    typical: order.map(({ theme }) => found.typical[theme]!),
    of: found.of.map(nearest => {
      const theme = nearest && numbers.get(nearest.theme)
      return nearest && theme !== undefined && theme !== null ? { theme, likeness: nearest.likeness } : null
    }),
    weights: kept({ starts, themes, weights, count: order.length }, numbers),
    modularity: found.modularity
  }
}

/** The weights of those themes alone that have a new number, under it. */
function kept(by: ThemeWeights, numbers: ReadonlyMap<number, number>): ThemeWeights {
  const starts = new Uint32Array(by.starts.length)
  const themes: number[] = []
  const weights: number[] = []
  for (let feature = 0; feature + 1 < by.starts.length; feature++) {
    for (let at = by.starts[feature]!; at < by.starts[feature + 1]!; at++) {
      const theme = numbers.get(by.themes[at]!)
      if (theme === undefined) continue
      themes.push(theme)
      weights.push(by.weights[at]!)
    }
    starts[feature + 1] = themes.length
  }
  return { starts, themes: Uint16Array.from(themes), weights: Float32Array.from(weights), count: by.count }
}
