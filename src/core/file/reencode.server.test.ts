import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import {
  aJpeg,
  aPdf,
  colourBars,
  emptyZip,
  joined,
  pngPromising,
  svgWithScript,
  text
} from './hostile-files.ts'
import { createReencoder, type Reencoding } from './reencode.server.ts'

const reencode = createReencoder()

function done(result: Reencoding) {
  if (!result.ok) throw new Error(result.code)
  return result
}

describe('refused images', () => {
  it('promise more pixels than the limit in a tiny file', async () => {
    expect(await reencode(pngPromising(50_000, 50_000), 'png')).toEqual({
      ok: false,
      code: 'image-too-large'
    })
  })

  it('promise more pixels than they hold', async () => {
    expect(await reencode(pngPromising(4_000, 4_000), 'png')).toEqual({ ok: false, code: 'image-broken' })
  })

  it('are cut short', async () => {
    const jpeg = new Uint8Array(await colourBars(400, 300).jpeg().toBuffer())
    const half = jpeg.subarray(0, Math.floor(jpeg.length / 2))
    expect(await reencode(half, 'jpeg')).toEqual({ ok: false, code: 'image-broken' })
  })

  it('are something else behind the first bytes of an image', async () => {
    const gif = text('GIF89a/*<svg xmlns="http://www.w3.org/2000/svg"/>*/=1;alert(1)')
    expect(await reencode(gif, 'gif')).toEqual({ ok: false, code: 'image-broken' })
  })

  it('are never handed to a decoder of another kind', async () => {
    expect(await reencode(svgWithScript, 'png')).toEqual({ ok: false, code: 'image-broken' })
    expect(await reencode(await aJpeg(), 'png')).toEqual({ ok: false, code: 'image-broken' })
  })

  it('come when too many are waiting', async () => {
    const narrow = createReencoder({ atOnce: 1, waiting: 1 })
    const jpeg = await aJpeg()
    const results = await Promise.all([narrow(jpeg, 'jpeg'), narrow(jpeg, 'jpeg'), narrow(jpeg, 'jpeg')])
    expect(results.map(result => (result.ok ? 'done' : result.code))).toEqual(['done', 'done', 'files-busy'])
    expect((await narrow(jpeg, 'jpeg')).ok).toBe(true)
  })
})

describe('re-encoding', () => {
  it('removes the position, the camera, colour profile, XMP and comments', async () => {
    const jpeg = await colourBars(64, 48)
      .withExif({
        IFD0: { Make: 'Telltale camera', Copyright: 'A. Person' },
        IFD3: { GPSLatitude: '50/1 27/1 0/1', GPSLatitudeRef: 'N', GPSLongitude: '30/1 31/1 0/1' }
      })
      .withIccProfile('p3')
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
      .jpeg()
      .toBuffer()
    expect((await sharp(jpeg).metadata()).exif?.includes('Telltale')).toBe(true)

    const { full, thumb } = done(await reencode(jpeg, 'jpeg'))
    for (const { bytes } of [full, thumb]) {
      const { exif, icc, xmp, iptc, comments } = await sharp(bytes).metadata()
      expect({ exif, icc, xmp, iptc, comments }).toEqual({})
      expect(Buffer.from(bytes).includes('Telltale')).toBe(false)
    }
  })

  it('honours the orientation before dropping it', async () => {
    const lying = await colourBars(64, 48).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    const { full } = done(await reencode(lying, 'jpeg'))
    expect([full.width, full.height]).toEqual([48, 64])
  })

  it('drops an archive or a PDF behind the picture', async () => {
    for (const hidden of [emptyZip, aPdf]) {
      const { full, thumb } = done(await reencode(joined(await aJpeg(), hidden), 'jpeg'))
      expect(Buffer.from(full.bytes).indexOf(hidden)).toBe(-1)
      expect(Buffer.from(thumb.bytes).indexOf(hidden)).toBe(-1)
    }
  })

  it('fits large images into the kept sizes and leaves small ones as they are', async () => {
    const large = done(await reencode(await colourBars(3000, 1500).png().toBuffer(), 'png'))
    expect([large.full.width, large.full.height]).toEqual([2048, 1024])
    expect([large.thumb.width, large.thumb.height]).toEqual([480, 240])
    const small = done(await reencode(await aJpeg(64, 48), 'jpeg'))
    expect([small.full.width, small.thumb.width]).toEqual([64, 64])
  })

  it('makes JPEG of opaque images and WebP of transparent ones', async () => {
    const opaque = await colourBars(32, 32).ensureAlpha().png().toBuffer()
    const clear = await colourBars(32, 32).ensureAlpha(0.5).png().toBuffer()
    expect(done(await reencode(opaque, 'png')).full).toMatchObject({ type: 'image/jpeg', ending: 'jpg' })
    const { full } = done(await reencode(clear, 'png'))
    expect(full).toMatchObject({ type: 'image/webp', ending: 'webp' })
    expect((await sharp(full.bytes).metadata()).hasAlpha).toBe(true)
  })

  it('keeps the first picture of a moving one', async () => {
    const frames = await Promise.all(
      ['red', 'blue'].map(background =>
        sharp({ create: { width: 20, height: 10, channels: 3, background } })
          .png()
          .toBuffer()
      )
    )
    const moving = await sharp(frames, { join: { animated: true } })
      .gif()
      .toBuffer()
    expect((await sharp(moving).metadata()).pages).toBe(2)
    const { full } = done(await reencode(moving, 'gif'))
    expect([full.width, full.height]).toEqual([20, 10])
    const [red, , blue] = (await sharp(full.bytes).stats()).channels.map(channel => channel.mean)
    expect(red).toBeGreaterThan(200)
    expect(blue).toBeLessThan(50)
  })

  it.each(['grey', 'CMYK', '16 bits', 'avif', 'webp'])('takes %s', async what => {
    const image = colourBars(40, 30)
    const [bytes, kind] = await {
      grey: async () => [await image.greyscale().jpeg().toBuffer(), 'jpeg'] as const,
      CMYK: async () => [await image.toColourspace('cmyk').jpeg().toBuffer(), 'jpeg'] as const,
      '16 bits': async () => [await image.toColourspace('rgb16').png().toBuffer(), 'png'] as const,
      avif: async () => [await image.avif({ effort: 0 }).toBuffer(), 'avif'] as const,
      webp: async () => [await image.webp().toBuffer(), 'webp'] as const
    }[what]!()
    const { full } = done(await reencode(bytes, kind))
    expect(await sharp(full.bytes).metadata()).toMatchObject({ width: 40, height: 30, space: 'srgb' })
  })

  it('gives the same bytes for the same image', async () => {
    const png = await colourBars(700, 500).png().toBuffer()
    const once = done(await reencode(png, 'png'))
    const again = done(await reencode(png, 'png'))
    expect(Buffer.compare(once.full.bytes, again.full.bytes)).toBe(0)
    expect(Buffer.compare(once.thumb.bytes, again.thumb.bytes)).toBe(0)
  })
})
