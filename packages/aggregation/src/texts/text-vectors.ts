import { checkDistinctIds } from '../checks.ts'
import { roundSignificant } from '../round-significant.ts'
import { compareIds } from '../ties.ts'
import { report, type Watch } from '../watch.ts'
import { characterGrams } from './character-grams.ts'
import { normaliseText } from './normalise-text.ts'
import { type Script, scriptOf } from './script-of.ts'

/** A text with its id. */
export interface TextItem {
  readonly id: string
  readonly text: string
}

/**
 * Texts as sparse vectors of length 1. Text `t` has `weights[starts[t]] … weights[starts[t + 1] − 1]` on the
 * `features` at the same places; features are numbered from the most common to the rarest, and ascend within
 * each text. Texts are in the order of their normalised writing, for the order of ids means nothing.
 */
export interface TextVectors {
  readonly ids: readonly string[]
  /** Texts that are written the same share a number. */
  readonly writing: Uint32Array
  readonly scripts: readonly Script[]
  readonly starts: Uint32Array
  readonly features: Uint32Array
  readonly weights: Float64Array
  /** How many texts have each feature. */
  readonly frequencies: Uint32Array
  /** What places further texts among these; `null` for vectors made by another model. */
  readonly model: TextModel | null
}

/** The weights of the grams, frozen. */
export interface TextModel {
  readonly documents: number
  /** Hashes of the grams, ascending, with their numbers at the same places. */
  readonly hashes: Uint32Array
  readonly numbers: Uint32Array
  /** By number. */
  readonly frequencies: Uint32Array
}

/**
 * Texts as vectors of their character grams: which texts are written alike, in any language?
 *
 * A gram weighs its count × (1 + ln((1 + texts) ∕ (1 + texts with it))), and vectors have length 1, so that
 * their product is 1 for the same grams and 0 for none in common. Prefer `embedTexts` with a language model
 * where texts mean the same in other words.
 *
 * Gaps: a text without letters has an empty vector, like nothing. Cost: the length of the texts; memory: some
 * twelve bytes a gram.
 *
 * Throws `RangeError` for an id that occurs twice.
 *
 * Source: K. Spärck Jones, "A statistical interpretation of term specificity", J. Documentation 28 (1972);
 * G. Salton, C. Buckley, "Term-weighting approaches", Inf. Process. Manag. 24 (1988).
 *
 * @example
 * textVectors([{ id: 'b', text: 'More trees' }, { id: 'a', text: 'more  trees' }]).writing // → Uint32Array.of(0, 0)
 */
export function textVectors(items: readonly TextItem[], watch: Watch = {}): TextVectors {
  checkDistinctIds(
    'textVectors',
    'texts',
    items.map(({ id }) => id)
  )
  const texts = inOrder(items)
  const grams = texts.map(({ text }, t) => {
    if (t % 1000 === 0) report(watch, t, texts.length)
    return countGrams(text)
  })
  const counts = new Map<number, number>()
  for (const own of grams) for (const hash of own.hashes) counts.set(hash, (counts.get(hash) ?? 0) + 1)
  const order = [...counts].sort(([a, countA], [b, countB]) => countB - countA || a - b)
  const model: TextModel = {
    documents: texts.length,
    ...sortedNumbers(order.map(([hash]) => hash)),
    frequencies: Uint32Array.from(order, ([, count]) => count)
  }
  return vectorsBy(model, texts, grams)
}

/**
 * Places further texts among those of a model: the vectors they would have, with the weights frozen.
 *
 * Grams the model does not know weigh as the rarest and count for the length, so that a text of other words is
 * like none. Throws and costs as `textVectors`.
 *
 * @example
 * placeTexts(textVectors([{ id: 'a', text: 'trees' }]).model, [{ id: 'b', text: 'Trees' }]).features.length // → 12
 */
export function placeTexts(model: TextModel, items: readonly TextItem[]): TextVectors {
  checkDistinctIds(
    'placeTexts',
    'texts',
    items.map(({ id }) => id)
  )
  const texts = inOrder(items)
  return vectorsBy(
    model,
    texts,
    texts.map(({ text }) => countGrams(text))
  )
}

function sortedNumbers(hashes: readonly number[]): Pick<TextModel, 'hashes' | 'numbers'> {
  const numbers = Uint32Array.from(hashes.keys()).sort((a, b) => hashes[a]! - hashes[b]!)
  return { hashes: Uint32Array.from(numbers, number => hashes[number]!), numbers }
}

function numberOf({ hashes, numbers }: TextModel, hash: number): number | null {
  let low = 0
  let high = hashes.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (hashes[middle]! < hash) low = middle + 1
    else high = middle
  }
  return hashes[low] === hash ? numbers[low]! : null
}

interface Writing {
  readonly id: string
  readonly text: string
}

function inOrder(items: readonly TextItem[]): Writing[] {
  return items
    .map(({ id, text }) => ({ id, text: normaliseText(text) }))
    .sort((a, b) => compareIds(a.text, b.text) || compareIds(a.id, b.id))
}

interface GramCounts {
  readonly hashes: Uint32Array
  readonly counts: Uint32Array
}

function countGrams(text: string): GramCounts {
  const grams = Uint32Array.from(characterGrams(text)).sort()
  const counts = new Uint32Array(grams.length)
  let size = 0
  for (let at = 0; at < grams.length; at++) {
    if (at === 0 || grams[at] !== grams[at - 1]) grams[size++] = grams[at]!
    counts[size - 1]!++
  }
  return { hashes: grams.slice(0, size), counts: counts.slice(0, size) }
}

/** More of one gram than any text has, whose length is below 2³⁰. */
const MOST_COUNT = 2 ** 30

function vectorsBy(model: TextModel, texts: readonly Writing[], grams: readonly GramCounts[]): TextVectors {
  const { frequencies, documents } = model
  const rarity = (frequency: number) => roundSignificant(1 + Math.log((1 + documents) / (1 + frequency)))
  const rarities = Float64Array.from(frequencies, rarity)
  const unknown = rarity(0)
  const total = grams.reduce((sum, { hashes }) => sum + hashes.length, 0)
  const starts = new Uint32Array(texts.length + 1)
  const features = new Uint32Array(total)
  const weights = new Float64Array(total)
  let size = 0
  grams.forEach(({ hashes, counts }, t) => {
    let squares = 0
    let known = 0
    // Number and count in one key, so that sorting by number takes the counts along.
    const keys = new Float64Array(hashes.length)
    hashes.forEach((hash, i) => {
      const number = numberOf(model, hash)
      if (number === null) squares += (counts[i]! * unknown) ** 2
      else keys[known++] = number * MOST_COUNT + counts[i]!
    })
    const from = size
    for (const key of keys.subarray(0, known).sort()) {
      const number = Math.floor(key / MOST_COUNT)
      const weight = (key % MOST_COUNT) * rarities[number]!
      squares += weight * weight
      features[size] = number
      weights[size++] = weight
    }
    const length = Math.sqrt(squares)
    for (let at = from; at < size; at++) weights[at]! /= length
    starts[t + 1] = size
  })
  const writing = new Uint32Array(texts.length)
  for (let t = 1; t < texts.length; t++) {
    writing[t] = writing[t - 1]! + (texts[t]!.text === texts[t - 1]!.text ? 0 : 1)
  }
  return {
    ids: texts.map(({ id }) => id),
    writing,
    scripts: texts.map(({ text }) => scriptOf(text)),
    starts,
    features: features.slice(0, size),
    weights: weights.slice(0, size),
    frequencies,
    model
  }
}
