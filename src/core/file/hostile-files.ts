import sharp, { type Sharp } from 'sharp'
import { crc32, deflateSync } from 'node:zlib'

/** Small files with bad intentions, made on the spot. Used by tests only. */

export const text = (content: string): Uint8Array => new TextEncoder().encode(content)

export const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))

export const aPdf = text(
  '%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n'
)

export const svgWithScript = text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')

/** The smallest archive there is: an end record that lists nothing. */
export const emptyZip = joined(text('PK\x05\x06'), new Uint8Array(18))

/** A photo-like JPEG of noise-free colour bars. */
export async function aJpeg(width = 64, height = 48): Promise<Uint8Array> {
  return new Uint8Array(await colourBars(width, height).jpeg().toBuffer())
}

export function colourBars(width: number, height: number): Sharp {
  const data = Buffer.alloc(width * height * 3)
  for (let i = 0; i < width * height; i++) {
    data[i * 3] = (i % width) * 3
    data[i * 3 + 1] = Math.floor(i / width) * 5
    data[i * 3 + 2] = 128
  }
  return sharp(data, { raw: { width, height, channels: 3 } })
}

/** A complete PNG of a few hundred bytes whose header promises `width` × `height` pixels. */
export function pngPromising(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8) // 8 bits of grey
  const rows = deflateSync(Buffer.alloc(100_000), { level: 9 })
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return joined(signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0)))
}

function chunk(name: string, content: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(name, 'latin1'), content])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(content.length)
  const check = Buffer.alloc(4)
  check.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, check])
}
