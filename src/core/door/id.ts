import { randomFillSync } from 'node:crypto'

let lastMs = 0
let inMs = 0

/** Random bytes drawn ahead: one draw of many costs hardly more than one of few. */
const pool = Buffer.allocUnsafeSlow(4_096)
let drawn = pool.length

/**
 * A new id: UUIDv7 (RFC 9562, section 5.7), so that rows made together lie together and newer ids sort later. Ids of one
 * process rise strictly: the 12 bits after the time count within a millisecond (section 6.2, method 1).
 * Its 62 random bits make it unguessable enough for names, not for secrets.
 */
export function newId(): string {
  const at = Date.now()
  const bytes = draw()
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

/** Sixteen random bytes that are given to nobody else, good until the next call. */
function draw(): Buffer {
  if (drawn === pool.length) {
    randomFillSync(pool)
    drawn = 0
  }
  drawn += 16
  return pool.subarray(drawn - 16, drawn)
}
