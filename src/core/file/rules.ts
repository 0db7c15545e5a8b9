/**
 * What may be handed in as a file, and how it is sent back out. Images are always re-encoded and shown; PDF and
 * plain text are kept as they came and offered as downloads only, because their content cannot be made harmless.
 */

/** What a file is by its content. */
export type FileKind = 'jpeg' | 'png' | 'webp' | 'gif' | 'avif' | 'pdf' | 'text'

/** Why a file is refused. The texts belonging to the codes live with the messages. */
export type FileRefusal =
  /** Nothing in it. */
  | 'file-empty'
  /** More than `fileLimits.bytes`. */
  | 'file-too-large'
  /** More than `fileLimits.perContribution` files on one contribution. */
  | 'too-many-files'
  /** The content is none of the allowed kinds (SVG, HTML, archives, programs …). */
  | 'file-kind-refused'
  /** The content is allowed, but not what the sender said it was (a PDF sent as an image …). */
  | 'file-kind-mismatch'
  /** The content can be read as two kinds at once (a PDF behind leading junk, an archive behind a PDF …). */
  | 'file-ambiguous'
  /** Text that is not valid UTF-8 or holds control characters. */
  | 'file-not-text'
  /** More than `fileLimits.pixels`, or `avifPixels` for AVIF. */
  | 'image-too-large'
  /** An image that cannot be decoded to its end. */
  | 'image-broken'
  /** Decoding took longer than `fileLimits.decodeSeconds`. */
  | 'image-too-slow'
  /** Too many images are waiting to be decoded; the same file may be sent again in a moment. */
  | 'files-busy'

export const fileLimits = {
  bytes: 10 * 1024 * 1024,
  pixels: 40_000_000,
  /** AVIF takes 18 bytes a pixel to decode, against 1 to 10 for the others. */
  avifPixels: 16_000_000,
  perContribution: 5,
  decodeSeconds: 20,
  nameCharacters: 100
} as const

/** How many files one person may have sent to a call without handing them in, where a contribution may carry so many. */
export const looseMost = (perContribution: number): number => perContribution * 3

/** Kept sizes of an image: the longest side, in pixels. Smaller images are never enlarged. */
export const imageSizes = { full: 2048, thumb: 480 } as const

/** Types a stored file can have, by the ending of its key. Nothing else is ever stored or served. */
export const storedTypes = {
  jpg: 'image/jpeg',
  webp: 'image/webp',
  pdf: 'application/pdf',
  txt: 'text/plain; charset=utf-8'
} as const

export type StoredEnding = keyof typeof storedTypes
export type StoredType = (typeof storedTypes)[StoredEnding]

/** For the `accept` attribute of a file field; a hint to the browser, never a check. */
export const acceptedTypes =
  'image/jpeg,image/png,image/webp,image/gif,image/avif,application/pdf,text/plain' as const

/** The refusals that can be told before a byte of content is read; `[]` when there are none. */
export function checkFileCount(already: number, added: number): FileRefusal[] {
  return already + added > fileLimits.perContribution ? ['too-many-files'] : []
}

export function isImage(kind: FileKind): boolean {
  return kind !== 'pdf' && kind !== 'text'
}
