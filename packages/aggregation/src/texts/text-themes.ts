import { checkPositive, checkWhole } from '../checks.ts'
import { communities, type Graph } from './communities.ts'
import { type NearestSettings, nearestTexts, type NearestTexts } from './nearest-texts.ts'
import type { TextVectors } from './text-vectors.ts'

export interface ThemeSettings extends NearestSettings {
  /** Above 1: more and smaller themes; 1 unless given. */
  readonly resolution?: number
  /** Texts that make a theme at least; 3 unless given. */
  readonly leastTexts?: number
}

/** Texts that lie near each other. */
export interface TextTheme {
  readonly number: number
  /** The most central first: those most like their neighbours in the theme. */
  readonly ids: readonly string[]
  /** Mean likeness of a text to its neighbours in the theme. */
  readonly cohesion: number
}

/** The themes of texts, the largest first, and those that belong to none. */
export interface TextThemes {
  readonly rule: 'textThemes'
  readonly themes: readonly TextTheme[]
  readonly alone: readonly string[]
  /** How much more likeness lies within themes than by chance, −½ … 1: below 0.3 there is little structure. */
  readonly modularity: number
  readonly settled: boolean
}

/**
 * Themes of texts: about what do many texts speak?
 *
 * Every text is joined to its nearest neighbours, and the graph falls into communities; their number is not
 * set. A picture to sort by hand, not a finding: name themes by `keywords` and look at the first texts of each.
 * Prefer `nearDuplicates` to find what was sent in twice.
 *
 * Ties: themes of equal size, and texts equally central, come in the order of their writing. Gaps: texts near
 * no other, and themes of fewer than `leastTexts`, are `alone`. Cost: texts × features × the texts that share a
 * feature; memory: texts × neighbours.
 *
 * Throws `RangeError` for settings out of range.
 *
 * Source: communities: Blondel et al. 2008; on neighbour graphs of texts: as in S. Fortunato, "Community
 * detection in graphs", Physics Reports 486 (2010), § on clustering.
 *
 * @example
 * textThemes(textVectors(['plant trees', 'more trees', 'old trees', 'night buses', 'more buses', 'buses on time']
 *   .map(text => ({ id: text, text })))).themes.map(({ ids }) => ids.length)
 * // → [3, 3]
 */
export function textThemes(vectors: TextVectors, settings: ThemeSettings = {}): TextThemes {
  const rule = 'textThemes'
  const { resolution = 1, leastTexts = 3 } = settings
  checkPositive(rule, 'resolution', resolution)
  checkWhole(rule, 'leastTexts', leastTexts, 1)
  const nearest = nearestTexts(rule, vectors, vectors, settings)
  const { labels, count, modularity, settled } = communities(joined(nearest), resolution)
  const members = Array.from({ length: count }, (): { text: number; closeness: number; near: number }[] => [])
  labels.forEach((label, text) => {
    let [closeness, near] = [0, 0]
    for (let at = nearest.starts[text]!; at < nearest.starts[text + 1]!; at++) {
      if (labels[nearest.texts[at]!] !== label) continue
      closeness += nearest.similarities[at]!
      near++
    }
    members[label]!.push({ text, closeness, near })
  })
  const large = members.filter(({ length }) => length >= leastTexts).sort((a, b) => b.length - a.length)
  const small = members.filter(({ length }) => length < leastTexts).flat()
  const idOf = ({ text }: { text: number }) => vectors.ids[text]!
  return {
    rule,
    themes: large.map((own, number) => ({
      number,
      ids: own.toSorted((a, b) => b.closeness - a.closeness || a.text - b.text).map(idOf),
      cohesion:
        own.reduce((sum, { closeness }) => sum + closeness, 0) /
        Math.max(
          1,
          own.reduce((sum, { near }) => sum + near, 0)
        )
    })),
    alone: small.toSorted((a, b) => a.text - b.text).map(idOf),
    modularity,
    settled
  }
}

/** The neighbours as a graph: an edge weighs the likeness once for each end that has the other as a neighbour. */
function joined({ starts, texts, similarities }: NearestTexts): Graph {
  const size = starts.length - 1
  const counts = new Uint32Array(size + 1)
  for (let text = 0; text < size; text++) {
    counts[text + 1]! += starts[text + 1]! - starts[text]!
    for (let at = starts[text]!; at < starts[text + 1]!; at++) counts[texts[at]! + 1]!++
  }
  for (let text = 0; text < size; text++) counts[text + 1]! += counts[text]!
  const places = counts.slice()
  const ends = new Uint32Array(counts[size]!)
  const weights = new Float64Array(ends.length)
  const put = (from: number, to: number, weight: number) => {
    const place = places[from]!++
    ends[place] = to
    weights[place] = weight
  }
  for (let text = 0; text < size; text++) {
    for (let at = starts[text]!; at < starts[text + 1]!; at++) {
      put(text, texts[at]!, similarities[at]!)
      put(texts[at]!, text, similarities[at]!)
    }
  }
  return { starts: counts, ends, weights }
}

/** The theme of a further text: `null` when no text with a theme is near. */
export interface ThemePlace {
  readonly id: string
  readonly theme: number | null
  /** Share of the likeness to neighbours that speaks for the theme. */
  readonly share: number
  /** The nearest texts, the nearest first. */
  readonly nearest: readonly { readonly id: string; readonly similarity: number }[]
}

/**
 * Places further texts among known themes: to which theme does a new text belong?
 *
 * The themes and the weights stay as they are. The theme with the most likeness among the nearest texts is
 * taken. Ties: of equal themes the larger (lower) number of the list. Gaps: a text near none with a theme has
 * the theme `null`. Cost: as one text of `textThemes` for each.
 *
 * Throws `RangeError` as `textThemes`.
 *
 * Source: T. Cover, P. Hart, "Nearest neighbor pattern classification", IEEE Trans. Inf. Theory 13 (1967).
 *
 * @param placed vectors of the new texts by `placeTexts`, or by the same embedding
 * @example
 * ((known) => placeInThemes(textThemes(known), known, placeTexts(known.model, [{ id: 'new', text: 'trees!' }]))[0].theme)(
 *   textVectors(['plant trees', 'more trees', 'old trees', 'night bus'].map(text => ({ id: text, text }))))
 * // → 0
 */
export function placeInThemes(
  { themes }: Pick<TextThemes, 'themes'>,
  known: TextVectors,
  placed: TextVectors,
  settings: NearestSettings = {}
): ThemePlace[] {
  const themeOf = new Map(themes.flatMap(({ number, ids }) => ids.map(id => [id, number] as const)))
  const { starts, texts, similarities } = nearestTexts('placeInThemes', known, placed, settings)
  return placed.ids.map((id, t) => {
    const nearest = Array.from({ length: starts[t + 1]! - starts[t]! }, (_, i) => ({
      id: known.ids[texts[starts[t]! + i]!]!,
      similarity: similarities[starts[t]! + i]!
    }))
    const sums = new Map<number, number>()
    for (const { id, similarity } of nearest) {
      const theme = themeOf.get(id)
      if (theme !== undefined) sums.set(theme, (sums.get(theme) ?? 0) + similarity)
    }
    const [best] = [...sums].sort(([a, sumA], [b, sumB]) => sumB - sumA || a - b)
    const all = nearest.reduce((sum, { similarity }) => sum + similarity, 0)
    return { id, theme: best?.[0] ?? null, share: best ? best[1] / all : 0, nearest }
  })
}
