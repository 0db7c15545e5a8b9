import sharp, { type Sharp } from 'sharp'
import { fileLimits, imageSizes, type FileKind, type FileRefusal } from './rules.ts'

export interface Picture {
  bytes: Uint8Array
  type: 'image/jpeg' | 'image/webp'
  ending: 'jpg' | 'webp'
  width: number
  height: number
}

export type Reencoding = { ok: true; full: Picture; thumb: Picture } | { ok: false; code: FileRefusal }

/** @see createReencoder */
export type Reencode = (bytes: Uint8Array, kind: FileKind) => Promise<Reencoding>

/**
 * Makes the function that turns an inspected image into two harmless ones, at most 2,048 and 480 px wide or high.
 *
 * Only pixels pass: the image is decoded, turned upright, brought to sRGB, scaled and encoded again, so EXIF (with
 * its position), ICC, XMP, comments and appended bytes are gone. The same bytes give the same result.
 *
 * - Opaque images become JPEG, which the oldest phones show too; those with transparency become WebP.
 * - Of a moving image the first picture is kept: motion that cannot be paused shuts people out (WCAG 2.2.2).
 *
 * Refusals: `image-too-large`, `image-broken`, `image-too-slow`, `files-busy`. Anything else is thrown.
 *
 * @param atOnce Images decoded at the same time. Measured at the pixel limits: 50 to 140 MB for a moment, up to
 *   400 MB for an interlaced 16-bit PNG or an AVIF; 0.3 to 1.4 s of one core.
 * @param waiting Images that may wait for their turn before more are refused with `files-busy`.
 */
export function createReencoder({ atOnce = 1, waiting = 40 } = {}): Reencode {
  // Results are never asked for twice, so libvips' cache of operations would only hold memory.
  sharp.cache(false)
  const queue: (() => void)[] = []
  let running = 0

  return async (bytes, kind) => {
    if (running >= atOnce) {
      if (queue.length >= waiting) return { ok: false, code: 'files-busy' }
      await new Promise<void>(turn => queue.push(turn))
    } else {
      running++
    }
    try {
      return await reencode(bytes, kind)
    } finally {
      // The place passes to the next in line without being free in between.
      const next = queue.shift()
      if (next) next()
      else running--
    }
  }
}

async function reencode(bytes: Uint8Array, kind: FileKind): Promise<Reencoding> {
  const decoding = decodingOf(kind)
  let pixels
  try {
    const { format } = await sharp(bytes, decoding).metadata()
    if (format !== (kind === 'avif' ? 'heif' : kind)) return { ok: false, code: 'image-broken' }
    pixels = await decodeUpright(sharp(bytes, decoding))
  } catch (error) {
    return { ok: false, code: decodingRefusal(error) }
  }
  // Colour at full resolution keeps the letters of drawings and screenshots sharp.
  const chromaSubsampling = kind === 'jpeg' ? '4:2:0' : '4:4:4'
  const full = await encode(pixels, imageSizes.full, chromaSubsampling)
  const thumb = await encode(pixels, imageSizes.thumb, chromaSubsampling)
  return { ok: true, full, thumb }
}

/** Without a word on pages, only the first page or frame is read. */
function decodingOf(kind: FileKind) {
  return {
    limitInputPixels: kind === 'avif' ? fileLimits.avifPixels : fileLimits.pixels,
    // Cut and damaged images are refused; mere warnings are not, since many phones write slightly odd JPEG.
    failOn: 'error',
    sequentialRead: true,
    autoOrient: true
  } as const
}

interface Pixels {
  data: Buffer
  raw: { width: number; height: number; channels: 3 | 4 }
}

async function decodeUpright(image: Sharp): Promise<Pixels> {
  const { data, info } = await image
    .timeout({ seconds: fileLimits.decodeSeconds })
    .resize(within(imageSizes.full))
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  if (channels !== 4 && channels !== 3) throw new Error(`unexpected ${channels} channels`)
  return { data, raw: { width, height, channels } }
}

async function encode({ data, raw }: Pixels, side: number, chromaSubsampling: string): Promise<Picture> {
  const image = sharp(data, { raw }).resize(within(side))
  const isTransparent = raw.channels === 4 && hasTransparency(data)
  const encoded = isTransparent
    ? image.webp({ quality: 80, effort: 4 })
    : image.removeAlpha().jpeg({ quality: 80, mozjpeg: true, chromaSubsampling })
  const { data: bytes, info } = await encoded.toBuffer({ resolveWithObject: true })
  const { width, height } = info
  return isTransparent
    ? { bytes, type: 'image/webp', ending: 'webp', width, height }
    : { bytes, type: 'image/jpeg', ending: 'jpg', width, height }
}

function within(side: number) {
  return { width: side, height: side, fit: 'inside', withoutEnlargement: true } as const
}

function hasTransparency(data: Buffer): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i]! < 255) return true
  return false
}

/** libvips tells its refusals apart by their words only. */
function decodingRefusal(error: unknown): FileRefusal {
  const message = error instanceof Error ? error.message : ''
  if (message.includes('exceeds pixel limit')) return 'image-too-large'
  if (message.includes('timeout')) return 'image-too-slow'
  return 'image-broken'
}
