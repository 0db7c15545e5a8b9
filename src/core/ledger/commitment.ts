import { canonicalBytes } from './canonical.ts'
import { sha256 } from './sha256.ts'

/**
 * Salted commitments: they bind a line to what it says and show nothing of it until the salt is shown.
 *
 * A line commits to two parts apart. The **counted** part says what a recount needs; the **personal** part says what
 * belongs to somebody. Erasing a person destroys the personal salt and text; the counted part can still be opened
 * and checked, because only the hash of the personal part is needed beside it:
 *
 *     counted    = SHA-256("mozaika/counted/1" 00 ‖ salt ‖ canonical JSON of the counted opening)
 *     personal   = SHA-256("mozaika/personal/1" 00 ‖ salt ‖ canonical JSON of the personal opening)
 *     commitment = SHA-256("mozaika/line/1" 00 ‖ counted ‖ personal)
 *
 * Every field before the last has a fixed length under its tag, so no two different inputs give the same bytes.
 */

/** 128 bits: nobody can try all salts, and a receipt stays small enough for a QR code. */
export const SALT_BYTES = 16

const TAGS = {
  counted: Buffer.from('mozaika/counted/1\0'),
  personal: Buffer.from('mozaika/personal/1\0'),
  line: Buffer.from('mozaika/line/1\0')
}

/**
 * The commitment to one part of a line: 32 bytes.
 *
 * @throws RangeError when the salt has not {@link SALT_BYTES} bytes; TypeError when the opening is not JSON.
 */
export function commitToPart(part: 'counted' | 'personal', salt: Uint8Array, opening: unknown): Uint8Array {
  if (salt.length !== SALT_BYTES) throw new RangeError(`A salt has ${SALT_BYTES} bytes, not ${salt.length}`)
  return sha256(TAGS[part], salt, canonicalBytes(opening))
}

/** The commitment of a line, from those of its two parts: 32 bytes. */
export function commitToLine(counted: Uint8Array, personal: Uint8Array): Uint8Array {
  return sha256(TAGS.line, counted, personal)
}
