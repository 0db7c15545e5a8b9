import type { TextVectors } from '@mozaika/aggregation'

/** What themes are known by: of each feature `f` the themes and their weights on it, `starts[f] … starts[f + 1] − 1`. */
export interface ThemeWeights {
  readonly starts: Uint32Array
  readonly themes: Uint16Array
  readonly weights: Float32Array
  readonly count: number
}

/** A theme is known by so many features at most. */
const featuresOfTheme = 200

/** The middle of each theme: the mean of its texts, brought to length 1. `members[t]` are the rows of theme `t`. */
export function themeWeights(vectors: TextVectors, members: readonly (readonly number[])[]): ThemeWeights {
  const features = vectors.frequencies.length
  const sums = new Float64Array(features)
  const all: { feature: number; theme: number; weight: number }[] = []
  members.forEach((rows, theme) => {
    const touched: number[] = []
    for (const row of rows) {
      for (let at = vectors.starts[row]!; at < vectors.starts[row + 1]!; at++) {
        const feature = vectors.features[at]!
        if (sums[feature] === 0) touched.push(feature)
        sums[feature]! += vectors.weights[at]!
      }
    }
    touched.sort((a, b) => sums[b]! - sums[a]! || a - b)
    const most = touched.slice(0, featuresOfTheme)
    const length = Math.sqrt(most.reduce((squares, feature) => squares + sums[feature]! ** 2, 0))
    for (const feature of most) all.push({ feature, theme, weight: sums[feature]! / length })
    for (const feature of touched) sums[feature] = 0
  })
  const starts = new Uint32Array(features + 1)
  for (const { feature } of all) starts[feature + 1]!++
  for (let feature = 0; feature < features; feature++) starts[feature + 1]! += starts[feature]!
  const places = starts.slice()
  const themes = new Uint16Array(all.length)
  const weights = new Float32Array(all.length)
  for (const { feature, theme, weight } of all) {
    const place = places[feature]!++
    themes[place] = theme
    weights[place] = weight
  }
  return { starts, themes, weights, count: members.length }
}

export interface Nearest {
  readonly theme: number
  /** From 0, nothing in common, to 1. */
  readonly likeness: number
}

/** Below it a text is of no theme. */
export const leastLikeness = 0.1

/** Says which theme is nearest to a text, given by its features and their weights; of equal ones the first. */
export function nearestTheme({ starts, themes, weights, count }: ThemeWeights) {
  const scores = new Float64Array(Math.max(1, count))
  return (features: ArrayLike<number>, own: ArrayLike<number>): Nearest => {
    scores.fill(0)
    for (let n = 0; n < features.length; n++) {
      const feature = features[n]!
      for (let at = starts[feature]!; at < starts[feature + 1]!; at++)
        scores[themes[at]!]! += own[n]! * weights[at]!
    }
    let theme = 0
    for (let other = 1; other < scores.length; other++) if (scores[other]! > scores[theme]!) theme = other
    return { theme, likeness: scores[theme]! }
  }
}
