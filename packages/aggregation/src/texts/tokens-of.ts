import { fail } from '../checks.ts'
import { type LanguageCode, languages } from './languages/index.ts'
import { normaliseText } from './normalise-text.ts'

/** A word of a text: as written (in small letters), and the stem it shares with its other forms. */
export interface Token {
  readonly word: string
  readonly stem: string
}

const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*(?:'[\p{L}\p{M}]+)*/gu
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu

const known = new Map(
  Object.entries(languages).map(([code, { stopWords, endings, leastStem }]) => [
    code,
    {
      stopWords: new Set(stopWords),
      endings: [...new Set(endings)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1)),
      leastStem
    }
  ])
)

/**
 * Takes a text apart into words that carry meaning: what is it about?
 *
 * Words are runs of letters and digits, with apostrophes inside. Those too common in the language are left
 * out, and endings taken off by a short table, so that most forms of a word share a stem; it is no dictionary.
 * Chinese and Japanese, written without blanks, give pairs of neighbouring characters. For likeness of spelling
 * prefer `textVectors`, which needs no language. Cost: the length.
 *
 * Throws `RangeError` for a language it does not know.
 *
 * Source: light stemming: J. Savoy, "Light stemming approaches for the French, Portuguese, German and Hungarian
 * languages", SAC 2006; pairs of characters: J. Nie, J. Gao, J. Zhang, M. Zhou, "On the use of words and n-grams
 * for Chinese information retrieval", IRAL 2000.
 *
 * @param options `isNormalised`: the text was written by `normaliseText` already
 * @example
 * tokensOf('The parks and playgrounds', 'en')
 * // → [{ word: 'parks', stem: 'park' }, { word: 'playgrounds', stem: 'playground' }]
 */
export function tokensOf(
  text: string,
  language: LanguageCode,
  options: { readonly isNormalised?: boolean } = {}
): Token[] {
  const own = known.get(language)
  if (!own)
    fail('tokensOf', `the language must be one of ${[...known.keys()].join(', ')}, got ${String(language)}`)
  const { stopWords, endings, leastStem } = own
  const tokens: Token[] = []
  for (const [run] of (options.isNormalised ? text : normaliseText(text)).matchAll(WORD)) {
    if (stopWords.has(run)) continue
    const spaced = run.replaceAll(UNSPACED, ' ')
    for (const word of spaced === run ? [run] : spaced.split(' ').filter(Boolean)) {
      if (spaced === run) tokens.push({ word, stem: stemOf(word) })
      else tokens.push({ word, stem: word })
    }
    for (const [unspaced] of run.matchAll(UNSPACED)) {
      for (const pair of pairsOf(unspaced)) tokens.push({ word: pair, stem: pair })
    }
  }
  return tokens

  function stemOf(word: string): string {
    const ending = endings.find(ending => word.length - ending.length >= leastStem && word.endsWith(ending))
    return ending === undefined ? word : word.slice(0, -ending.length)
  }

  function pairsOf(run: string): string[] {
    const characters = [...run].filter(character => !stopWords.has(character))
    if (characters.length <= 1) return characters
    return characters.slice(1).map((character, i) => characters[i]! + character)
  }
}
