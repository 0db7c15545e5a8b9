import { nearDuplicates, seededRandom, textVectors } from '@mozaika/aggregation'
import type { LanguageCode } from '@mozaika/aggregation'
import { copyGrams } from '../../src/core/theme/analyse.ts'
import { edited, edits } from './edits.ts'
import type { Corpus } from './statements.ts'

/** Pairs of a corpus by their likeness, and which of them were planted. */
export interface Planted {
  readonly language: LanguageCode
  readonly pairs: readonly { readonly likeness: number; readonly isPlanted: boolean }[]
  readonly planted: number
}

/** Every other text is written again, each way in turn; all that are alike are found, wherever they come from. */
export function plant({ language, texts }: Corpus): Planted {
  const random = seededRandom(`near-copies ${language}`)
  const copies = texts
    .map((text, n) => ({ n, text }))
    .filter(({ n }) => n % 2 === 0)
    .map(({ n, text }, at) => ({
      id: `copy-${n}`,
      text: edited(text, edits[at % edits.length]!, language, random)
    }))
  const originals = texts.map((text, n) => ({ id: `text-${n}`, text }))
  const everywhere = { latin: 0.3, cyrillic: 0.3, han: 0.3, other: 0.3 }
  const found = nearDuplicates(textVectors([...originals, ...copies], { grams: copyGrams }), {
    thresholds: everywhere
  })
  const isPlanted = (a: string, b: string) => {
    const [copy, text] = [a, b].toSorted()
    return copy!.startsWith('copy-') && text === `text-${copy!.slice(5)}`
  }
  const same = found.identical.flatMap(ids => ids.slice(1).map(id => ({ a: ids[0]!, b: id, similarity: 1 })))
  return {
    language,
    planted: copies.length,
    pairs: [...same, ...found.pairs].map(({ a, b, similarity }) => ({
      likeness: similarity,
      isPlanted: isPlanted(a, b)
    }))
  }
}

/** Harmonic mean of precision and recall. What real people wrote twice counts as wrong here: it was not planted. */
export function f1({ pairs, planted }: Planted, threshold: number): number {
  const found = pairs.filter(pair => pair.likeness >= threshold)
  const right = found.filter(pair => pair.isPlanted).length
  return (2 * right) / (found.length + planted)
}

/** The threshold that is best for a language, to be used on another one. */
export function bestThreshold(planted: Planted): number {
  let best = 0.3
  for (let threshold = 0.3; threshold <= 0.95; threshold += 0.01)
    if (f1(planted, threshold) > f1(planted, best)) best = threshold
  return best
}
