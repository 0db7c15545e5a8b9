import { placeTexts, tokensOf } from '@mozaika/aggregation'
import type { LanguageCode, TermVectors, TextModel, TextVectors, Thresholds } from '@mozaika/aggregation'
import { leastLikeness, nearestTheme } from './theme-weights.ts'
import type { ThemeWeights } from './theme-weights.ts'

/**
 * The weights of an analysis, frozen: what one more contribution is placed by, without looking at all the others again.
 * It survives a structured clone, so it can be kept and sent between threads.
 */
export interface Frozen {
  /** Terms that themes are known by: features of `weights` by their numbers. */
  readonly terms: readonly string[]
  readonly rarities: Float32Array
  readonly unknown: number
  readonly weights: ThemeWeights
  /** Where a near-copy begins, by script. */
  readonly thresholds: Thresholds
  /** Writings to compare with: the grams of each, and the rarest of them to find it by. */
  readonly copies: {
    readonly ids: readonly string[]
    readonly model: TextModel
    readonly scripts: TextVectors['scripts']
    readonly starts: Uint32Array
    readonly features: Uint32Array
    readonly weights: Float32Array
  }
}

/** Beyond so many writings a later one is compared with the others by the next full analysis. */
const mostWritings = 20_000

/** Keeps of an analysis what placing needs. */
export function freeze(
  terms: TermVectors,
  weights: ThemeWeights,
  grams: TextVectors,
  thresholds: Thresholds
): Frozen {
  const rarity = (frequency: number) => 1 + Math.log((1 + terms.ids.length) / (1 + frequency))
  const used = Array.from(terms.terms.keys()).filter(
    term => weights.starts[term]! < weights.starts[term + 1]!
  )
  return {
    terms: used.map(term => terms.terms[term]!),
    rarities: Float32Array.from(used, term => rarity(terms.frequencies[term]!)),
    unknown: rarity(0),
    // What no theme is known by has no weights in between.
    weights: {
      ...weights,
      starts: Uint32Array.from([...used.map(term => weights.starts[term]!), weights.themes.length])
    },
    thresholds,
    copies: writingsOf(grams)
  }
}

function writingsOf(grams: TextVectors): Frozen['copies'] {
  const size = grams.ids.length <= mostWritings ? grams.ids.length : 0
  const end = grams.starts[size]!
  return {
    ids: grams.ids.slice(0, size),
    model: grams.model!,
    scripts: grams.scripts.slice(0, size),
    starts: grams.starts.slice(0, size + 1),
    features: grams.features.slice(0, end),
    weights: Float32Array.from(grams.weights.subarray(0, end))
  }
}

/** Where one more contribution belongs. */
export interface Placed {
  /** Number of the theme; null where it is near none. */
  readonly theme: number | null
  readonly likeness: number
  /** What it nearly repeats, the likest first. */
  readonly copies: readonly { readonly id: string; readonly likeness: number }[]
}

const rarestOfWriting = 16
const mostCopies = 10

/** Places one contribution after another, on weights that stay as they are. */
export function placer(frozen: Frozen): (text: string, language: LanguageCode) => Placed {
  const { rarities, copies } = frozen
  const numberOf = new Map(frozen.terms.map((term, n) => [term, n]))
  const nearest = nearestTheme(frozen.weights)
  const posts = rarestPosts(copies)
  const shared = new Map<number, number>()
  return (text, language) => ({ ...themeOf(text, language), copies: copiesOf(text) })

  function themeOf(text: string, language: LanguageCode): Pick<Placed, 'theme' | 'likeness'> {
    const counts = new Map<string, number>()
    for (const { stem } of tokensOf(text, language)) counts.set(stem, (counts.get(stem) ?? 0) + 1)
    const features: number[] = []
    const weights: number[] = []
    let squares = 0
    for (const [term, count] of counts) {
      const number = numberOf.get(term)
      const weight = Math.sqrt(count) * (number === undefined ? frozen.unknown : rarities[number]!)
      squares += weight ** 2
      if (number === undefined) continue
      features.push(number)
      weights.push(weight)
    }
    const { theme, likeness } = nearest(features, weights)
    const share = squares === 0 ? 0 : likeness / Math.sqrt(squares)
    return share < leastLikeness ? { theme: null, likeness: 0 } : { theme, likeness: share }
  }

  function copiesOf(text: string): Placed['copies'] {
    if (copies.ids.length === 0) return []
    const own = placeTexts(copies.model, [{ id: '', text }])
    const limit = frozen.thresholds[own.scripts[0]!]
    shared.clear()
    for (const feature of own.features)
      for (const writing of posts.get(feature) ?? []) shared.set(writing, (shared.get(writing) ?? 0) + 1)
    const found: { id: string; likeness: number }[] = []
    for (const [writing, count] of shared) {
      if (count < 2) continue
      const likeness = dot(own, writing)
      if (likeness >= Math.max(limit, frozen.thresholds[copies.scripts[writing]!]))
        found.push({ id: copies.ids[writing]!, likeness })
    }
    return found.sort((a, b) => b.likeness - a.likeness || (a.id < b.id ? -1 : 1)).slice(0, mostCopies)
  }

  function dot(own: TextVectors, writing: number): number {
    let sum = 0
    let i = 0
    let j = copies.starts[writing]!
    while (i < own.features.length && j < copies.starts[writing + 1]!) {
      const difference = own.features[i]! - copies.features[j]!
      if (difference === 0) sum += own.weights[i++]! * copies.weights[j++]!
      else if (difference < 0) i++
      else j++
    }
    return Math.min(1, sum)
  }
}

/** Writings by each of their rarest grams: what repeats one shares some of them. */
function rarestPosts({ ids, starts, features }: Frozen['copies']): Map<number, number[]> {
  const posts = new Map<number, number[]>()
  for (let writing = 0; writing < ids.length; writing++) {
    const end = starts[writing + 1]!
    for (let at = Math.max(starts[writing]!, end - rarestOfWriting); at < end; at++) {
      const post = posts.get(features[at]!)
      if (post) post.push(writing)
      else posts.set(features[at]!, [writing])
    }
  }
  return posts
}
