import {
  keywords,
  nearDuplicates,
  normaliseText,
  termVectors,
  textVectors,
  tokensOf
} from '@mozaika/aggregation'
import type { LanguageCode, Token } from '@mozaika/aggregation'
import { alignThemes } from './align.ts'
import { freeze } from './frozen.ts'
import type { Frozen } from './frozen.ts'
import { findThemes } from './find-themes.ts'
import type { FoundThemes } from './find-themes.ts'

/** A contribution as the analysis reads it: words and where they belong, nobody's name. */
export interface Read {
  readonly id: string
  readonly text: string
  readonly language: LanguageCode
}

export interface FoundTheme {
  /** The theme of the last analysis that this one goes on from; null for a new one. */
  readonly themeId: string | null
  readonly keywords: readonly string[]
  /** Those most like the others, at most three. */
  readonly typical: readonly string[]
  readonly members: readonly { readonly id: string; readonly likeness: number }[]
}

export interface FoundCopy {
  readonly a: string
  readonly b: string
  readonly likeness: number
}

export interface Found {
  readonly themes: readonly FoundTheme[]
  readonly copies: readonly FoundCopy[]
  /** Below 0.3 the themes are hardly more than chance. */
  readonly modularity: number
  readonly frozen: Frozen
}

/** Grams of four characters alone find near-copies as well as three to five, at a third of the cost. */
export const copyGrams = [4, 4] as const
/** Where a near-copy begins, on these grams: measured in six languages by `bench/near-copies`. */
export const copyThresholds = { latin: 0.7, cyrillic: 0.7, han: 0.6, other: 0.7 } as const
const written = { isNormalised: true }
/** Pairs more than this are no list that anybody goes through. */
const mostCopies = 20_000

/**
 * What a crowd said: what was said twice, about what many speak, and weights to place what comes later. The same
 * contributions give the same analysis whatever order they come in. Pure; some seconds for 100,000.
 *
 * @param before the themes of the last analysis, by contribution, so that those that live on keep their ids
 * @param progress is told the share that is done
 */
export function analyse(
  contributions: readonly Read[],
  before: ReadonlyMap<string, string>,
  progress: (share: number) => void = () => {}
): Found {
  const texts = inOrder(contributions)
  progress(0.05)
  const tokens = texts.map(({ text, language }) => tokensOf(text, language, written))
  progress(0.2)
  const terms = termVectors(texts.map(({ id }, n) => ({ id, terms: tokens[n]!.map(token => token.stem) })))
  const found = findThemes(terms)
  progress(0.5)
  const wordsOf = themeWords(texts, tokens, found)
  progress(0.6)
  const grams = textVectors(texts, { grams: copyGrams, ...written })
  progress(0.8)
  const copies = copiesIn(nearDuplicates(grams, { mostPairs: mostCopies, thresholds: copyThresholds }))
  progress(0.95)
  const members = found.members.map(rows => rows.map(row => texts[row]!.id))
  const ids = alignThemes(members, before)
  return {
    themes: found.members.map((rows, n) => ({
      themeId: ids[n]!,
      keywords: wordsOf.get(String(n)) ?? [],
      typical: found.typical[n]!.map(row => texts[row]!.id),
      members: rows.map(row => ({ id: texts[row]!.id, likeness: found.of[row]!.likeness }))
    })),
    copies,
    modularity: found.modularity,
    frozen: freeze(terms, found.weights, grams, copyThresholds)
  }
}

/** Normalised, by their words, then by their ids: the order they come in means nothing. */
function inOrder(contributions: readonly Read[]): Read[] {
  return contributions
    .map(one => ({ ...one, text: normaliseText(one.text) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.id < b.id ? -1 : 1))
}

function themeWords(
  texts: readonly Read[],
  tokens: readonly (readonly Token[])[],
  { of }: FoundThemes
): Map<string, string[]> {
  const classed = texts.map(({ text, language }, row) => ({
    text,
    language,
    tokens: tokens[row]!,
    class: String(of[row]?.theme ?? 'none')
  }))
  return new Map(
    keywords(classed, { most: 8 }).map(one => [one.class, one.keywords.map(keyword => keyword.word)])
  )
}

/** Each pair once; what is written the same is as like as can be. */
function copiesIn({ identical, pairs }: ReturnType<typeof nearDuplicates>): FoundCopy[] {
  const same = identical.flatMap(([first, ...others]) =>
    others.map(other => ({ a: first!, b: other, likeness: 1 }))
  )
  return [...same, ...pairs.map(({ a, b, similarity }) => ({ a, b, likeness: similarity }))]
    .slice(0, mostCopies)
    .map(({ a, b, likeness }) => (a < b ? { a, b, likeness } : { a: b, b: a, likeness }))
}
