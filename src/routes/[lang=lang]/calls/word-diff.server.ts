import { diffWords } from 'diff'

/** A stretch of text that stayed, came or went. */
export interface Piece {
  readonly text: string
  readonly change: 'same' | 'added' | 'removed'
}

/** Two texts that share little can take long to compare; after this, the new one stands for itself. */
const timeoutMs = 200
const segmenter = new Intl.Segmenter('en', { granularity: 'word' })

/** What changed between two texts, word by word, in any script. */
export function diffOfWords(before: string, after: string): Piece[] {
  const found = diffWords(before, after, { intlSegmenter: segmenter, timeout: timeoutMs })
  if (!found) return [piece(before, 'removed'), piece(after, 'added')]
  return found.map(({ value, added, removed }) =>
    piece(value, added ? 'added' : removed ? 'removed' : 'same')
  )
}

const piece = (text: string, change: Piece['change']): Piece => ({ text, change })
