import { checkWhole, fail } from '../checks.ts'
import { compareIds, sortedIds } from '../ties.ts'
import type { LanguageCode } from './languages/index.ts'
import { tokensOf, type Token } from './tokens-of.ts'

/** A text with the class it belongs to: a theme, an opinion group, a district. */
export interface ClassedText {
  readonly text: string
  readonly class: string
  readonly language: LanguageCode
  /** What `tokensOf` gives for it, where that was asked before: spares asking again. */
  readonly tokens?: readonly Token[]
}

/** A word that a class uses more than the others. */
export interface Keyword {
  /** The most frequent form in the class. */
  readonly word: string
  /** Logarithm of the odds in the class less that in the others, smoothed. */
  readonly logOdds: number
  /** `logOdds` in standard errors: above 1.96, chance would do so less than one time in forty. */
  readonly z: number
  readonly count: number
  readonly texts: number
}

export interface KeywordSettings {
  /** Keywords a class; 10 unless given. */
  readonly most?: number
  /** Texts of the class that must have the word; 2 unless given. */
  readonly leastTexts?: number
  /** Weight of what all texts say, in words; 100 unless given. */
  readonly prior?: number
}

/**
 * Keywords by class: which words does a class use more than the others?
 *
 * Words are compared by their log-odds, drawn towards what all texts say, and ordered by how sure the
 * difference is, so neither the commonest nor the rarest words win. Prefer a list of counts where there is one
 * class only.
 *
 * Ties: equal z in code-unit order of stems. Gaps: words of too few texts are left out, and a class may have no
 * keyword. Cost: the length of the texts.
 *
 * Throws `RangeError` for settings that are not above 0 and for an unknown language.
 *
 * Source: B. Monroe, M. Colaresi, K. Quinn, "Fightin' words: lexical feature selection and evaluation for
 * identifying the content of political conflict", Political Analysis 16 (2008), 372–403, § 3.4.
 *
 * @example
 * keywords([
 *   ...['trees in the park', 'old trees', 'the tree'].map(text => ({ text, class: 'green', language: 'en' })),
 *   ...['a bus at night', 'night buses', 'the bus'].map(text => ({ text, class: 'transport', language: 'en' }))
 * ]).map(({ class: name, keywords }) => `${name}: ${keywords[0].word}`)
 * // → ['green: trees', 'transport: bus']
 */
export function keywords(
  texts: readonly ClassedText[],
  settings: KeywordSettings = {}
): { readonly class: string; readonly keywords: readonly Keyword[] }[] {
  const { most = 10, leastTexts = 2, prior = 100 } = settings
  checkWhole('keywords', 'most', most, 1)
  checkWhole('keywords', 'leastTexts', leastTexts, 1)
  if (!(Number.isFinite(prior) && prior > 0)) fail('keywords', `prior must be above 0, got ${prior}`)
  const classes = new Map(
    sortedIds(texts.map(text => text.class)).map(name => [name, new Map<string, Usage>()])
  )
  const all = new Map<string, number>()
  let allWords = 0
  for (const { text, class: name, language, tokens } of texts) {
    const own = classes.get(name)!
    const inText = new Set<string>()
    for (const { word, stem } of tokens ?? tokensOf(text, language)) {
      const usage = own.get(stem) ?? { count: 0, texts: 0, words: new Map<string, number>() }
      usage.count++
      usage.words.set(word, (usage.words.get(word) ?? 0) + 1)
      if (!inText.has(stem)) usage.texts++
      inText.add(stem)
      own.set(stem, usage)
      all.set(stem, (all.get(stem) ?? 0) + 1)
      allWords++
    }
  }
  return [...classes].map(([name, own]) => {
    const words = [...own.values()].reduce((sum, { count }) => sum + count, 0)
    const found = [...own]
      .filter(([, usage]) => usage.texts >= leastTexts)
      .map(([stem, usage]) => {
        const share = (prior * all.get(stem)!) / allWords
        const inside = usage.count + share
        const outside = all.get(stem)! - usage.count + share
        const logOdds =
          Math.log(inside / (words + prior - inside)) -
          Math.log(outside / (allWords - words + prior - outside))
        const z = logOdds / Math.sqrt(1 / inside + 1 / outside)
        return { stem, word: commonest(usage.words), logOdds, z, count: usage.count, texts: usage.texts }
      })
      .filter(({ z }) => z > 0)
      .sort((a, b) => b.z - a.z || compareIds(a.stem, b.stem))
      .slice(0, most)
    return { class: name, keywords: found.map(({ stem: _, ...keyword }) => keyword) }
  })
}

interface Usage {
  count: number
  texts: number
  readonly words: Map<string, number>
}

function commonest(words: ReadonlyMap<string, number>): string {
  return [...words].sort(([a, countA], [b, countB]) => countB - countA || compareIds(a, b))[0]![0]
}
