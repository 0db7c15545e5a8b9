import { checkDistinctIds } from '../checks.ts'
import { compareIds } from '../ties.ts'
import { raritiesAmong, type TextVectors } from './text-vectors.ts'

/** A text by what it speaks of: stems of `tokensOf`, tags, names of places. */
export interface TermItem {
  readonly id: string
  readonly terms: readonly string[]
}

/** Vectors by terms, and what places further texts among them. */
export interface TermVectors extends TextVectors {
  /** By number. */
  readonly terms: readonly string[]
}

/**
 * Texts as vectors of the terms they speak of: which texts are about the same?
 *
 * As `textVectors`, with terms in place of character grams and √count for the count: some ten features a text instead of
 * a hundred, so `textThemes` costs a tenth. Texts stay in the order they are given in, and that order settles ties. Prefer
 * `textVectors` for likeness of writing, and where no language is known.
 *
 * Gaps: a text without terms has an empty vector, like nothing. Cost: the terms.
 *
 * Throws `RangeError` for an id that occurs twice.
 *
 * Source: as `textVectors`.
 *
 * @example
 * termVectors([{ id: 'a', terms: ['tree', 'park'] }, { id: 'b', terms: ['tree'] }]).terms // → ['tree', 'park']
 */
export function termVectors(items: readonly TermItem[]): TermVectors {
  checkDistinctIds(
    'termVectors',
    'texts',
    items.map(({ id }) => id)
  )
  const known = new Map<string, number>()
  const spelled: string[] = []
  const texts: number[] = []
  const rows = items.map(({ terms }, text) => {
    const counts = new Map<number, number>()
    for (const term of terms) {
      let place = known.get(term)
      if (place === undefined) {
        place = spelled.length
        known.set(term, place)
        spelled.push(term)
        texts.push(0)
      }
      const before = counts.get(place)
      if (before === undefined) texts[place]!++
      counts.set(place, (before ?? 0) + 1)
    }
    return { text, counts }
  })
  const order = Array.from(spelled.keys()).sort(
    (a, b) => texts[b]! - texts[a]! || compareIds(spelled[a]!, spelled[b]!)
  )
  const numbers = new Uint32Array(order.length)
  order.forEach((place, number) => (numbers[place] = number))
  const frequencies = Uint32Array.from(order, place => texts[place]!)
  const rarityOf = raritiesAmong(items.length)
  const starts = new Uint32Array(items.length + 1)
  rows.forEach(({ text, counts }) => (starts[text + 1] = starts[text]! + counts.size))
  const features = new Uint32Array(starts.at(-1) ?? 0)
  const weights = new Float64Array(features.length)
  rows.forEach(({ text, counts }) => {
    const own = features.subarray(starts[text], starts[text + 1])
    let filled = 0
    for (const place of counts.keys()) own[filled++] = numbers[place]!
    own.sort()
    let squares = 0
    own.forEach((number, i) => {
      const weight = Math.sqrt(counts.get(order[number]!)!) * rarityOf(frequencies[number]!)
      squares += weight * weight
      weights[starts[text]! + i] = weight
    })
    const length = Math.sqrt(squares)
    for (let at = starts[text]!; at < starts[text + 1]!; at++) weights[at]! /= length
  })
  return {
    ids: items.map(({ id }) => id),
    writing: Uint32Array.from(items.keys()),
    // Terms say nothing of the script of their text.
    scripts: items.map(() => 'other'),
    starts,
    features,
    weights,
    frequencies,
    model: null,
    terms: order.map(place => spelled[place]!)
  }
}
