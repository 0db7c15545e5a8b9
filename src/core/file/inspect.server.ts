import { fileLimits, isImage, type FileKind, type FileRefusal } from './rules.ts'

export type Inspection = { ok: true; kind: FileKind } | { ok: false; code: FileRefusal }

/**
 * Says what a file is by its content, never by its name, and refuses what is not allowed or could be read as two
 * things at once.
 *
 * An image with something appended (an archive, a PDF, a script) passes here and loses it in re-encoding: only its
 * pixels survive. PDF and text are kept byte for byte, so they must be one thing only.
 *
 * @param declared The media type the sender named. Its family (image, PDF, text) must be that of the content; a
 *   missing type or `application/octet-stream` declares nothing.
 */
export function inspectFile(bytes: Uint8Array, declared: string): Inspection {
  if (bytes.length === 0) return refuse('file-empty')
  if (bytes.length > fileLimits.bytes) return refuse('file-too-large')
  const kind = imageKind(bytes) ?? (startsWith(bytes, '%PDF-') ? 'pdf' : 'text')
  const code = isImage(kind) ? null : kind === 'pdf' ? pdfRefusal(bytes) : textRefusal(bytes)
  if (code) return refuse(code)
  const family = declaredFamily(declared)
  if (family !== null && family !== familyOf(kind)) return refuse('file-kind-mismatch')
  return { ok: true, kind }
}

function refuse(code: FileRefusal): Inspection {
  return { ok: false, code }
}

function imageKind(bytes: Uint8Array): FileKind | null {
  if (startsWith(bytes, '\xff\xd8\xff')) return 'jpeg'
  if (startsWith(bytes, '\x89PNG\r\n\x1a\n')) return 'png'
  if (startsWith(bytes, 'GIF87a') || startsWith(bytes, 'GIF89a')) return 'gif'
  if (startsWith(bytes, 'RIFF') && startsWith(bytes, 'WEBP', 8)) return 'webp'
  if (startsWith(bytes, 'ftyp', 4) && hasAvifBrand(bytes)) return 'avif'
  return null
}

/** The brands of an ISO base media file: the major one at byte 8, compatible ones from byte 16 to the box's end. */
function hasAvifBrand(bytes: Uint8Array): boolean {
  const boxEnd = Math.min(bytes.length, new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), 256)
  for (let at = 8; at + 4 <= boxEnd; at += 4) {
    if (at !== 12 && (startsWith(bytes, 'avif', at) || startsWith(bytes, 'avis', at))) return true
  }
  return false
}

/**
 * A PDF must begin at its first byte and end with its end mark: readers also take one behind up to 1,024 bytes of
 * something else, and archives are read from their end, which is how a file becomes two things.
 */
function pdfRefusal(bytes: Uint8Array): FileRefusal | null {
  const tail = latin1(bytes.subarray(-1024))
  if (!/%%EOF[\s\0]*$/.test(tail)) return 'file-ambiguous'
  return endsAsZip(bytes) ? 'file-ambiguous' : null
}

/** A ZIP's end record (22 bytes and a comment of the length it states) that reaches exactly the file's end. */
function endsAsZip(bytes: Uint8Array): boolean {
  const from = Math.max(0, bytes.length - 22 - 0xffff)
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset + from, bytes.length - from)
  for (
    let at = tail.indexOf('PK\x05\x06', 0, 'latin1');
    at >= 0;
    at = tail.indexOf('PK\x05\x06', at + 1, 'latin1')
  ) {
    if (at + 22 <= tail.length && at + 22 + tail.readUInt16LE(at + 20) === tail.length) return true
  }
  return false
}

/** Everything but tab, line feed, form feed and carriage return. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const controlCharacters = /[\x00-\x08\x0b\x0e-\x1f\x7f]/
const markupTags = /<(?:!doctype|\?xml|html|head|body|svg|script|iframe|object|embed|style|math)\b/i

function textRefusal(bytes: Uint8Array): FileRefusal | null {
  const start = latin1(bytes.subarray(0, 1024))
  if (start.includes('%PDF-')) return 'file-ambiguous'
  let text
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return hasBinaryStart(bytes) ? 'file-kind-refused' : 'file-not-text'
  }
  if (hasBinaryStart(bytes)) return 'file-kind-refused'
  if (controlCharacters.test(text)) return 'file-not-text'
  // Markup is whatever a browser could take for it: a tag first, or a telling one near the start.
  if (/^\s*<[a-z!?/]/i.test(text) || markupTags.test(text.slice(0, 1024))) return 'file-kind-refused'
  return null
}

/** A zero byte near the start: not a text in another encoding of one byte a character, so nobody's mistake to mend. */
function hasBinaryStart(bytes: Uint8Array): boolean {
  return bytes.subarray(0, 512).includes(0)
}

type Family = 'image' | 'pdf' | 'text' | 'other'

function familyOf(kind: FileKind): Family {
  return isImage(kind) ? 'image' : kind === 'pdf' ? 'pdf' : 'text'
}

/** `null` when the sender declared nothing. */
function declaredFamily(declared: string): Family | null {
  const type = declared.split(';')[0]!.trim().toLowerCase()
  if (type === '' || type === 'application/octet-stream') return null
  if (type === 'application/pdf') return 'pdf'
  if (type === 'text/plain') return 'text'
  return type.startsWith('image/') && type !== 'image/svg+xml' ? 'image' : 'other'
}

function startsWith(bytes: Uint8Array, magic: string, offset = 0): boolean {
  if (bytes.length < offset + magic.length) return false
  for (let i = 0; i < magic.length; i++) if (bytes[offset + i] !== magic.charCodeAt(i)) return false
  return true
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
