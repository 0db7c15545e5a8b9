import { randomBytes } from 'node:crypto'
import { toHex } from './bytes.ts'
import type { JsonObject } from './canonical.ts'
import { commitToLine, commitToPart, SALT_BYTES } from './commitment.ts'

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
  /** The act: `response.give`. */
  readonly event: string
  /** RFC 3339 in UTC, as fine as the step allows. */
  readonly at: string
  readonly effect: Effect
  readonly subject: Subject
  readonly step?: string
  /** `put`: the counted part of the subject's record. Otherwise: public facts of the act. */
  readonly record: JsonObject
  /** `erase` only: commitments (hexadecimal) of the lines whose personal part was destroyed. */
  readonly erases?: readonly string[]
}

/** A line as the core keeps it until it is erased. Salts are 16 bytes, commitments 32. */
export interface SealedLine {
  readonly commitment: Uint8Array
  readonly counted: CountedOpening
  readonly countedSalt: Uint8Array
  /** What belongs to somebody and may be shown: words, names. Destroyed, with its salt, when that person is erased. */
  readonly personal: JsonObject
  readonly personalSalt: Uint8Array
  readonly personalCommitment: Uint8Array
}

/** What remains of a line after erasure: enough to open its counted part, nothing of its personal part. */
export type ErasedLine = Omit<SealedLine, 'personal' | 'personalSalt'>

export interface LineInput {
  readonly event: string
  readonly at: string
  readonly effect: Effect
  readonly subject: Subject
  readonly step?: string | undefined
  /** Ids and values, never words or names. */
  readonly counted?: JsonObject
  /** Words and names; only what an export may show. */
  readonly personal?: JsonObject
  /** Commitments of the lines whose personal part this act destroys. */
  readonly erases?: readonly Uint8Array[]
}

/** Gives that many unpredictable bytes. */
export type RandomSource = (size: number) => Uint8Array

/**
 * Seals a line: writes its two openings, salts them and commits to them.
 *
 * @throws TypeError when a part is not JSON (see `canonicalJson`).
 */
export function sealLine(input: LineInput, random: RandomSource = randomBytes): SealedLine {
  const counted = countedOpening(input)
  const personal = input.personal ?? {}
  const salts = random(2 * SALT_BYTES)
  const countedSalt = salts.subarray(0, SALT_BYTES)
  const personalSalt = salts.subarray(SALT_BYTES)
  const personalCommitment = commitToPart('personal', personalSalt, personal)
  const commitment = commitToLine(commitToPart('counted', countedSalt, counted), personalCommitment)
  return { commitment, counted, countedSalt, personal, personalSalt, personalCommitment }
}

/** The line without its personal part and salt. The caller must destroy the original and its copies. */
export function eraseLine(line: SealedLine): ErasedLine {
  const { commitment, counted, countedSalt, personalCommitment } = line
  return { commitment, counted, countedSalt, personalCommitment }
}

/** What is shown of a line: its counted part and, unless it was erased or is kept back, its personal part. */
export type ShownParts = { readonly counted: unknown; readonly countedSalt: Uint8Array } & (
  | { readonly personal: unknown; readonly personalSalt: Uint8Array }
  | { readonly personalCommitment: Uint8Array }
)

/** The commitment that the shown parts lead to: the line's own if nothing was changed. */
export function reopenLine(shown: ShownParts): Uint8Array {
  const personal =
    'personalSalt' in shown
      ? commitToPart('personal', shown.personalSalt, shown.personal)
      : shown.personalCommitment
  return commitToLine(commitToPart('counted', shown.countedSalt, shown.counted), personal)
}

function countedOpening({
  event,
  at,
  effect,
  subject,
  step,
  counted = {},
  erases
}: LineInput): CountedOpening {
  return {
    event,
    at,
    effect,
    subject,
    record: counted,
    ...(step === undefined ? {} : { step }),
    ...(erases === undefined ? {} : { erases: erases.map(toHex) })
  }
}
