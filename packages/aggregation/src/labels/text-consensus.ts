import { checkWhole, fail } from '../checks.ts'
import { compareIds, type Tie, tie, type TooFew, type TooLarge, tooFew } from '../ties.ts'
import { alignToSlots, editDistance, type Slot } from './align-texts.ts'

/** How texts are taken apart, and how long they may be. */
export interface TextSettings {
  /** `'word'` unless given: parts between spaces; `'character'` for scripts without spaces. */
  readonly unit?: 'word' | 'character'
  /** Words or characters of all different texts together at most; 10,000 unless given. */
  readonly most?: number
}

/** What stands at one place of the text, by how many people: `''` is nothing. The most frequent first. */
export interface TextPlace {
  readonly choices: readonly { readonly text: string; readonly votes: number }[]
}

/**
 * The text most people agree on part by part; a tie among texts where people are equally divided on parts.
 */
export interface TextConsensus {
  readonly kind: 'text'
  readonly outcome: { readonly kind: 'text'; readonly text: string } | Tie
  /** Whether the tie names all texts there are: at most 16 are listed. */
  readonly complete: boolean
  readonly places: readonly TextPlace[]
  /** The mean over the places of the share of people who agree with what most say. */
  readonly agreement: number
  readonly texts: number
}

/**
 * Consensus on texts: what stands on the page, when several people copied it and each made other slips?
 *
 * All texts are aligned, part by part, and each part goes to what most people read there; so a text can come
 * out that nobody wrote without a slip. For short transcriptions and notes. Prefer `majorityLabels` for
 * answers that are either the same or not, such as codes.
 *
 * The alignment begins with the text closest to all others. Ties: parts read in equally many ways give a tie
 * among texts. Gaps: no texts are `too-few`, an empty text counts; more than `most` parts are `too-large`.
 * Upper case, spelling and marks are compared as they are. Cost: the square of the parts of all different
 * texts.
 *
 * Throws `RangeError` for a unit that is none.
 *
 * Source: J. G. Fiscus, "A post-processing system to yield reduced word error rates: recognizer output voting
 * error reduction (ROVER)", ASRU 1997.
 *
 * @example
 * textConsensus(['the quick fox', 'the quik fox', 'teh quick fox']).outcome // → { kind: 'text', text: 'the quick fox' }
 */
export function textConsensus(
  texts: readonly string[],
  { unit = 'word', most = 10_000 }: TextSettings = {}
): TextConsensus | TooFew | TooLarge {
  const rule = 'textConsensus'
  checkWhole(rule, 'most', most, 1)
  if (unit !== 'word' && unit !== 'character')
    fail(rule, `unit must be word or character, got ${String(unit)}`)
  if (texts.length === 0) return tooFew(0, 1)
  const counts = new Map<string, number>()
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1)
  const readings = [...counts]
    .sort(([a], [b]) => compareIds(a, b))
    .map(([text, votes]) => ({ parts: partsOf(text, unit), votes }))
  const parts = readings.reduce((sum, { parts }) => sum + parts.length, 0)
  if (parts > most) return { kind: 'too-large', have: parts, most }
  const slots = alignAll(readings)
  const places = slots.map(slot => ({
    choices: [...slot]
      .map(([text, votes]) => ({ text, votes }))
      .sort((a, b) => b.votes - a.votes || compareIds(a.text, b.text))
  }))
  const leading = places.map(({ choices }) =>
    choices.filter(({ votes }) => votes === choices[0]!.votes).map(({ text }) => text)
  )
  const { found, complete } = combinations(leading, unit === 'word' ? ' ' : '')
  const shares = places.map(({ choices }) => choices[0]!.votes / texts.length)
  return {
    kind: 'text',
    outcome: found.length === 1 ? { kind: 'text', text: found[0]! } : tie(found),
    complete,
    places,
    agreement: shares.length === 0 ? 1 : shares.reduce((sum, own) => sum + own, 0) / shares.length,
    texts: texts.length
  }
}

interface Reading {
  readonly parts: readonly string[]
  readonly votes: number
}

/** White space parts words; characters are Unicode's, not halves of them. */
function partsOf(text: string, unit: 'word' | 'character'): string[] {
  return unit === 'word' ? text.split(/\s+/u).filter(part => part !== '') : [...text]
}

/** All readings in one row of slots, the one closest to all others first, then the next closest to that. */
function alignAll(readings: readonly Reading[]): Slot[] {
  const distances = readings.map(a => readings.map(b => editDistance(a.parts, b.parts)))
  const sums = distances.map(row => row.reduce((sum, own, k) => sum + own * readings[k]!.votes, 0))
  const centre = sums.indexOf(Math.min(...sums))
  // Readings are in the order of their texts, which decides among equally close ones.
  const order = [...readings.keys()].sort((a, b) => distances[centre]![a]! - distances[centre]![b]! || a - b)
  let slots: Slot[] = []
  let votes = 0
  for (const place of order) {
    slots = alignToSlots(slots, votes, readings[place]!.parts, readings[place]!.votes)
    votes += readings[place]!.votes
  }
  return slots
}

const MOST_TEXTS = 16

/** Every text that takes one leading choice at each place, at most so many. */
function combinations(leading: readonly (readonly string[])[], space: string) {
  let found: string[][] = [[]]
  let complete = true
  for (const choices of leading) {
    found = found.flatMap(parts => choices.map(text => (text === '' ? parts : [...parts, text])))
    if (found.length > MOST_TEXTS) {
      complete = false
      found = found.slice(0, MOST_TEXTS)
    }
  }
  return { found: [...new Set(found.map(parts => parts.join(space)))], complete }
}
