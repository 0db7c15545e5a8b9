import { checkDistinctIds, checkWhole } from '../checks.ts'
import { roundSignificant } from '../round-significant.ts'
import { compareIds } from '../ties.ts'
import { report, type Watch } from '../watch.ts'
import { characterGrams, type GramSizes, usualGrams } from './character-grams.ts'
import { countHashes } from './count-hashes.ts'
import { normaliseText } from './normalise-text.ts'
import { type Script, scriptOf } from './script-of.ts'

export interface VectorSettings extends Watch {
  /** Characters of the shortest and the longest grams; 3 to 5 unless given. Grams of four alone cost a third. */
  readonly grams?: GramSizes
  /** The texts were written by `normaliseText` already. */
  readonly isNormalised?: boolean
}

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
  readonly grams: GramSizes
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
export function textVectors(items: readonly TextItem[], settings: VectorSettings = {}): TextVectors {
  const { grams: sizes = usualGrams } = settings
  checkWhole('textVectors', 'the shortest grams', sizes[0], 1)
  checkWhole('textVectors', 'the longest grams', sizes[1], sizes[0])
  checkDistinctIds(
    'textVectors',
    'texts',
    items.map(({ id }) => id)
  )
  const texts = inOrder(items, settings.isNormalised)
  const grams = texts.map(({ text }, t) => {
    if (t % 1000 === 0) report(settings, t, texts.length)
    return countGrams(text, sizes)
  })
  const { hashes, frequencies, numberOf } = countHashes(grams.map(own => own.hashes))
  const model: TextModel = {
    grams: sizes,
    documents: texts.length,
    ...sortedNumbers(hashes),
    frequencies
  }
  return vectorsBy(model, texts, grams, numberOf)
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
    texts.map(({ text }) => countGrams(text, model.grams)),
    hash => numberIn(model, hash)
  )
}

function sortedNumbers(hashes: Uint32Array): Pick<TextModel, 'hashes' | 'numbers'> {
  const numbers = numbersByHash(hashes)
  return { hashes: Uint32Array.from(numbers, number => hashes[number]!), numbers }
}

/** Places in a list of hashes, by the hashes. */
function numbersByHash(hashes: Uint32Array): Uint32Array {
  if (hashes.length > MOST_FEATURES)
    return Uint32Array.from(hashes.keys()).sort((a, b) => hashes[a]! - hashes[b]!)
  // Two numbers in one key sort natively.
  const keys = Float64Array.from(hashes, (hash, n) => hash * MOST_FEATURES + n).sort()
  return Uint32Array.from(keys, key => key % MOST_FEATURES)
}

function numberIn({ hashes, numbers }: TextModel, hash: number): number {
  let low = 0
  let high = hashes.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (hashes[middle]! < hash) low = middle + 1
    else high = middle
  }
  return hashes[low] === hash ? numbers[low]! : -1
}

interface Writing {
  readonly id: string
  readonly text: string
}

function inOrder(items: readonly TextItem[], isNormalised = false): Writing[] {
  return items
    .map(({ id, text }) => ({ id, text: isNormalised ? text : normaliseText(text) }))
    .sort((a, b) => compareIds(a.text, b.text) || compareIds(a.id, b.id))
}

/** How much a feature weighs by how many texts have it: worked out once for each frequency. */
export function raritiesAmong(documents: number): (frequency: number) => number {
  const known = new Float64Array(documents + 1)
  return frequency => {
    if (known[frequency] === 0)
      known[frequency] = roundSignificant(1 + Math.log((1 + documents) / (1 + frequency)))
    return known[frequency]!
  }
}

interface GramCounts {
  readonly hashes: Uint32Array
  readonly counts: Uint32Array
}

function countGrams(text: string, sizes: GramSizes): GramCounts {
  const grams = new Uint32Array(characterGrams(text, sizes)).sort()
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
/** Up to so many, a hash and a number make one key without loss. */
const MOST_FEATURES = 2 ** 21

function vectorsBy(
  model: TextModel,
  texts: readonly Writing[],
  grams: readonly GramCounts[],
  numberOf: (hash: number) => number
): TextVectors {
  const { frequencies, documents } = model
  const rarityOf = raritiesAmong(documents)
  const unknown = rarityOf(0)
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
      const number = numberOf(hash)
      if (number < 0) squares += (counts[i]! * unknown) ** 2
      else keys[known++] = number * MOST_COUNT + counts[i]!
    })
    const from = size
    for (const key of keys.subarray(0, known).sort()) {
      const number = Math.floor(key / MOST_COUNT)
      const weight = (key % MOST_COUNT) * rarityOf(frequencies[number]!)
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
