import { randomBytes } from 'node:crypto'
import type { JsonObject } from './canonical.ts'
import { commitToLine, commitToPart, SALT_BYTES } from './commitment.ts'
import { toHex } from './bytes.ts'
import { recordDigest } from './sha256.ts'

/** What a line is about: `{ kind: 'response', id: '…' }`. Kinds with rows in an export: call, contribution, response, result. */
export interface Subject {
  readonly kind: string
  readonly id: string
}

/**
 * What a line does to its subject's record, so that a verifier needs no list of events:
 * `put` makes or replaces it, `remove` takes it out of the count, `note` leaves it as it is,
 * `erase` says that the personal parts of earlier lines were destroyed.
 */
export type Effect = 'put' | 'remove' | 'note' | 'erase'

/** The part of a line that a recount needs. It stays open after a person is erased, so it names nobody. */
export interface CountedOpening {
  readonly event: string
  readonly at: string
  readonly effect: Effect
  readonly subject?: Subject
  readonly step?: string
  /** `put` only: digest of the counted part of the record. */
  readonly record?: string
  /** Public facts of a line that has no record. */
  readonly facts?: JsonObject
  /** `erase` only: commitments (hexadecimal) of the lines whose personal part was destroyed. */
  readonly erases?: readonly string[]
}

/** The part of a line that belongs to somebody: destroyed, with its salt, when that person is erased. */
export interface PersonalOpening {
  /** `put` only: digest of the personal part of the record. */
  readonly record?: string
  readonly facts?: JsonObject
}

/** A line as the core keeps it until it is erased. Salts are 16 bytes, commitments 32. */
export interface SealedLine {
  readonly commitment: Uint8Array
  readonly counted: CountedOpening
  readonly countedSalt: Uint8Array
  readonly personal: PersonalOpening
  readonly personalSalt: Uint8Array
  readonly personalCommitment: Uint8Array
}

/** What remains of a line after erasure: enough to open its counted part, nothing of its personal part. */
export type ErasedLine = Omit<SealedLine, 'personal' | 'personalSalt'>

interface LineAbout {
  /** The act: `response.give`. */
  readonly event: string
  /** RFC 3339 in UTC, as fine as the step allows. */
  readonly at: string
  readonly step?: string
}

/** Both parts of the record as an export will show them; only their digests enter the line. */
export interface PutLine extends LineAbout {
  readonly effect: 'put'
  readonly subject: Subject
  readonly counted: JsonObject
  readonly personal?: JsonObject
}

/** A line without a record: `counted` and `personal` stand in the line themselves. */
export interface PlainLine extends LineAbout {
  readonly effect: 'remove' | 'note'
  readonly subject: Subject
  readonly counted?: JsonObject
  readonly personal?: JsonObject
}

export interface EraseLine extends LineAbout {
  readonly effect: 'erase'
  /** Commitments of the lines whose personal part is destroyed. */
  readonly erases: readonly Uint8Array[]
}

export type LineInput = PutLine | PlainLine | EraseLine

/** Gives that many unpredictable bytes. */
export type RandomSource = (size: number) => Uint8Array

/**
 * Seals a line: writes its two openings, salts them and commits to them.
 *
 * @throws TypeError when a part of the record is not JSON (see `canonicalJson`).
 */
export function sealLine(input: LineInput, random: RandomSource = randomBytes): SealedLine {
  const counted = countedOpening(input)
  const personal = personalOpening(input)
  const salts = random(2 * SALT_BYTES)
  const countedSalt = salts.subarray(0, SALT_BYTES)
  const personalSalt = salts.subarray(SALT_BYTES)
  const personalCommitment = commitToPart('personal', personalSalt, personal)
  const commitment = commitToLine(commitToPart('counted', countedSalt, counted), personalCommitment)
  return { commitment, counted, countedSalt, personal, personalSalt, personalCommitment }
}

/** The line without the personal part and its salt. The caller must destroy the original and its copies. */
export function eraseLine(line: SealedLine): ErasedLine {
  const { commitment, counted, countedSalt, personalCommitment } = line
  return { commitment, counted, countedSalt, personalCommitment }
}

/** The commitment that the shown openings and salts lead to; equal to the line's own if nothing was changed. */
export function reopenLine(
  line: Pick<SealedLine, 'counted' | 'countedSalt'> &
    (Pick<SealedLine, 'personal' | 'personalSalt'> | Pick<SealedLine, 'personalCommitment'>)
): Uint8Array {
  const personal =
    'personalSalt' in line
      ? commitToPart('personal', line.personalSalt, line.personal)
      : line.personalCommitment
  return commitToLine(commitToPart('counted', line.countedSalt, line.counted), personal)
}

function countedOpening(input: LineInput): CountedOpening {
  const { event, at, step, effect } = input
  const about = { event, at, effect, ...(step === undefined ? {} : { step }) }
  if (effect === 'erase') return { ...about, erases: input.erases.map(toHex) }
  if (effect === 'put') return { ...about, subject: input.subject, record: recordDigest(input.counted) }
  return {
    ...about,
    subject: input.subject,
    ...(input.counted === undefined ? {} : { facts: input.counted })
  }
}

function personalOpening(input: LineInput): PersonalOpening {
  if (input.effect === 'erase' || input.personal === undefined) return {}
  if (input.effect === 'put') return { record: recordDigest(input.personal) }
  return { facts: input.personal }
}
