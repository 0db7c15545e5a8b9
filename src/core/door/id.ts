import { randomBytes } from 'node:crypto'

let lastMs = 0
let inMs = 0

/**
 * A new id: UUIDv7 (RFC 9562, section 5.7), so that rows made together lie together and newer ids sort later. Ids of one
 * process rise strictly: the 12 bits after the time count within a millisecond (section 6.2, method 1).
 * Its 62 random bits make it unguessable enough for names, not for secrets.
 */
export function newId(): string {
  const at = Date.now()
  const bytes = randomBytes(16)
  if (at > lastMs) {
    lastMs = at
    // Room to count up: half of the range at least.
    inMs = bytes.readUInt16BE(6) & 0x7ff
  } else if (++inMs > 0xfff) {
    lastMs += 1
    inMs = 0
  }
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes.writeUInt16BE(0x7000 | inMs, 6)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
