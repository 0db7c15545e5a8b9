import sharp from 'sharp'
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
 * @param atOnce Images decoded at the same time; one of 40 megapixels may take 250 MB for a moment.
 * @param waiting Images that may wait for their turn before more are refused with `files-busy`.
 */
export function createReencoder({ atOnce = 2, waiting = 40 } = {}): Reencode {
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
  let pixels
  try {
    const { format } = await sharp(bytes, decoding).metadata()
    if (format !== (kind === 'avif' ? 'heif' : kind)) return { ok: false, code: 'image-broken' }
    pixels = await decodeUpright(bytes)
  } catch (error) {
    return { ok: false, code: decodingRefusal(error) }
  }
  const full = await encode(pixels, imageSizes.full)
  const thumb = await encode(pixels, imageSizes.thumb)
  return { ok: true, full, thumb }
}

/** Default options read the first page or frame only. */
const decoding = {
  limitInputPixels: fileLimits.pixels,
  // Cut and damaged images are refused; mere warnings are not, since many phones write slightly odd JPEG.
  failOn: 'error',
  sequentialRead: true,
  autoOrient: true
} as const

interface Pixels {
  data: Buffer
  raw: { width: number; height: number; channels: 3 | 4 }
  /** From lossless drawings and screenshots: colour is kept at full resolution. */
  isDrawing: boolean
}

async function decodeUpright(bytes: Uint8Array): Promise<Pixels> {
  const { data, info } = await sharp(bytes, decoding)
    .timeout({ seconds: fileLimits.decodeSeconds })
    .resize(within(imageSizes.full))
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  if (info.channels !== 4 && info.channels !== 3) throw new Error(`unexpected ${info.channels} channels`)
  return { data, raw: { width, height, channels: info.channels }, isDrawing: !bytesAreJpeg(bytes) }
}

function bytesAreJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8
}

async function encode({ data, raw, isDrawing }: Pixels, side: number): Promise<Picture> {
  const image = sharp(data, { raw }).resize(within(side))
  const isTransparent = raw.channels === 4 && hasTransparency(data)
  const encoded = isTransparent
    ? image.webp({ quality: 80, effort: 4 })
    : image.removeAlpha().jpeg({
        quality: 80,
        mozjpeg: true,
        chromaSubsampling: isDrawing ? '4:4:4' : '4:2:0'
      })
  const { data: out, info } = await encoded.toBuffer({ resolveWithObject: true })
  const { width, height } = info
  return isTransparent
    ? { bytes: out, type: 'image/webp', ending: 'webp', width, height }
    : { bytes: out, type: 'image/jpeg', ending: 'jpg', width, height }
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
