import { checkBetween, checkWhole } from '../checks.ts'
import { report, type Watch } from '../watch.ts'
import { dotOf } from './feature-index.ts'
import type { TextVectors } from './text-vectors.ts'

export interface NearestSettings extends Watch {
  /** Neighbours a text; 10 unless given. */
  readonly neighbours?: number
  /** Likeness below which texts are no neighbours; 0.1 unless given. */
  readonly leastSimilarity?: number
  /** Features that more texts have do not make neighbours; 1,000 or a tenth of the texts, unless given. */
  readonly mostFrequency?: number
}

/** The nearest of some texts to each of others: `texts[starts[t]] …` with `similarities`, the nearest first. */
export interface NearestTexts {
  readonly starts: Uint32Array
  readonly texts: Uint32Array
  readonly similarities: Float64Array
}

/** The nearest texts of `base` to each text of `asked` (which may be `base` itself: no text is its own). */
export function nearestTexts(
  rule: string,
  base: TextVectors,
  asked: TextVectors,
  settings: NearestSettings
): NearestTexts {
  const size = base.ids.length
  const { neighbours = 10, leastSimilarity = 0.1 } = settings
  // An outside model gives every text every feature: there all of them count.
  const usual = base.model === null ? Math.max(1, size) : Math.max(50, Math.min(1000, Math.floor(size / 10)))
  const { mostFrequency = usual } = settings
  checkWhole(rule, 'neighbours', neighbours, 1)
  checkWhole(rule, 'mostFrequency', mostFrequency, 1)
  checkBetween(rule, 'leastSimilarity', leastSimilarity, 0, 1)
  const posts = postingsOf(base, mostFrequency)
  const scores = new Float64Array(size)
  const touched = new Uint32Array(size)
  const lastAsked = new Int32Array(size).fill(-1)
  const starts = new Uint32Array(asked.ids.length + 1)
  const texts: number[] = []
  const similarities: number[] = []
  for (let text = 0; text < asked.ids.length; text++) {
    if (text % 1000 === 0) report(settings, text, asked.ids.length)
    const candidates = candidatesOf(text)
    for (const { other, similarity } of candidates) {
      texts.push(other)
      similarities.push(similarity)
    }
    starts[text + 1] = texts.length
  }
  return { starts, texts: Uint32Array.from(texts), similarities: Float64Array.from(similarities) }

  /** By the rarer features three times as many as wanted, of which the nearest by all features are kept. */
  function candidatesOf(text: number) {
    let count = 0
    for (let at = asked.starts[text]!; at < asked.starts[text + 1]!; at++) {
      const feature = asked.features[at]!
      const weight = asked.weights[at]!
      for (let place = posts.starts[feature]!; place < posts.starts[feature + 1]!; place++) {
        const other = posts.texts[place]!
        if (lastAsked[other] !== text) {
          lastAsked[other] = text
          touched[count++] = other
        }
        scores[other]! += weight * posts.weights[place]!
      }
    }
    const best = greatest(touched.subarray(0, count), scores, 3 * neighbours + 1)
    for (let i = 0; i < count; i++) scores[touched[i]!] = 0
    return best
      .filter(other => base !== asked || other !== text)
      .map(other => ({
        other,
        similarity: base === asked ? dotOf(base, text, other) : dotAcross(text, other)
      }))
      .filter(({ similarity }) => similarity >= leastSimilarity && similarity > 0)
      .sort((a, b) => b.similarity - a.similarity || a.other - b.other)
      .slice(0, neighbours)
  }

  function dotAcross(text: number, other: number): number {
    let sum = 0
    let i = asked.starts[text]!
    let j = base.starts[other]!
    while (i < asked.starts[text + 1]! && j < base.starts[other + 1]!) {
      const difference = asked.features[i]! - base.features[j]!
      if (difference === 0) sum += asked.weights[i++]! * base.weights[j++]!
      else if (difference < 0) i++
      else j++
    }
    return Math.min(1, sum)
  }
}

/** The texts of each feature that not too many have. */
function postingsOf({ starts, features, weights, frequencies }: TextVectors, mostFrequency: number) {
  const counts = new Uint32Array(frequencies.length)
  for (let at = 0; at < features.length; at++) counts[features[at]!]!++
  const ends = new Uint32Array(frequencies.length + 1)
  counts.forEach(
    (count, feature) => (ends[feature + 1] = ends[feature]! + (count > mostFrequency ? 0 : count))
  )
  const places = ends.slice()
  const texts = new Uint32Array(ends[frequencies.length]!)
  const postedWeights = new Float64Array(texts.length)
  for (let text = 0; text + 1 < starts.length; text++) {
    for (let at = starts[text]!; at < starts[text + 1]!; at++) {
      const feature = features[at]!
      if (counts[feature]! > mostFrequency) continue
      const place = places[feature]!++
      texts[place] = text
      postedWeights[place] = weights[at]!
    }
  }
  return { starts: ends, texts, weights: postedWeights }
}

/** The `wanted` texts of the greatest scores; of equal ones the first. */
function greatest(texts: Uint32Array, scores: Float64Array, wanted: number): number[] {
  const heap: number[] = []
  const isLess = (a: number, b: number) => scores[a]! < scores[b]! || (scores[a]! === scores[b]! && a > b)
  for (const text of texts) {
    if (heap.length < wanted) {
      heap.push(text)
      for (let at = heap.length - 1; at > 0;) {
        const up = (at - 1) >> 1
        if (!isLess(heap[at]!, heap[up]!)) break
        swap(at, up)
        at = up
      }
    } else if (isLess(heap[0]!, text)) {
      heap[0] = text
      for (let at = 0; ;) {
        let least = at
        for (const down of [2 * at + 1, 2 * at + 2]) {
          if (down < heap.length && isLess(heap[down]!, heap[least]!)) least = down
        }
        if (least === at) break
        swap(at, least)
        at = least
      }
    }
  }
  return heap

  function swap(a: number, b: number): void {
    const kept = heap[a]!
    heap[a] = heap[b]!
    heap[b] = kept
  }
}
