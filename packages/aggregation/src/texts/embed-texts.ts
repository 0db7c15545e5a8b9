import { checkDistinctIds, checkFinite, fail } from '../checks.ts'
import { compareIds } from '../ties.ts'
import { normaliseText } from './normalise-text.ts'
import { scriptOf } from './script-of.ts'
import type { TextItem, TextVectors } from './text-vectors.ts'

/** A model of meaning: one list of numbers a text, all of one length. It may run elsewhere. */
export type Embed = (
  texts: readonly string[]
) => readonly ArrayLike<number>[] | Promise<readonly ArrayLike<number>[]>

/**
 * Texts as vectors of an outside model: which texts mean the same, in other words or other languages?
 *
 * What a model returns takes the place of `textVectors` everywhere: in `nearDuplicates` (with thresholds of
 * your own, for the ones set there are for spelling), `textThemes` and `placeInThemes`. Vectors are brought to
 * length 1. Prefer `textVectors` where no model is at hand: it needs none, explains itself, and is the same on
 * every machine. Every text has every feature here, so all pairs are looked at.
 *
 * Gaps: a vector of zeros is like nothing. Cost: the model's, and texts × dimensions.
 *
 * Rejects with `RangeError` for another number of vectors than texts, unequal lengths, numbers that are not
 * finite, an id that occurs twice.
 *
 * @example
 * embedTexts([{ id: 'a', text: 'trees' }], texts => texts.map(() => [3, 4])).then(({ weights }) => weights) instanceof Promise
 * // → true
 */
export async function embedTexts(items: readonly TextItem[], embed: Embed): Promise<TextVectors> {
  const rule = 'embedTexts'
  checkDistinctIds(
    rule,
    'texts',
    items.map(({ id }) => id)
  )
  const texts = items
    .map(({ id, text }) => ({ id, text, written: normaliseText(text) }))
    .sort((a, b) => compareIds(a.written, b.written) || compareIds(a.id, b.id))
  const rows = await embed(texts.map(({ text }) => text))
  if (rows.length !== texts.length)
    fail(rule, `the model must give ${texts.length} vectors, got ${rows.length}`)
  const size = rows[0]?.length ?? 0
  const starts = Uint32Array.from({ length: texts.length + 1 }, (_, t) => t * size)
  const features = new Uint32Array(texts.length * size)
  const weights = new Float64Array(texts.length * size)
  rows.forEach((row, t) => {
    if (row.length !== size) fail(rule, `vectors must be of one length, got ${row.length} and ${size}`)
    let squares = 0
    for (let i = 0; i < size; i++) {
      checkFinite(rule, `number ${i} of the vector of "${texts[t]!.id}"`, row[i]!)
      squares += row[i]! ** 2
    }
    for (let i = 0; i < size; i++) {
      features[t * size + i] = i
      weights[t * size + i] = squares > 0 ? row[i]! / Math.sqrt(squares) : 0
    }
  })
  const writing = new Uint32Array(texts.length)
  for (let t = 1; t < texts.length; t++) {
    writing[t] = writing[t - 1]! + (texts[t]!.written === texts[t - 1]!.written ? 0 : 1)
  }
  return {
    ids: texts.map(({ id }) => id),
    writing,
    scripts: texts.map(({ written }) => scriptOf(written)),
    starts,
    features,
    weights,
    frequencies: new Uint32Array(size).fill(texts.length),
    model: null
  }
}
