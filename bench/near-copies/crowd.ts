import { seededRandom } from '@mozaika/aggregation'
import type { LanguageCode } from '@mozaika/aggregation'
import { edited, edits } from './edits.ts'
import type { Corpus } from './statements.ts'

export interface Voice {
  readonly id: string
  readonly text: string
  readonly language: LanguageCode
}

/**
 * So many contributions in six languages, each of some pieces of real texts in its language put together anew, so that
 * words are as common and as long as people's and no text is another; every tenth is an earlier one, carelessly again.
 * The same seed gives the same crowd.
 */
export function crowd(corpora: readonly Corpus[], size: number, seed = 'a crowd'): Voice[] {
  const random = seededRandom(seed)
  const pieces = corpora.map(({ texts }) =>
    texts.flatMap(text => {
      const words = text.split(' ')
      return Array.from({ length: Math.ceil(words.length / 4) }, (_, n) =>
        words.slice(4 * n, 4 * n + 4).join(' ')
      )
    })
  )
  const voices: Voice[] = []
  for (let n = 0; n < size; n++) {
    const id = `voice-${String(n).padStart(6, '0')}`
    if (n % 10 === 9) {
      const { text, language } = voices[random.below(voices.length)]!
      voices.push({ id, text: edited(text, edits[random.below(edits.length)]!, language, random), language })
      continue
    }
    const one = random.below(corpora.length)
    const own = pieces[one]!
    const text = Array.from({ length: 3 + random.below(5) }, () => own[random.below(own.length)]!).join(' ')
    voices.push({ id, text, language: corpora[one]!.language })
  }
  return voices
}
