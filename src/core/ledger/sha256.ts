import { hash } from 'node:crypto'
import { canonicalBytes } from './canonical.ts'
import { toHex } from './bytes.ts'

/** SHA-256 of the parts, one after another: 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const only = parts.length === 1 ? parts[0] : undefined
  return hash('sha256', only ?? Buffer.concat(parts), 'buffer')
}

/** The digest by which a ledger line names a record: SHA-256 of its canonical JSON, in hexadecimal. */
export function recordDigest(record: unknown): string {
  return toHex(sha256(canonicalBytes(record)))
}
