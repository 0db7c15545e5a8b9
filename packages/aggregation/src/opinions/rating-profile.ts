import { checkDistinctIds, checkFinite, fail } from '../checks.ts'
import { sortedIds } from '../ties.ts'
import type { OpinionProfile } from './opinion-profile.ts'

/** One rater's rating of one note; 0 … 1 is usual (not helpful … helpful, disagree … agree). */
export interface NoteRating {
  readonly rater: string
  readonly note: string
  readonly value: number
}

/** Ratings by columns, for reading millions: row `i` is the rating of rater number `raterOf[i]`. */
export interface RatingColumns {
  readonly raters: readonly string[]
  readonly notes: readonly string[]
  readonly raterOf: ArrayLike<number>
  readonly noteOf: ArrayLike<number>
  readonly values: ArrayLike<number>
}

/**
 * Ratings as numbers: raters and notes in code-unit order. Rater `u` gave `values[starts[u]] … values[starts[u
 * + 1] − 1]` to the notes `noteOf[…]` at the same places.
 */
export interface RatingProfile {
  readonly raters: readonly string[]
  readonly notes: readonly string[]
  readonly starts: Uint32Array
  /** Ascending within each rater. */
  readonly noteOf: Uint32Array
  readonly values: Float64Array
}

/**
 * Reads ratings: the first step to `bridgingFactors`.
 *
 * For millions of ratings prefer `ratingProfileOfColumns`. Cost: ratings, and n log n for raters and notes.
 *
 * Throws `RangeError` for a value that is not finite and for two ratings of one rater on one note.
 *
 * @example
 * ratingProfile([{ rater: 'b', note: 'x', value: 1 }, { rater: 'a', note: 'x', value: 0 }]).values
 * // → Float64Array.of(0, 1)
 */
export function ratingProfile(ratings: readonly NoteRating[]): RatingProfile {
  const raters = sortedIds(ratings.map(({ rater }) => rater))
  const notes = sortedIds(ratings.map(({ note }) => note))
  const raterNumbers = new Map(raters.map((id, u) => [id, u]))
  const noteNumbers = new Map(notes.map((id, n) => [id, n]))
  return readColumns('ratingProfile', {
    raters,
    notes,
    raterOf: ratings.map(({ rater }) => raterNumbers.get(rater)!),
    noteOf: ratings.map(({ note }) => noteNumbers.get(note)!),
    values: ratings.map(({ value }) => value)
  })
}

/**
 * Reads ratings from columns, as a database or a file gives them: the fast way to the profile of
 * `ratingProfile`.
 *
 * Raters and notes without ratings are kept. Cost: ratings, and n log n for raters and notes.
 *
 * Throws `RangeError` as `ratingProfile`, for columns of unequal length and numbers outside their lists.
 *
 * @example
 * ratingProfileOfColumns({ raters: ['b', 'a'], notes: ['x'], raterOf: [0, 1], noteOf: [0, 0], values: [1, 0] }).values
 * // → Float64Array.of(0, 1)
 */
export function ratingProfileOfColumns(columns: RatingColumns): RatingProfile {
  return readColumns('ratingProfileOfColumns', columns)
}

/**
 * Takes votes on statements for ratings: agree 1, pass ½, disagree 0. The named step from a map's votes to
 * `bridgingFactors`.
 *
 * Statements that moderation took out are left out. Cost: the votes.
 *
 * @example
 * ratingsOfOpinions(opinionProfile(['trees'], [{ voter: 'a', statement: 'trees', vote: 'agree' }])).values
 * // → Float64Array.of(1)
 */
export function ratingsOfOpinions({
  voters,
  statements,
  starts,
  codes,
  isOut
}: OpinionProfile): RatingProfile {
  const size = codes.length
  const raterOf = new Uint32Array(size)
  for (let voter = 0; voter < voters.length; voter++) raterOf.fill(voter, starts[voter], starts[voter + 1])
  const isIn = (at: number) => isOut[Math.floor(codes[at]! / 3)] === 0
  const kept = Uint32Array.from({ length: size }, (_, at) => at).filter(isIn)
  const numbers = new Uint32Array(statements.length)
  const open = statements.filter((_, s) => isOut[s] === 0)
  statements.forEach((_, s) => (numbers[s] = s === 0 ? 0 : numbers[s - 1]! + (isOut[s - 1] === 0 ? 1 : 0)))
  return readColumns('ratingsOfOpinions', {
    raters: voters,
    notes: open,
    raterOf: kept.map(at => raterOf[at]!),
    noteOf: kept.map(at => numbers[Math.floor(codes[at]! / 3)]!),
    values: Float64Array.from(kept, at => (codes[at]! % 3) / 2)
  })
}

function readColumns(rule: string, { raters, notes, raterOf, noteOf, values }: RatingColumns): RatingProfile {
  const size = values.length
  if (raterOf.length !== size || noteOf.length !== size) fail(rule, 'columns must be of equal length')
  checkDistinctIds(rule, 'raters', raters)
  checkDistinctIds(rule, 'notes', notes)
  const sortedRaters = sortedIds(raters)
  const sortedNotes = sortedIds(notes)
  const raterPlaces = places(raters, sortedRaters)
  const notePlaces = places(notes, sortedNotes)
  const byNote = new Uint32Array(notes.length + 1)
  const starts = new Uint32Array(raters.length + 1)
  for (let i = 0; i < size; i++) {
    const [rater, note] = [raterPlaces[raterOf[i]!], notePlaces[noteOf[i]!]]
    if (rater === undefined || note === undefined) {
      fail(rule, `row ${i} must name a rater and a note, got ${raterOf[i]}, ${noteOf[i]}`)
    }
    checkFinite(rule, `the value of row ${i}`, values[i]!)
    byNote[note + 1]!++
    starts[rater + 1]!++
  }
  for (let n = 0; n < notes.length; n++) byNote[n + 1]! += byNote[n]!
  for (let u = 0; u < raters.length; u++) starts[u + 1]! += starts[u]!
  // Two counting sorts, the finer key first.
  const rows = new Uint32Array(size)
  for (let i = 0; i < size; i++) rows[byNote[notePlaces[noteOf[i]!]!]!++] = i
  const ends = starts.slice()
  const sortedNoteOf = new Uint32Array(size)
  const sortedValues = new Float64Array(size)
  for (const row of rows) {
    const [rater, note] = [raterPlaces[raterOf[row]!]!, notePlaces[noteOf[row]!]!]
    const at = ends[rater]!++
    if (at > starts[rater]! && sortedNoteOf[at - 1] === note) {
      fail(rule, `"${sortedRaters[rater]}" rates "${sortedNotes[note]}" twice`)
    }
    sortedNoteOf[at] = note
    sortedValues[at] = values[row]!
  }
  return { raters: sortedRaters, notes: sortedNotes, starts, noteOf: sortedNoteOf, values: sortedValues }
}

function places(ids: readonly string[], sorted: readonly string[]): Uint32Array {
  const placeOf = new Map(sorted.map((id, place) => [id, place]))
  return Uint32Array.from(ids, id => placeOf.get(id)!)
}
