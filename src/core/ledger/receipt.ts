import { z } from 'zod'
import { fromBase32, toBase32 } from './base32.ts'
import { equalBytes, fromHex, toHex, toText } from './bytes.ts'
import { canonicalBytes, canonicalJson } from './canonical.ts'
import type { JsonObject } from './canonical.ts'
import { commitToPart } from './commitment.ts'
import { countedShape, hexShape, objectShape, sequenceShape } from './opening-shape.ts'
import { reopenLine } from './seal.ts'
import type { CountedOpening, SealedLine } from './seal.ts'
import { sha256 } from './sha256.ts'

/**
 * What a person keeps to prove that a line is in the record: what the line says, the salt that opens it, and the signed
 * state of the log that first included it. It is a proof without us: whoever rewrites the log contradicts it.
 */
export interface Receipt {
  readonly log: string
  /** Place in the log; `null` while the line waits to be included. */
  readonly sequence: number | null
  /** The signed note of a checkpoint that includes the line, or `pending`. A pending receipt is no proof yet. */
  readonly checkpoint: string
  readonly counted: CountedOpening
  readonly countedSalt: Uint8Array
  /** Left out of a compact receipt, which keeps the commitment in its stead. */
  readonly personal?: JsonObject
  readonly personalSalt?: Uint8Array
  readonly personalCommitment: Uint8Array
}

const HEADER = 'MOZAIKA RECEIPT 1'
const FOOTER = 'END OF RECEIPT'
const LINE_LENGTH = 60
const CHECKSUM_BYTES = 4

/** The receipt of a line: give the place and the checkpoint once there are any. */
export function receiptOf(
  log: string,
  line: SealedLine,
  included?: { readonly sequence: number; readonly checkpoint: string }
): Receipt {
  const { counted, countedSalt, personal, personalSalt, personalCommitment } = line
  const place = included ?? { sequence: null, checkpoint: 'pending' }
  return { log, ...place, counted, countedSalt, personal, personalSalt, personalCommitment }
}

/** The receipt without words and names: as strong a proof of what was counted, and small enough for a QR code. */
export function compactReceipt({ personal: _words, personalSalt: _salt, ...rest }: Receipt): Receipt {
  return rest
}

/** The commitment that the receipt opens: the one its leaf must hold. */
export function commitmentOfReceipt(receipt: Receipt): Uint8Array {
  return reopenLine(receipt)
}

/**
 * The text of a receipt: a first line, base32 in short lines, a last line. Reading it back needs neither its line
 * breaks nor its small letters, and a checksum notices what was lost on the way.
 */
export function receiptText(receipt: Receipt): string {
  const { personal, personalSalt } = receipt
  const payload = canonicalBytes({
    log: receipt.log,
    sequence: receipt.sequence,
    checkpoint: receipt.checkpoint,
    counted: receipt.counted,
    countedSalt: toHex(receipt.countedSalt),
    ...(personal && personalSalt
      ? { personal, personalSalt: toHex(personalSalt) }
      : { personalCommitment: toHex(receipt.personalCommitment) })
  })
  const letters = toBase32(Buffer.concat([payload, checksum(payload)]))
  return [HEADER, ...letters.match(new RegExp(`.{1,${LINE_LENGTH}}`, 'g'))!, FOOTER, ''].join('\n')
}

/** Reads a receipt out of any text around it, such as a quoted letter; `undefined` when none is whole in it. */
export function parseReceipt(text: string): Receipt | undefined {
  const match = /MOZAIKA\s+RECEIPT\s+1\b(.*?)END\s+OF\s+RECEIPT/isu.exec(text)
  // Quote marks, line breaks and spaces are not in the alphabet; what else was changed, the checksum shows.
  const bytes = match && fromBase32(match[1]!.toUpperCase().replaceAll(/[^A-Z2-7]/g, ''))
  if (!bytes || bytes.length <= CHECKSUM_BYTES) return undefined
  const payload = bytes.subarray(0, -CHECKSUM_BYTES)
  if (!equalBytes(bytes.subarray(-CHECKSUM_BYTES), checksum(payload))) return undefined
  const json = toText(payload)
  return json === undefined ? undefined : readPayload(json)
}

const payloadShape = z.strictObject({
  log: z.string(),
  sequence: sequenceShape.nullable(),
  checkpoint: z.string(),
  counted: countedShape,
  countedSalt: hexShape(16),
  personal: objectShape.optional(),
  personalSalt: hexShape(16).optional(),
  personalCommitment: hexShape(32).optional()
})

function readPayload(json: string): Receipt | undefined {
  const value = parseJson(json)
  const parsed = payloadShape.safeParse(value)
  if (!parsed.success || canonicalJson(value) !== json) return undefined
  const { personal, personalSalt, personalCommitment, countedSalt, ...rest } = parsed.data
  if ((rest.sequence === null) !== (rest.checkpoint === 'pending')) return undefined
  const start = { ...rest, countedSalt: fromHex(countedSalt)! }
  if (personal && personalSalt) {
    const salt = fromHex(personalSalt)!
    return {
      ...start,
      personal,
      personalSalt: salt,
      personalCommitment: commitToPart('personal', salt, personal)
    }
  }
  return personalCommitment ? { ...start, personalCommitment: fromHex(personalCommitment)! } : undefined
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function checksum(payload: Uint8Array): Uint8Array {
  return sha256(payload).subarray(0, CHECKSUM_BYTES)
}
