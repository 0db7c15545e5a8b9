import { createHash } from 'node:crypto'
import { Refusal } from '../door/refusal.ts'
import { inspectFile } from './inspect.server.ts'
import type { Reencode } from './reencode.server.ts'
import { isImage, storedTypes } from './rules.ts'
import type { FileRefusal, StoredEnding, StoredType } from './rules.ts'
import { cleanFileName } from './serving.ts'

/** What is written down of a file; its bytes lie in the file storage. */
export interface FileFacts {
  /** Cleaned, with the ending of its type. */
  readonly name: string
  readonly type: StoredType
  /** In bytes. */
  readonly size: number
  /** Hexadecimal. */
  readonly sha256: string
  /** In pixels; null for what is no picture. */
  readonly width: number | null
  readonly height: number | null
}

/** A file that was looked at and, if it is a picture, made anew. Only `prepareFile` makes one, and only one is kept. */
export class PreparedFile {
  readonly facts: FileFacts
  readonly bytes: Uint8Array
  /** The small size of a picture. */
  readonly thumb: Uint8Array | null

  constructor(facts: FileFacts, bytes: Uint8Array, thumb: Uint8Array | null) {
    this.facts = facts
    this.bytes = bytes
    this.thumb = thumb
  }
}

/**
 * Looks at the bytes somebody sent and makes of them what will be kept. Takes up to a second of one core, so it is done
 * before any transaction. The same bytes give the same file.
 *
 * @param declared The media type the sender named; may be empty.
 * @throws {Refusal} `too-large`, `unsupported-file` or `busy`, with the problem beside `file`.
 */
export async function prepareFile(
  sent: { readonly bytes: Uint8Array; readonly name: string; readonly declared: string },
  reencode: Reencode
): Promise<PreparedFile> {
  const inspected = inspectFile(sent.bytes, sent.declared)
  if (!inspected.ok) throw refusalOf(inspected.code)
  if (!isImage(inspected.kind)) return kept(sent.name, sent.bytes, inspected.kind === 'pdf' ? 'pdf' : 'txt')
  const made = await reencode(sent.bytes, inspected.kind)
  if (!made.ok) throw refusalOf(made.code)
  const { width, height } = made.full
  return kept(sent.name, made.full.bytes, made.full.ending, { width, height, thumb: made.thumb.bytes })
}

function kept(
  name: string,
  bytes: Uint8Array,
  ending: StoredEnding,
  picture?: { width: number; height: number; thumb: Uint8Array }
): PreparedFile {
  const facts: FileFacts = {
    name: cleanFileName(name, ending),
    type: storedTypes[ending],
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    width: picture?.width ?? null,
    height: picture?.height ?? null
  }
  return new PreparedFile(facts, bytes, picture?.thumb ?? null)
}

function refusalOf(code: FileRefusal): Refusal {
  const problems = [{ path: 'file', code }]
  if (code === 'files-busy') return new Refusal('busy', { problems })
  return new Refusal(code === 'file-too-large' ? 'too-large' : 'unsupported-file', { problems })
}
